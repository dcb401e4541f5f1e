using System.Diagnostics;
using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>
/// Exact contributions by our code and by XGBoost itself, in one process on the same rows. XGBoost gets a matrix of its own for each
/// run, made outside of the time. It explains far fewer rows, so rates are compared; a single row is explained by both. XGBoost
/// knows no reference rows: contributions against them, which the product uses, are compared with its contributions by cover.
/// </summary>
internal static class ExplainingBenchmark
{
    private const int ReferenceRows = 100;

    public static void Run(BenchOptions options, BenchReport report)
    {
        var trees = options.Smoke ? 50 : 300;
        var depth6 = Measure(options, report, "depth 6", BenchModel.Fit(trees, BenchModel.Depth6), nativeRows: options.Smoke ? 50 : 150);
        report.Ratio("shap_depth6_1thread", depth6.Batch);
        var deep = Measure(options, report, "64 leaves, best first", BenchModel.Fit(trees, BenchModel.Leafwise64), nativeRows: 50);
        report.Ratio("shap_deep_1thread", deep.Batch);
        report.Ratio("shap_single_row", depth6.Single);
        report.Ratio("shap_by_reference_depth6_1thread", depth6.Reference);
        report.Ratio("shap_by_reference_deep_1thread", deep.Reference);
    }

    private static (double Batch, double Reference, double Single) Measure(
        BenchOptions options, BenchReport report, string shape, BenchModel model, int nativeRows)
    {
        var started = Stopwatch.GetTimestamp();
        var byCover = TreeContributions.Compile(model.Trees);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        var byReference = TreeContributions.Compile(model.Trees, new(BenchModel.Columns, BenchModel.Rows(ReferenceRows, seed: 4)));
        var referenceSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var count = options.Smoke ? 1_000 : 10_000;
        var fewRows = model.Trees.Depth > 6 ? count / 20 : count;
        var rows = BenchModel.Rows(count, seed: 2);
        var (found, margins) = (new float[rows.Length], new double[count]);
        using var native = XgboostBooster.Load(model.Json, BenchModel.Columns);
        native.SetThreads(1);
        var theirs = Array.Empty<float>();
        var timings = Contest.Run(
            options.Smoke ? 3 : 5,
            warm: 1,
            ("XGBoost, by cover", () =>
            {
                using var matrix = XgboostMatrix.FromRows(rows.AsSpan(0, nativeRows * BenchModel.Columns), BenchModel.Columns);
                theirs = native.Contributions(matrix);
            }),
            ("by cover", () => byCover.Explain(rows, found, margins)),
            ("by reference rows", () => byReference.Explain(
                rows.AsSpan(0, fewRows * BenchModel.Columns), found.AsSpan(0, fewRows * BenchModel.Columns), margins.AsSpan(0, fewRows))),
            ("by cover, row by row", () =>
            {
                for (var row = 0; row < 100; row++)
                {
                    byCover.Explain(rows.AsSpan(row * BenchModel.Columns, BenchModel.Columns), found.AsSpan(0, BenchModel.Columns));
                }
            }),
            ("XGBoost, by cover, a single row", () =>
            {
                using var matrix = XgboostMatrix.FromRows(rows.AsSpan(0, BenchModel.Columns), BenchModel.Columns);
                native.Contributions(matrix);
            }));
        double[] perRow = [.. timings.Zip([nativeRows, count, fewRows, 100, 1], (timing, handled) => timing.Median / handled)];
        byCover.Explain(rows, found, margins);
        var difference = Enumerable.Range(0, nativeRows * BenchModel.Columns).Max(i => Math.Abs(
            found[i] - theirs[(i / BenchModel.Columns * (BenchModel.Columns + 1)) + (i % BenchModel.Columns)]));
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"Contributions, {shape}: compiled in {seconds:0.00} s to {byCover.BytesUsed / 1e6:0.0} MB, against {ReferenceRows} reference rows in "
            + $"{referenceSeconds:0.00} s to {byReference.BytesUsed / 1e6:0.0} MB; at most {difference:0.0e+0} from XGBoost's."));
        report.Text(string.Join("; ", timings.Zip(perRow, (timing, each) => string.Create(
            CultureInfo.InvariantCulture, $"{timing.Name}: {1 / each:#,##0} rows a second, {timing.AllocatedBytes:#,##0} bytes"))) + ".");
        return (perRow[0] / perRow[1], perRow[0] / perRow[2], perRow[4] / perRow[3]);
    }
}
