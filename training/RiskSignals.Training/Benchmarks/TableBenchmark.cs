using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Benchmarks;

/// <summary>The quality of one side of a benchmark: means over the folds, but for the calibration error, which is of all rows together.</summary>
/// <param name="Auc">Area under the curve.</param>
/// <param name="Ks">Kolmogorov–Smirnov distance, 0–1.</param>
/// <param name="Brier">Mean squared error of the probability.</param>
/// <param name="Ece">Calibration error.</param>
public sealed record TableQuality(double Auc, double Ks, double Brier, double Ece);

/// <summary>
/// The ordinary trainer against scikit-learn's HistGradientBoostingClassifier on any table: the same folds, the same columns, the same run.
/// In each fold our encoding, search, early stopping and calibration see the training rows alone.
/// </summary>
public static class TableBenchmark
{
    /// <summary>Runs both sides and prints a table whose last line a script can read.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="folds">Parts by borrower, each tested once; ignored when test ids are given.</param>
    /// <param name="testIds">Ids of the test rows of a published split; null for folds.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="progress">Told how far our side is.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="cancel">Ends the work between rounds.</param>
    /// <exception cref="FormatException">The table can't be used; the message says why.</exception>
    /// <exception cref="InvalidOperationException">scikit-learn is absent.</exception>
    public static (TableQuality Ours, TableQuality Baseline) Run(
        FlatTable table,
        int folds,
        IReadOnlySet<string>? testIds,
        Recipe recipe,
        IProgress<FitProgress>? progress,
        TextWriter output,
        CancellationToken cancel = default)
    {
        var excluded = TableColumns.Protected(table.Raw, table.Choice);
        var kept = FlatTable.Of(table.Raw, table.Choice with { Drop = [.. table.Choice.Drop, .. excluded] });
        int[] all = [.. Enumerable.Range(0, kept.Rows)];
        var foldOf = testIds is null
            ? Split.Folds(kept.Encode(TableColumns.Learn(kept.Raw, kept.Choice, all), all), folds, recipe.Seed)
            : [.. kept.Ids.Select(id => testIds.Contains(id) ? 0 : -1)];
        var tested = foldOf.Max() + 1;
        RequireSides(kept, foldOf, tested);
        var baseline = ScikitBaseline.Probabilities(kept, foldOf, recipe.Seed);
        var (ours, learners) = (new double[kept.Rows], new List<string>());
        for (var fold = 0; fold < tested; fold++)
        {
            int[] train = [.. all.Where(row => foldOf[row] != fold)], test = [.. all.Where(row => foldOf[row] == fold)];
            var run = new FitRun(recipe.HigherIsRiskier, recipe.Seed) { Progress = progress, Cancel = cancel };
            var columns = TableColumns.Learn(kept.Raw, kept.Choice, train);
            var learnt = Trainer.Learn(
                kept.Encode(columns, train), recipe, run.Part((double)fold / tested, (fold + 1.0) / tested).Named($"fold {fold + 1} of {tested}"));
            var margins = learnt.Model.Margins(columns.Encode(kept.Raw, test));
            for (var i = 0; i < test.Length; i++)
            {
                ours[test[i]] = learnt.Calibrated.Calibration.Probability(margins[i]);
            }

            learners.Add(learnt.Learner.Kind.ToString().ToLowerInvariant());
        }

        var (mine, theirs) = (Measure(ours, kept, foldOf, recipe.Seed), Measure(baseline, kept, foldOf, recipe.Seed));
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        var split = testIds is null ? $"{tested} folds" : "the given split";
        Line($"{kept.Raw.File}: {kept.Rows} rows, {kept.Outcomes.Count(one => one)} with outcome 1; {split}.");
        Line($"Left out: {(excluded.Count == 0 ? "no column" : string.Join(", ", excluded))} (never in a score).");
        Line($"Chosen: {string.Join(", ", learners.CountBy(one => one).Select(one => $"{one.Key} {one.Value}×"))}.");
        Line($"");
        Line($"                        AUC     KS      Brier   ECE");
        Line($"ours                    {mine.Auc:0.0000}  {mine.Ks:0.0000}  {mine.Brier:0.0000}  {mine.Ece:0.0000}");
        Line($"scikit-learn            {theirs.Auc:0.0000}  {theirs.Ks:0.0000}  {theirs.Brier:0.0000}  {theirs.Ece:0.0000}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"table_auc {mine.Auc:0.0000} ks {mine.Ks:0.0000} brier {mine.Brier:0.0000} ece {mine.Ece:0.0000} " +
            $"baseline_auc {theirs.Auc:0.0000} baseline_brier {theirs.Brier:0.0000}"));
        return (mine, theirs);
    }

    private static TableQuality Measure(double[] probabilities, FlatTable table, int[] foldOf, int seed)
    {
        var byFold = Enumerable.Range(0, table.Rows).Where(row => foldOf[row] >= 0).GroupBy(row => foldOf[row]).Select(rows =>
        {
            double[] some = [.. rows.Select(row => probabilities[row])];
            bool[] outcomes = [.. rows.Select(row => table.Outcomes[row])];
            return (Auc: Quality.Auc(some, outcomes), Ks: Quality.Ks(some, outcomes), Brier: Quality.Brier(some, outcomes));
        }).ToArray();
        int[] tested = [.. Enumerable.Range(0, table.Rows).Where(row => foldOf[row] >= 0)];
        var ece = CalibrationError.Measure([.. tested.Select(row => probabilities[row])], [.. tested.Select(row => table.Outcomes[row])], seed);
        return new(byFold.Average(one => one.Auc), byFold.Average(one => one.Ks), byFold.Average(one => one.Brier), ece.Value);
    }

    private static void RequireSides(FlatTable table, int[] foldOf, int tested)
    {
        for (var fold = 0; fold < Math.Max(1, tested); fold++)
        {
            foreach (var side in Enumerable.Range(0, table.Rows).ToLookup(row => foldOf[row] == fold))
            {
                if (tested == 0 || side.DistinctBy(row => table.Outcomes[row]).Count() < 2)
                {
                    throw new FormatException(
                        $"{table.Raw.File}: {side.Count()} rows of fold {fold + 1} have one outcome alone, or none is tested; " +
                        "give fewer folds or other test ids.");
                }
            }
        }

        var both = Enumerable.Range(0, table.Rows).GroupBy(row => table.Groups[row], StringComparer.Ordinal)
            .FirstOrDefault(rows => rows.DistinctBy(row => foldOf[row]).Count() > 1);
        if (both is not null)
        {
            throw new FormatException($"{table.Raw.File}: '{both.Key}' is in both the training and the test rows; keep each borrower on one side.");
        }
    }
}
