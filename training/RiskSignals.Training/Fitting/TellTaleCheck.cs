using RiskSignals.Scoring;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Finds a feature that alone tells the outcome nearly always. Nothing known on the day does: such a column was made of the outcome, or of
/// what followed it, whatever its dates say.
/// </summary>
internal static class TellTaleCheck
{
    private const double AucMax = 0.98;

    // Enough to tell; sorting each feature of more rows would only take time.
    private const int RowsMax = 20_000;

    // Rows of each outcome without which a feature may part them by chance.
    private const int OutcomesMin = 20;
    private const int BinsMax = 10;
    private const double ShareMin = 0.01;

    /// <summary>Stops a training that would use such a feature.</summary>
    /// <exception cref="InvalidOperationException">The message names every such feature, with its AUC.</exception>
    public static void Require(TrainingTable train)
    {
        var found = Find(train).ToArray();
        if (found.Length > 0)
        {
            throw new InvalidOperationException(
                "These features alone tell the outcome, which nothing known on the day does: "
                + string.Join(", ", found.Select(one => FormattableString.Invariant($"{one.Feature} (AUC {one.Auc:0.000})")))
                + ". They hold the outcome or what followed it; correct their source, or leave them out: features.exclude in the recipe, --drop for a table.");
        }
    }

    /// <summary>The AUC of the feature's bins in order of their rate, so that it need not be monotone, and missing may be what tells.</summary>
    public static double Auc(TrainingTable rows, int column) =>
        WeightBins.Cut(rows, column, sign: 0, BinsMax, ShareMin) is { } bins
            ? Quality.Auc([.. bins.Column(rows.Features.Column(column)).Select(weight => (double)weight)], [.. rows.Outcomes])
            : 0.5;

    /// <summary>The features, strongest first.</summary>
    private static IEnumerable<(string Feature, double Auc)> Find(TrainingTable train)
    {
        var step = ((train.Rows - 1) / RowsMax) + 1;
        var rows = step == 1 ? train : train.Take([.. Enumerable.Range(0, train.Rows).Where(row => row % step == 0)]);
        var ones = rows.Outcomes.Count(outcome => outcome);
        return ones < OutcomesMin || rows.Rows - ones < OutcomesMin ? [] : Enumerable.Range(0, rows.ModelFeatures.Count)
            .Select(column => (rows.ModelFeatures[column].Name, Auc: Auc(rows, column)))
            .Where(one => one.Auc >= AucMax)
            .OrderByDescending(one => one.Auc);
    }
}
