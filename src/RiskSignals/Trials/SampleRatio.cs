using MathNet.Numerics;

namespace RiskSignals.Trials;

/// <summary>How far the counts of a trial's arms can be trusted to come from the designed ratio.</summary>
public enum SampleRatioVerdict
{
    Green,

    /// <summary>p below 0.01: look at it.</summary>
    Yellow,

    /// <summary>
    /// p below 0.001 and off by 0.1 percentage points or more: units are lost or assigned wrongly, and no effect may be read.
    /// </summary>
    Red,
}

/// <summary>χ² test that the counts of the arms match the designed ratio.</summary>
/// <param name="P">Probability of counts at least this far off if assignment works.</param>
/// <param name="DeviationMax">Largest distance between an arm's share and its designed share, 0 to 1.</param>
public sealed record SampleRatio(double ChiSquare, int DegreesOfFreedom, double P, double DeviationMax, SampleRatioVerdict Verdict)
{
    private const double PRed = 0.001;
    private const double PYellow = 0.01;
    private const double DeviationRed = 0.001;

    /// <summary>Goodness of fit with arms − 1 degrees of freedom; arms of weight 0 are dropped.</summary>
    /// <returns>p = 1 while nobody is assigned or fewer than two arms have weight.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a count or weight is negative.</exception>
    public static SampleRatio Check(IReadOnlyList<long> counts, IReadOnlyList<int> weights)
    {
        if (counts.Count != weights.Count || counts.Any(count => count < 0) || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException(
                $"{counts.Count} counts and {weights.Count} weights were given; give one count and one weight an arm, none below 0.",
                nameof(counts));
        }

        var arms = counts.Zip(weights).Where(arm => arm.Second > 0).ToArray();
        double total = arms.Sum(arm => arm.First);
        double weightSum = arms.Sum(arm => arm.Second);
        if (arms.Length < 2 || total == 0)
        {
            return new SampleRatio(ChiSquare: 0, DegreesOfFreedom: 0, P: 1, DeviationMax: 0, SampleRatioVerdict.Green);
        }

        var chiSquare = 0.0;
        var deviationMax = 0.0;
        foreach (var (count, weight) in arms)
        {
            var share = weight / weightSum;
            var expected = total * share;
            chiSquare += (count - expected) * (count - expected) / expected;
            deviationMax = Math.Max(deviationMax, Math.Abs((count / total) - share));
        }

        var p = SpecialFunctions.GammaUpperRegularized((arms.Length - 1) / 2.0, chiSquare / 2);
        return new SampleRatio(chiSquare, arms.Length - 1, p, deviationMax, VerdictOf(p, deviationMax));
    }

    private static SampleRatioVerdict VerdictOf(double p, double deviationMax) =>
        p < PRed && deviationMax >= DeviationRed ? SampleRatioVerdict.Red
        : p < PYellow ? SampleRatioVerdict.Yellow
        : SampleRatioVerdict.Green;
}
