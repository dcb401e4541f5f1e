using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>Margins of trees that XGBoost fitted, by our code and by XGBoost itself, in one process on the same rows.</summary>
internal static class ScoringBenchmark
{
    public static void Run(BenchOptions options, BenchReport report)
    {
        var (rowCount, trees, rounds) = options.Smoke ? (2_000, 50, 5) : (20_000, 300, 9);
        var rows = BenchModel.Rows(rowCount, seed: 2);
        var model = BenchModel.Fit(trees, BenchModel.Depth6);
        report.Fact("XGBoost", XgboostNative.Version());
        report.Fact("rows × columns × trees", $"{rowCount:#,##0} × {BenchModel.Columns} × {trees}");

        using var native = XgboostBooster.Load(model.Json, BenchModel.Columns);
        native.SetThreads(1);
        var ours = new float[rowCount];
        var theirs = new float[rowCount];
        var timings = Contest.Run(
            rounds,
            warm: 2,
            ("XGBoost, 1 thread", () => native.MarginsInPlace(rows, theirs)),
            ("one row at a time", () =>
            {
                for (var row = 0; row < ours.Length; row++)
                {
                    ours[row] = model.Trees.Margin(rows.AsSpan(row * BenchModel.Columns, BenchModel.Columns));
                }
            }));
        report.Table("Depth 6, one thread", rowCount, "rows", timings[0], timings);
        var equal = ours.Zip(theirs).Count(pair => BitConverter.SingleToInt32Bits(pair.First) == BitConverter.SingleToInt32Bits(pair.Second));
        report.Ratio("batch_depth6_1thread", timings[1].Over(timings[0]));
        report.Figure($"bit_equal_rows {equal} of {rowCount}");
    }
}
