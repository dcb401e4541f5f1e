using RiskSignals.Scoring;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Finds contacts that foresee misses. A lender writes and calls because of what has happened, so what its contacts tell of the next days
/// is told by the payments before them too, and a model hardly misses them. Where one does, contacts that a miss caused carry days from before
/// it: both their days are wrong, so no comparison of what was known when can show it. Payments may well follow contacts, so targets of good
/// news aren't looked at, nor are models that see no payments.
/// </summary>
internal static class ForesightCheck
{
    private const string Contacts = "contact_";
    private const string Payments = "repayment_";

    /// <summary>AUC that contacts may add to all else; where they add more, and more than chance does, they know too much.</summary>
    private const double GainMax = 0.015;

    /// <summary>Stops a training on such contacts.</summary>
    /// <param name="learnt">With all features.</param>
    /// <exception cref="InvalidOperationException">The message names the features, with the AUC with and without them.</exception>
    public static void Require(TrainingTable train, Learnt learnt, Recipe recipe, FitRun run)
    {
        var others = train.ModelFeatures.Where(feature => !IsContact(feature)).ToArray();
        var tellPayments = others.Any(feature => feature.Name.StartsWith(Payments, StringComparison.Ordinal));
        if (!recipe.HigherIsRiskier || train.DefinedBy is not null || !tellPayments || others.Length == train.ModelFeatures.Count)
        {
            return;
        }

        var without = learnt.Learner.CrossFit(train.Select(others), learnt.FoldOf, run.Named("without contacts")).Margins;
        var found = PairedComparison.Measure(
            Wide(without), Wide(learnt.Margins), [.. train.Outcomes], train.BorrowerIds, ComparedBy.Auc, recipe.Seed, recipe.Validation.Resamples);
        if (found.Gain > GainMax && found.Low > 0)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Contacts tell of misses that nothing else tells of: AUC {found.Challenger:0.000} with the features {Named(train)}, ")
                + FormattableString.Invariant($"{found.Champion:0.000} without them (gain {found.Low:0.000}–{found.High:0.000}). ")
                + "Contacts follow misses; their days seem to be those of the bills. Correct happened_on and known_on in their source, " +
                "or leave them out: features.exclude contact_* in the recipe.");
        }
    }

    /// <summary>Those features of contacts that tell most alone.</summary>
    private static string Named(TrainingTable train) => string.Join(", ", Enumerable.Range(0, train.ModelFeatures.Count)
        .Where(column => IsContact(train.ModelFeatures[column]))
        .OrderByDescending(column => TellTaleCheck.Auc(train, column))
        .Take(3)
        .Select(column => train.ModelFeatures[column].Name));

    private static bool IsContact(ModelFeature feature) => feature.Name.StartsWith(Contacts, StringComparison.Ordinal);

    private static double[] Wide(float[] margins) => [.. margins.Select(margin => (double)margin)];
}
