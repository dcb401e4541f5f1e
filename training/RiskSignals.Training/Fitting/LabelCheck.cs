using RiskSignals.Scoring;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Finds labels that don't belong to their rows. Shuffled ones, joined to other loans or other days, are told by nothing, so models score
/// borrowers they haven't seen no better than a coin does; reversed ones are told the wrong way round.
/// </summary>
internal static class LabelCheck
{
    /// <summary>
    /// Standard errors, over resampled borrowers, that the AUC must lie above 0.5. Rounds and parameters are chosen on the same folds, which
    /// lifts it a little when there is nothing to learn, so the usual two would let labels through that were shuffled.
    /// </summary>
    private const double ErrorsMin = 3;

    // Half the width of a 95 % interval in standard errors.
    private const double HalfWidth = 1.959964;

    /// <summary>Stops a training on such labels.</summary>
    /// <param name="margins">One a row, by a model that didn't see the row's borrower.</param>
    /// <param name="train">The rows.</param>
    /// <exception cref="InvalidOperationException">The message names the fault, with the AUC and its interval.</exception>
    public static void Require(IReadOnlyList<float> margins, TrainingTable train, Recipe recipe)
    {
        var (auc, low, high) = AucInterval.Measure(
            [.. margins.Select(margin => (double)margin)],
            [.. train.Outcomes],
            train.BorrowerIds,
            recipe.Seed,
            recipe.Validation.Resamples);
        var reach = ErrorsMin * (high - low) / (2 * HalfWidth);
        var told = FormattableString.Invariant(
            $"cross-validated AUC {auc:0.000} ({low:0.000}–{high:0.000}) on {train.Rows} rows, {train.Outcomes.Count(one => one)} of them with outcome 1");
        if (auc + reach < 0.5)
        {
            throw new InvalidOperationException(
                $"The labels seem to be reversed: {told}. Check what 1 stands for in the labels, and higher_is_riskier in the recipe.");
        }

        if (auc - reach <= 0.5)
        {
            throw new InvalidOperationException(
                $"The labels can't be told from shuffled ones: {told}. Check how labels are joined to rows (loan and day); if the join is right, " +
                "there are too few rows or no signal in them.");
        }
    }
}
