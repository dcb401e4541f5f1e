namespace RiskSignals.Scoring;

/// <summary>The 95 % range of a figure over resamples of borrowers.</summary>
public sealed record ResampledRange(double Low, double High);

/// <summary>How far the measures of probabilities would have been off had chance sent other borrowers; all from the same resamples.</summary>
/// <param name="ObservedToPredicted">Rows with outcome 1 ÷ the sum of the probabilities; 1 if true on average.</param>
/// <param name="CalibrationSlope">Of <see cref="Quality.CalibrationLine"/>.</param>
public sealed record QualityIntervals(
    ResampledRange Gini,
    ResampledRange Ks,
    ResampledRange AveragePrecision,
    ResampledRange Brier,
    ResampledRange LogLoss,
    ResampledRange ObservedToPredicted,
    ResampledRange CalibrationSlope)
{
    /// <summary>Resamples whole borrowers with replacement; null where hardly any resample has both outcomes.</summary>
    /// <param name="probabilities">One a row, inside 0–1.</param>
    /// <param name="outcomes">One a row.</param>
    /// <param name="borrowerIds">Whose row it is; empty when every row stands for itself.</param>
    /// <param name="seed">Same seed, same ranges.</param>
    /// <param name="resamples">At least 100.</param>
    public static QualityIntervals? Measure(
        double[] probabilities, bool[] outcomes, IReadOnlyList<string> borrowerIds, int seed, int resamples)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(outcomes);
        var ranked = new RankedRows(probabilities, outcomes);
        var found = BorrowerResamples.Intervals(
            borrowerIds,
            outcomes.Length,
            seed,
            resamples,
            counts => Quality.Gini(ranked.Auc(counts)),
            ranked.Ks,
            ranked.AveragePrecision,
            counts => Quality.Brier(probabilities, outcomes, counts),
            counts => Quality.LogLoss(probabilities, outcomes, counts),
            counts => Quality.ObservedToPredicted(probabilities, outcomes, counts),
            counts => double.IsNaN(ranked.Auc(counts)) ? double.NaN : Quality.CalibrationLine(probabilities, outcomes, counts).Slope);
        return Array.Exists(found, ends => double.IsNaN(ends.Low))
            ? null
            : new(Range(0), Range(1), Range(2), Range(3), Range(4), Range(5), Range(6));

        ResampledRange Range(int figure) => new(found[figure].Low, found[figure].High);
    }
}
