using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>
/// Margins of trees that XGBoost fitted, by our code and by XGBoost itself, in one process on the same rows; contributions follow.
/// XGBoost scores in place, its fastest way, and from a matrix made anew for each run, and the faster of the two is its figure.
/// </summary>
internal static class ScoringBenchmark
{
    private const int Width = BenchModel.Columns;

    public static void Run(BenchOptions options, BenchReport report)
    {
        var (rowCount, trees) = options.Smoke ? (2_000, 60) : (20_000, 300);
        var leafwiseTrees = trees * 5 / 3;
        var rows = BenchModel.Rows(rowCount, seed: 2);
        report.Fact("XGBoost", BenchModel.NativeBuild());
        report.Fact("rows × columns × trees", $"{rowCount:#,##0} × {Width} × {trees} of depth 6, {leafwiseTrees} of 64 leaves; a tenth is missing");
        report.Fact("models", $"fitted by XGBoost on {BenchModel.RowsATree} other rows a tree, before anything is timed");
        var depth6 = BenchModel.Fit(trees, BenchModel.Depth6);
        var leafwise = BenchModel.Fit(leafwiseTrees, BenchModel.Leafwise64);

        var batch = Batch(options, report, "depth 6", depth6, rows, threads: [1, 2]);
        report.Ratio("batch_depth6_1thread", batch.Ratios[0]);
        report.Ratio("batch_depth6_2threads", batch.Ratios[1]);
        var deep = Batch(options, report, "64 leaves, best leaf first", leafwise, rows, threads: [1]);
        report.Ratio("batch_leafwise64_1thread", deep.Ratios[0]);
        report.Ratio("single_row_depth6_p50", SingleRow(options, report, depth6, rows));
        if (!options.Smoke)
        {
            Peers(report, depth6, rows);
        }

        ExplainingBenchmark.Run(options, report);
        report.Figure($"bit_equal_rows {batch.Equal + deep.Equal} of {2 * rowCount}");
    }

    /// <summary>All rows at once; a ratio for each number of threads, both sides having as many.</summary>
    private static (double[] Ratios, int Equal) Batch(
        BenchOptions options, BenchReport report, string shape, BenchModel model, float[] rows, int[] threads)
    {
        using var native = XgboostBooster.Load(model.Json, Width);
        var compiled = CompiledTrees.Compile(model.Trees);
        var portable = CompiledTrees.Compile(model.Trees, ExecutionForm.Lockstep);
        var walk = CompiledTrees.Compile(model.Trees, ExecutionForm.Walk);
        var count = rows.Length / Width;
        var (ours, theirs) = (new double[count], new float[count]);
        var ratios = new double[threads.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            var many = threads[i];
            native.SetThreads(many);
            var timings = Contest.Run(
                options.Smoke ? 9 : 7,
                warm: 3,
                [
                    ("XGBoost in place", () => native.MarginsInPlace(rows, theirs)),
                    ("XGBoost, new matrix", () =>
                    {
                        using var matrix = XgboostMatrix.FromRows(rows, Width);
                        native.Margins(matrix);
                    }),
                    ($"{compiled.Form}", () => Score(compiled, rows, ours, many)),
                    .. options.Smoke || many > 1 || shape != "depth 6" ? [] : new (string, Action)[]
                    {
                        ($"{portable.Form}", () => Score(portable, rows, ours, many)),
                        ($"{walk.Form}", () => Score(walk, rows, ours, many)),
                    },
                ]);
            var peer = timings[0].Median <= timings[1].Median ? timings[0] : timings[1];
            report.Table($"Batch, {shape}, {many} thread{(many == 1 ? "" : "s")}", count, "rows", peer, timings);
            ratios[i] = timings[2].Over(peer);
        }

        Score(compiled, rows, ours, threads: 1);
        return (ratios, Enumerable.Range(0, count).Count(row => BitConverter.DoubleToInt64Bits(ours[row]) == BitConverter.DoubleToInt64Bits(theirs[row])));
    }

    private static void Score(CompiledTrees compiled, float[] rows, double[] margins, int threads)
    {
        if (threads == 1)
        {
            compiled.Margins(rows, margins);
        }
        else
        {
            compiled.Margins(rows, margins, threads, CancellationToken.None);
        }
    }

    /// <summary>
    /// Each call timed for itself, in turns of many calls, since a call of XGBoost's empties the caches that a service scoring row after
    /// row would find warm.
    /// </summary>
    private static double SingleRow(BenchOptions options, BenchReport report, BenchModel model, float[] rows)
    {
        using var native = XgboostBooster.Load(model.Json, Width);
        native.SetThreads(1);
        var compiled = CompiledTrees.Compile(model.Trees);
        var one = new float[1];
        var (turns, oursATurn, theirsATurn) = options.Smoke ? (10, 200, 10) : (30, 500, 25);
        var (ours, theirs) = (new List<double>(), new List<double>());
        Contest.Warm(times: 400_000, () => compiled.Margin(Row(0)));

        for (var turn = 0; turn < turns; turn++)
        {
            theirs.AddRange(Times(theirsATurn, row => native.MarginsInPlace(Row(row), one)));
            ours.AddRange(Times(oursATurn, row => compiled.Margin(Row(row))));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        compiled.Margin(Row(0));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Timing[] timings = [new("XGBoost in place", [.. theirs], 0), new($"{compiled.Form}", [.. ours], allocated)];
        report.Text("## A single row, depth 6, one thread");
        report.Text("| | p50 | p99 | × XGBoost in place | bytes allocated |\n|---|---|---|---|---|\n" + string.Join('\n', timings.Select(Line)));
        return timings[1].Over(timings[0]);

        string Line(Timing timing) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {timing.Name} | {BenchReport.Time(timing.Median)} | {BenchReport.Time(timing.At(0.99))} | {timing.Over(timings[0]):0.00} "
            + $"| {(timing == timings[0] ? "–" : $"{timing.AllocatedBytes}")} |");

        ReadOnlySpan<float> Row(int row) => rows.AsSpan(row % (rows.Length / Width) * Width, Width);
    }

    private static IEnumerable<double> Times(int calls, Action<int> call)
    {
        // The first calls of a turn warm what the other side's turn has emptied.
        const int Warm = 20;
        for (var row = 0; row < Warm + calls; row++)
        {
            var started = Stopwatch.GetTimestamp();
            call(row);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (row >= Math.Min(Warm, calls / 5))
            {
                yield return seconds;
            }
        }
    }

    /// <summary>The same rows in Python: XGBoost on the same trees, scikit-learn on trees of its own of the same number and depth.</summary>
    private static void Peers(BenchReport report, BenchModel model, float[] rows)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-bench-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "model.json"), model.Json);
            File.WriteAllBytes(Path.Combine(folder, "rows.f32"), MemoryMarshal.AsBytes(rows.AsSpan()));
            var script = Path.Combine(AppContext.BaseDirectory, "peers.py");
            var found = Machine.Output("/usr/bin/python3", script, folder, $"{Width}", $"{model.Trees.TreeCount}");
            report.Text("## In Python");
            report.Text(found.Length > 0 ? found : "The peers in Python did not run; the packages python3-xgboost and python3-sklearn are needed.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
