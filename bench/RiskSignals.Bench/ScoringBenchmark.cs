using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>Margins of trees that XGBoost fitted, by our code and by XGBoost itself, in one process on the same rows.</summary>
internal static class ScoringBenchmark
{
    public static void Run(BenchOptions options, BenchReport report)
    {
        var (rowCount, trees, rounds) = options.Smoke ? (2_000, 50, 5) : (20_000, 300, 9);
        var rows = BenchModel.Rows(rowCount, seed: 2);
        report.Fact("XGBoost", XgboostNative.Version());
        report.Fact("rows × columns × trees", $"{rowCount:#,##0} × {BenchModel.Columns} × {trees}");
        foreach (var (name, shape, count) in new[] { ("depth6", BenchModel.Depth6, trees), ("leafwise64", BenchModel.Leafwise64, trees * 5 / 3) })
        {
        var model = BenchModel.Fit(count, shape);
        using var native = XgboostBooster.Load(model.Json, BenchModel.Columns);
        native.SetThreads(1);
        var ours = new double[rowCount];
        var theirs = new float[rowCount];
        var forms = Enum.GetValues<ExecutionForm>().Where(f => f != ExecutionForm.Binned512)
            .Select(form => (form, CompiledTrees.Compile(model.Trees, form))).ToArray();
        var timings = Contest.Run(
            rounds,
            warm: 2,
            [("XGBoost, 1 thread", () => native.MarginsInPlace(rows, theirs)),
            .. forms.Select(f => (f.form.ToString(), (Action)(() => f.Item2.Margins(rows, ours))))]);
        report.Table("Depth 6, one thread", rowCount, "rows", timings[0], timings);
        var single = Contest.Run(
            rounds,
            warm: 2,
            [("XGBoost, 1 thread", () => native.MarginsInPlace(rows.AsSpan(0,60), theirs.AsSpan(0,1))),
            .. forms.Select(f => (f.form.ToString(), (Action)(() => { for (int i = 0; i < 1000; i++) ours[i] = f.Item2.Margin(rows.AsSpan(i*60,60)); })))]);
        report.Table("single", 1, "rows", single[0], single);
        foreach (var f in forms)
        {
            Array.Clear(ours);
            f.Item2.Margins(rows, ours);
            var equal = ours.Zip(theirs).Count(pair => BitConverter.SingleToInt32Bits((float)pair.First) == BitConverter.SingleToInt32Bits(pair.Second));
            var equal1 = theirs.Where((t, i) => t == f.Item2.Margin(rows.AsSpan(i*60,60))).Count();
            report.Figure($"bit_equal_rows {f.form} {equal} {equal1} of {rowCount}");
        }
        report.Ratio("batch_depth6_1thread", timings[1].Over(timings[0]));
        }
    }
}
