using RiskSignals.Scoring;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Finds labels that don't belong to their rows. Shuffled ones, joined to other loans or other days, are told by nothing, so models score
/// borrowers they haven't seen no better than a coin does; reversed ones are told the wrong way round.
/// </summary>
internal static class LabelCheck
{
    /// <summary>
    /// Standard errors, over resampled borrowers, that the cross-validated AUC must lie above 0.5. Rounds and parameters were chosen on the same
    /// folds, which lifts it when there is nothing to learn.
    /// </summary>
    private const double CrossErrorsMin = 3;

    /// <summary>The same of the test rows, on which nothing was chosen: one shuffle in twenty comes so far.</summary>
    private const double TestErrorsMin = 1.645;

    // Half the width of a 95 % interval in standard errors.
    private const double HalfWidth = 1.959964;

    /// <summary>Stops a training on such labels, before a model of them is looked at further.</summary>
    /// <param name="margins">One a row, by a model that didn't see the row's borrower.</param>
    /// <param name="train">The rows.</param>
    /// <exception cref="InvalidOperationException">The message names the fault, with the AUC and its interval.</exception>
    public static void RequireLearnt(IReadOnlyList<float> margins, TrainingTable train, Recipe recipe) =>
        Require([.. margins.Select(margin => (double)margin)], train, recipe, CrossErrorsMin, "cross-validated AUC");

    /// <summary>Stops a training whose model tells the test rows apart no better than chance does.</summary>
    /// <param name="probabilities">One a row, by the model.</param>
    /// <param name="test">The rows.</param>
    /// <exception cref="InvalidOperationException">As above.</exception>
    public static void RequireTested(double[] probabilities, TrainingTable test, Recipe recipe) =>
        Require(probabilities, test, recipe, TestErrorsMin, "AUC on test rows");

    private static void Require(double[] scores, TrainingTable table, Recipe recipe, double errorsMin, string which)
    {
        var (auc, low, high) = AucInterval.Measure(scores, [.. table.Outcomes], table.BorrowerIds, recipe.Seed, recipe.Validation.Resamples);
        var error = (high - low) / (2 * HalfWidth);
        var told = FormattableString.Invariant(
            $"{which} {auc:0.000} ({low:0.000}–{high:0.000}), {table.Rows} rows, {table.Outcomes.Count(one => one)} of them with outcome 1");
        if (auc + (CrossErrorsMin * error) < 0.5)
        {
            throw new InvalidOperationException(
                $"The labels seem to be reversed: {told}. Check what 1 stands for in the labels, and higher_is_riskier in the recipe.");
        }

        if (auc - (errorsMin * error) <= 0.5)
        {
            throw new InvalidOperationException(
                $"The labels can't be told from shuffled ones: {told}. Check how labels are joined to rows (loan and day); if the join is right, " +
                "there are too few rows or no signal in them.");
        }
    }
}
