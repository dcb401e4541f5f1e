using System.Text.Json.Serialization;

namespace RiskSignals.Scoring;

/// <summary>The shape of a calibration.</summary>
public enum CalibrationKind
{
    /// <summary>log-odds of the score = A·margin + C (Platt 1999).</summary>
    Platt,

    /// <summary>log-odds of the score = A·ln p − B·ln(1 − p) + C with p the uncalibrated probability (Kull et al. 2017).</summary>
    Beta,

    /// <summary>Linear between knots that rise (pool adjacent violators).</summary>
    Isotonic,
}

/// <summary>Turns a model's margin (log-odds) into a calibrated probability; never falls as the margin rises.</summary>
public sealed record Calibration
{
    /// <summary>Scores stay this far inside 0 and 1, so that 0 &lt; p &lt; 1 and log-odds stay finite.</summary>
    public const double Edge = 1e-6;

    /// <summary>Checks and keeps the numbers; unused ones are 0 or empty.</summary>
    /// <param name="kind">The shape.</param>
    /// <param name="a">Finite and at least 0.</param>
    /// <param name="b">Finite and at least 0; 0 unless beta.</param>
    /// <param name="c">Finite.</param>
    /// <param name="margins">Isotonic only: the knots' margins, strictly rising, at least one.</param>
    /// <param name="probabilities">Isotonic only: the knots' probabilities in 0–1, never falling, one a margin.</param>
    /// <exception cref="ArgumentException">A bound is broken.</exception>
    [JsonConstructor]
    public Calibration(
        CalibrationKind kind, double a, double b, double c, IReadOnlyList<double> margins, IReadOnlyList<double> probabilities)
    {
        if (!double.IsFinite(a) || a < 0 || !double.IsFinite(b) || b < 0 || !double.IsFinite(c))
        {
            throw new ArgumentException($"Calibration has a = {a}, b = {b}, c = {c}; finite numbers with a ≥ 0 and b ≥ 0 are expected.");
        }

        if (kind != CalibrationKind.Beta && b != 0)
        {
            throw new ArgumentException($"Calibration b is {b}; only a beta calibration has one.");
        }

        if (kind == CalibrationKind.Isotonic ? margins.Count == 0 : margins.Count > 0)
        {
            throw new ArgumentException($"A {kind} calibration has {margins.Count} knots; an isotonic one needs some, others none.");
        }

        RequireRising(margins, probabilities);
        (Kind, A, B, C, Margins, Probabilities) = (kind, a, b, c, margins, probabilities);
    }

    public CalibrationKind Kind { get; }

    public double A { get; }

    public double B { get; }

    public double C { get; }

    public IReadOnlyList<double> Margins { get; }

    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The probability for a margin, inside <see cref="Edge"/> … 1 − <see cref="Edge"/>.</summary>
    public double Probability(double margin) => Math.Clamp(
        Kind switch
        {
            CalibrationKind.Platt => LogOdds.Probability((A * margin) + C),
            CalibrationKind.Beta => LogOdds.Probability((A * LogOdds.LogProbability(margin)) - (B * LogOdds.LogProbability(-margin)) + C),
            _ => Interpolate(margin),
        },
        Edge,
        1 - Edge);

    /// <summary>
    /// The calibration for a population whose base rate differs from the fitted one, all else equal:
    /// adds ln[to/(1 − to) · (1 − from)/from] to the log-odds.
    /// </summary>
    /// <param name="from">Base rate of the rows it was fitted on, inside 0–1.</param>
    /// <param name="to">Base rate expected, inside 0–1.</param>
    public Calibration ShiftPrior(double from, double to)
    {
        if (!(from is > 0 and < 1 && to is > 0 and < 1))
        {
            throw new ArgumentException($"Base rates are {from} and {to}; both must lie between 0 and 1.");
        }

        return Moved(LogOdds.Of(to) - LogOdds.Of(from));
    }

    /// <summary>The calibration that gives each log-odds so much more.</summary>
    /// <param name="offset">Finite.</param>
    public Calibration Moved(double offset) => Kind == CalibrationKind.Isotonic
        ? new(Kind, A, B, C, Margins, [.. Probabilities.Select(probability => LogOdds.Moved(probability, offset))])
        : new(Kind, A, B, C + offset, Margins, Probabilities);

    private static void RequireRising(IReadOnlyList<double> margins, IReadOnlyList<double> probabilities)
    {
        if (margins.Count != probabilities.Count)
        {
            throw new ArgumentException($"There are {margins.Count} knot margins and {probabilities.Count} probabilities; pair them.");
        }

        for (var i = 0; i < margins.Count; i++)
        {
            var rises = i == 0 || (margins[i] > margins[i - 1] && probabilities[i] >= probabilities[i - 1]);
            if (!rises || !double.IsFinite(margins[i]) || !(probabilities[i] is >= 0 and <= 1))
            {
                throw new ArgumentException(
                    $"Calibration knot {i} is ({margins[i]}, {probabilities[i]}); margins must rise and probabilities, in 0–1, never fall.");
            }
        }
    }

    private double Interpolate(double margin)
    {
        var next = 0;
        while (next < Margins.Count && Margins[next] <= margin)
        {
            next++;
        }

        if (next == 0 || next == Margins.Count)
        {
            return Probabilities[Math.Max(next - 1, 0)];
        }

        var share = (margin - Margins[next - 1]) / (Margins[next] - Margins[next - 1]);
        return Probabilities[next - 1] + (share * (Probabilities[next] - Probabilities[next - 1]));
    }
}
