using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>What the figures of a part of the rows allow to be said.</summary>
public enum SegmentVerdict
{
    /// <summary>Too few rows of one outcome, or too few borrowers, to say anything.</summary>
    InsufficientEvidence,

    /// <summary>As many outcomes as predicted, chance considered.</summary>
    AsPredicted,

    /// <summary>More outcomes than predicted, beyond chance.</summary>
    MoreThanPredicted,

    /// <summary>Fewer outcomes than predicted, beyond chance.</summary>
    FewerThanPredicted,
}

/// <summary>How good scores are on one part of the test rows.</summary>
/// <param name="Segment">The part, in words.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share with outcome 1.</param>
/// <param name="DifferenceLow">Lower end of the 95 % interval of observed − predicted, borrowers resampled; null where too few rows tell.</param>
/// <param name="DifferenceHigh">Upper end.</param>
/// <param name="Auc">With its interval; null where too few rows tell.</param>
public sealed record SegmentQuality(
    string Segment,
    int Rows,
    int Borrowers,
    int Positives,
    double Predicted,
    double Observed,
    double? DifferenceLow,
    double? DifferenceHigh,
    AucInterval? Auc,
    SegmentVerdict Verdict)
{
    /// <summary>Observed less predicted.</summary>
    public double Difference => Observed - Predicted;

    /// <summary>With fewer rows of an outcome, or borrowers, than this nothing is said.</summary>
    public const int OutcomesMin = 20;

    private const int Resamples = 400;

    /// <summary>The figures of the rows of each word, in order of the words.</summary>
    /// <param name="order">Words in an order of their own, which come after the others.</param>
    internal static IReadOnlyList<SegmentQuality> Measure(ScoredRows test, IReadOnlyList<string> wordOf, int seed, params string[] order) =>
    [
        .. Enumerable.Range(0, test.Table.Rows).GroupBy(row => wordOf[row], StringComparer.Ordinal)
            .OrderBy(part => Array.IndexOf(order, part.Key)).ThenBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => Measure(test, part.Key, [.. part], seed)),
    ];

    private static SegmentQuality Measure(ScoredRows test, string word, int[] rows, int seed)
    {
        double[] probabilities = [.. rows.Select(row => test.Probabilities[row])];
        bool[] outcomes = [.. rows.Select(row => test.Outcomes[row])];
        string[] borrowers = [.. rows.Select(row => test.Table.BorrowerIds[row])];
        var (ones, people) = (outcomes.Count(outcome => outcome), borrowers.Distinct(StringComparer.Ordinal).Count());
        var found = new SegmentQuality(
            word, rows.Length, people, ones, probabilities.Average(), (double)ones / rows.Length, null, null, null, SegmentVerdict.InsufficientEvidence);
        if (Math.Min(Math.Min(ones, rows.Length - ones), people) < OutcomesMin)
        {
            return found;
        }

        var (low, high) = BorrowerResamples.Intervals(borrowers, rows.Length, seed, Resamples, counts =>
        {
            var (sum, all) = (0.0, 0.0);
            for (var i = 0; i < counts.Length; i++)
            {
                (sum, all) = (sum + (counts[i] * ((outcomes[i] ? 1 : 0) - probabilities[i])), all + counts[i]);
            }

            return sum / all;
        })[0];
        return found with
        {
            DifferenceLow = low,
            DifferenceHigh = high,
            Auc = AucInterval.Measure(probabilities, outcomes, borrowers, seed, Resamples),
            Verdict = low > 0 ? SegmentVerdict.MoreThanPredicted : high < 0 ? SegmentVerdict.FewerThanPredicted : SegmentVerdict.AsPredicted,
        };
    }
}
