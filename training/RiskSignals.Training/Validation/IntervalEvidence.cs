using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>The intervals of the test rows' probabilities.</summary>
/// <param name="Knots">Kept in the bundle.</param>
/// <param name="MeanWidth">Mean of high − low.</param>
/// <param name="Width95">95 % of the rows have a narrower one.</param>
/// <param name="MergedBrier">Brier score of the intervals merged to one probability: a calibration that assumes no shape, to compare with.</param>
/// <param name="MergedLogLoss">Its log loss.</param>
public sealed record IntervalEvidence(int Knots, double MeanWidth, double Width95, double MergedBrier, double MergedLogLoss)
{
    /// <summary>Null if the bundle gives no intervals.</summary>
    internal static IntervalEvidence? Measure(ScoredRows test)
    {
        if (test.Bundle.Interval is not { } intervals)
        {
            return null;
        }

        ProbabilityInterval[] found = [.. test.Probabilities.Select(intervals.Of)];
        double[] widths = [.. found.Select(one => one.High - one.Low).Order()];
        double[] merged = [.. found.Select(one => Math.Clamp(one.Merged, Calibration.Edge, 1 - Calibration.Edge))];
        return new(
            intervals.Knots,
            widths.Average(),
            widths[(int)(0.95 * (widths.Length - 1))],
            Quality.Brier(merged, test.Outcomes),
            Quality.LogLoss(merged, test.Outcomes));
    }
}
