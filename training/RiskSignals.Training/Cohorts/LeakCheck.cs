using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Cohorts;

/// <summary>
/// Finds features whose power comes from facts that nobody knew on the day. Each is computed twice for some rows, on facts as they were
/// known and as they turned out; one that tells the outcome apart with hindsight and hardly without it is made of facts that follow the
/// outcome. Training never sees the hindsight, yet such a source is one wrong known on away from a leak, and whoever joined it by the day it
/// happened has one already.
/// </summary>
public static class LeakCheck
{
    /// <summary>Rows of each outcome without which nothing can be told.</summary>
    private const int RowsMin = 20;

    /// <summary>Least loss of AUC that counts, and its least size in standard errors of an AUC that tells nothing.</summary>
    private const double LossMin = 0.05;

    private const double LossErrorsMin = 4;

    /// <summary>What is left of the power, as a share, below which it has collapsed.</summary>
    private const double LeftMax = 0.5;

    /// <summary>Stops a training run that would use such a feature.</summary>
    /// <exception cref="InvalidOperationException">The message names every such feature, with its AUC both ways.</exception>
    public static void Require(Cohort cohort, Recipe recipe)
    {
        var chosen = recipe.Features.Choose(Cohort.ModelFeatures()).Select(feature => feature.Name).ToHashSet(StringComparer.Ordinal);
        var found = Find(cohort).Where(leak => chosen.Contains(leak.Feature)).ToArray();
        if (found.Length > 0)
        {
            throw new InvalidOperationException(
                "These features tell the outcome only from facts that were not yet known on the day: "
                + string.Join(", ", found.Select(leak => FormattableString.Invariant(
                    $"{leak.Feature} (AUC {leak.Restated:0.000} with hindsight, {leak.Known:0.000} as known)")))
                + ". Correct known_on in their source, or leave them out with features.exclude in the recipe.");
        }
    }

    /// <summary>The features whose power collapses, strongest first.</summary>
    internal static IReadOnlyList<(string Feature, double Restated, double Known)> Find(Cohort cohort)
    {
        var rows = cohort.Restated.Keys.Order().ToArray();
        var outcomes = rows.Select(row => cohort.Rows[row].Outcome).ToArray();
        var (ones, zeros) = (outcomes.Count(outcome => outcome), outcomes.Count(outcome => !outcome));
        if (ones < RowsMin || zeros < RowsMin)
        {
            return [];
        }

        // Variance of the Mann-Whitney statistic where nothing is told.
        var error = Math.Sqrt((ones + zeros + 1.0) / (12.0 * ones * zeros));
        var found = new List<(string Feature, double Restated, double Known)>();
        for (var column = 0; column < cohort.Features.Names.Count; column++)
        {
            var known = cohort.Features.Column(column);
            var (before, after) = (new double[rows.Length], new double[rows.Length]);
            for (var i = 0; i < rows.Length; i++)
            {
                (before[i], after[i]) = (Rank(known[rows[i]]), Rank(cohort.Restated[rows[i]][column]));
            }

            var (asKnown, restated) = (Quality.Auc(before, outcomes), Quality.Auc(after, outcomes));
            var (power, hindsight) = (Math.Abs(asKnown - 0.5), Math.Abs(restated - 0.5));
            if (hindsight - power > Math.Max(LossMin, LossErrorsMin * error) && power < LeftMax * hindsight)
            {
                found.Add((cohort.Features.Names[column], restated, asKnown));
            }
        }

        return [.. found.OrderByDescending(leak => Math.Abs(leak.Restated - 0.5))];
    }

    /// <summary>That a value is missing may be what tells: it takes a place of its own, below all others.</summary>
    private static double Rank(float value) => float.IsNaN(value) ? double.MinValue : value;
}
