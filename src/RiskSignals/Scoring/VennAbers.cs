using System.Globalization;

namespace RiskSignals.Scoring;

/// <summary>Both ends of the interval of a probability; one of the two is calibrated, whichever outcome the loan turns out to have.</summary>
/// <param name="Low">What isotonic calibration would say had the loan been among its rows with outcome 0.</param>
/// <param name="High">The same with outcome 1; never below <paramref name="Low"/>.</param>
public readonly record struct ProbabilityInterval(double Low, double High)
{
    /// <summary>One probability out of the two, the one of least regret in log loss: high ÷ (1 − low + high).</summary>
    public double Merged => High / (1 - Low + High);
}

/// <summary>
/// Inductive Venn–Abers intervals (Vovk, Petej and Fedorova 2015): the two isotonic fits that a row would lead to were it added to the
/// calibration rows with either outcome, worked out beforehand for every place a row may have among them.
/// </summary>
public sealed class VennAbers
{
    /// <summary>More knots than this are refused.</summary>
    public const int KnotsMax = 2_000;

    private readonly double[] scores;
    private readonly ProbabilityInterval[] intervals;

    /// <summary>Checks and keeps the knots, without a copy.</summary>
    /// <param name="scores">Scores of calibration rows, strictly rising, inside 0–1; at least one.</param>
    /// <param name="intervals">What a row of exactly that score gets; neither end falls.</param>
    /// <exception cref="ArgumentException">A bound is broken.</exception>
    public VennAbers(double[] scores, ProbabilityInterval[] intervals)
    {
        if (scores.Length is 0 or > KnotsMax || scores.Length != intervals.Length)
        {
            throw new ArgumentException(
                $"The interval has {scores.Length} scores and {intervals.Length} pairs of ends; give 1 to {KnotsMax} of each.");
        }

        for (var i = 0; i < scores.Length; i++)
        {
            var (low, high) = (intervals[i].Low, intervals[i].High);
            var rises = i == 0 || (scores[i] > scores[i - 1] && low >= intervals[i - 1].Low && high >= intervals[i - 1].High);
            if (!rises || !(scores[i] is > 0 and < 1) || !(low >= 0 && low <= high && high <= 1))
            {
                throw new ArgumentException(
                    $"Interval knot {i} is {Text(scores[i], intervals[i])}; scores inside 0–1 must rise and both ends, in 0–1 and in order, never fall.");
            }
        }

        (this.scores, this.intervals) = (scores, intervals);
    }

    /// <summary>The number of knots.</summary>
    public int Knots => scores.Length;

    /// <summary>The interval of a score, found in steps that grow with the logarithm of <see cref="Knots"/>.</summary>
    /// <param name="score">A calibrated probability inside 0–1.</param>
    public ProbabilityInterval Of(double score)
    {
        var at = Array.BinarySearch(scores, score);
        if (at >= 0)
        {
            return intervals[at];
        }

        // Between two knots the added row joins the lower one's pool with outcome 0 and the upper one's with outcome 1; beyond them it stands alone.
        var above = ~at;
        return new(above == 0 ? 0 : intervals[above - 1].Low, above == scores.Length ? 1 : intervals[above].High);
    }

    /// <summary>A text a knot: score, colon, low, two dots, high.</summary>
    internal IReadOnlyList<string> ToText() => [.. scores.Select((score, i) => Text(score, intervals[i]))];

    /// <summary>Reads such texts.</summary>
    /// <exception cref="ArgumentException">One is malformed, or a bound is broken.</exception>
    internal static VennAbers Parse(IReadOnlyList<string> knots)
    {
        if (knots.Count > KnotsMax)
        {
            throw new ArgumentException($"The interval has {knots.Count} knots; at most {KnotsMax} are expected.");
        }

        var (scores, intervals) = (new double[knots.Count], new ProbabilityInterval[knots.Count]);
        for (var i = 0; i < knots.Count; i++)
        {
            var parts = knots[i].Split([": ", ".."], StringSplitOptions.None);
            if (parts.Length != 3 || !Number(parts[0], out scores[i]) || !Number(parts[1], out var low) || !Number(parts[2], out var high))
            {
                throw new ArgumentException($"Interval knot {i} is '{knots[i]}'; a score and two ends are expected, as in '0.12: 0.1..0.15'.");
            }

            intervals[i] = new(low, high);
        }

        return new(scores, intervals);
    }

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Text(double score, ProbabilityInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{score:R}: {interval.Low:R}..{interval.High:R}");
}
