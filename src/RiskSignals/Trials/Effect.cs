using MathNet.Numerics.Distributions;

namespace RiskSignals.Trials;

/// <summary>Number, mean and variance of the units of one arm.</summary>
public readonly record struct ArmMoments(long Count, double Mean, double Variance)
{
    /// <summary>The moments of an arm; a proportion's variance is p(1 − p).</summary>
    public static ArmMoments Of(ArmSums sums, TrialMeasure measure) =>
        new(sums.Count, sums.Mean, measure == TrialMeasure.PaidWhatWasDue ? sums.ProportionVariance : sums.SampleVariance);
}

/// <summary>Difference of an arm's mean and the control arm's, by assignment (ITT), with a Welch interval.</summary>
/// <param name="Difference">Arm − control, in the unit of the measure.</param>
/// <param name="DegreesOfFreedom">Welch–Satterthwaite.</param>
/// <param name="P">Two-sided probability of a difference at least this large if there is none.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Coverage">Coverage of the interval, such as 0.95. It holds for one look at the end, not for looking every day.</param>
public sealed record Effect(
    double Difference, double StandardError, double DegreesOfFreedom, double P, double Low, double High, double Coverage)
{
    /// <summary>Compares an arm with the control arm.</summary>
    /// <returns>Null if an arm has fewer than two units or no arm varies: then nothing says how sure a difference would be.</returns>
    public static Effect? Between(ArmMoments control, ArmMoments arm, double coverage = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(coverage, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coverage, 1);
        if (control.Count < 2 || arm.Count < 2)
        {
            return null;
        }

        var controlPart = control.Variance / control.Count;
        var armPart = arm.Variance / arm.Count;
        var squaredError = controlPart + armPart;
        if (squaredError <= 0)
        {
            return null;
        }

        var difference = arm.Mean - control.Mean;
        var standardError = Math.Sqrt(squaredError);
        var degrees = squaredError * squaredError
            / ((controlPart * controlPart / (control.Count - 1)) + (armPart * armPart / (arm.Count - 1)));
        var p = 2 * StudentT.CDF(location: 0, scale: 1, freedom: degrees, x: -Math.Abs(difference) / standardError);
        var halfWidth = standardError * StudentT.InvCDF(location: 0, scale: 1, freedom: degrees, p: (1 + coverage) / 2);
        return new Effect(difference, standardError, degrees, p, difference - halfWidth, difference + halfWidth, coverage);
    }
}
