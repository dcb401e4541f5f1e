using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RiskSignals.Features;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>
/// Fitting through our binding against python3-xgboost: the same rows from the same files, the same parameters, each in a process of its own,
/// in turn; whether they give the same model is told. Time is from rows in memory to the model's bytes; memory is the peak of the whole process,
/// runtime and interpreter included.
/// </summary>
internal static class TrainingBenchmark
{
    /// <summary>Names the folder of the rows for a process of its own that fits them.</summary>
    private const string Folder = "folder";

    private const int Columns = BenchModel.Columns;

    public static void Run(BenchOptions options, BenchReport report)
    {
        var (rows, trees, rounds) = options.Smoke ? (5_000, 20, 1) : (300_000, 300, 3);
        if (options.Values.TryGetValue(Folder, out var given))
        {
            Fit(given, Whole(options, "trees"), Whole(options, "threads"), report);
            return;
        }

        var threads = options.Values.ContainsKey("threads") ? Whole(options, "threads") : Math.Min(2, Environment.ProcessorCount);
        rounds = options.Values.ContainsKey("rounds") ? Whole(options, "rounds") : rounds;
        report.Fact("XGBoost", BenchModel.NativeBuild());
        report.Fact("rows × columns × trees", $"{rows:#,##0} × {Columns} × {trees} of depth 6, {threads} threads; a tenth is missing");
        report.Fact("rounds", $"{rounds}, the sides in turn, each fit in a process of its own");
        var folder = Directory.CreateTempSubdirectory("risksignals-bench-").FullName;
        try
        {
            var values = BenchModel.Rows(rows, seed: 1);
            File.WriteAllBytes(Path.Combine(folder, "rows.f32"), MemoryMarshal.AsBytes(values.AsSpan()));
            var outcomes = BenchModel.Outcomes(values).Select(one => one ? 1f : 0).ToArray();
            File.WriteAllBytes(Path.Combine(folder, "outcomes.f32"), MemoryMarshal.AsBytes(outcomes.AsSpan()));
            var own = typeof(TrainingBenchmark).Assembly.Location;
            string[] common = [folder, $"{trees}", $"{threads}"];
            var script = Path.Combine(AppContext.BaseDirectory, "fitting.py");
            (string Name, Func<Fitted> Run)[] sides =
            [
                ("python3-xgboost, DMatrix", () => Read("/usr/bin/python3", [script, .. common, "DMatrix"])),
                ("python3-xgboost, QuantileDMatrix", () => Read("/usr/bin/python3", [script, .. common, "QuantileDMatrix"])),
                ("ours", () => Read("dotnet", [own, "training", "--smoke", $"--{Folder}", folder, "--trees", $"{trees}", "--threads", $"{threads}"])),
            ];
            var found = sides.Select(_ => new List<Fitted>()).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                for (var side = 0; side < sides.Length; side++)
                {
                    found[side].Add(sides[side].Run());
                }
            }

            Tell(report, rows, [.. sides.Select(side => side.Name)], found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Compares with the better of Python's two ways, for time and for memory apart.</summary>
    private static void Tell(BenchReport report, int rows, string[] names, List<Fitted>[] found)
    {
        Timing[] timings = [.. names.Select((name, i) => new Timing(name, [.. found[i].Select(one => one.Seconds)], 0))];
        var peer = timings[..2].MinBy(one => one.Median)!;
        report.Table("Fitting", rows, "rows", peer, timings);
        var memory = found.Select(some => some.Select(one => (double)one.PeakBytes).Order().ElementAt(some.Count / 2)).ToArray();
        report.Text("## Peak memory of the whole process, median of the rounds");
        for (var i = 0; i < names.Length; i++)
        {
            report.Text(string.Create(CultureInfo.InvariantCulture, $"- {names[i]}: {memory[i] / 1e6:#,##0} MB"));
        }

        var models = found.SelectMany(some => some.Select(one => one.Sha256)).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        report.Text($"The {found.Sum(some => some.Count)} models are {(models == 1 ? "byte-equal" : $"of {models} kinds")}.");
        report.Figure($"training_models_distinct {models}");
        var (time, bytes) = (timings[2].Median / peer.Median, memory[2] / Math.Min(memory[0], memory[1]));
        report.Ratios["training_time"] = time;
        report.Ratios["training_memory"] = bytes;
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"training_ratio_python {time:0.000} memory_ratio_python {bytes:0.000}"));
    }

    /// <summary>What the process of its own does.</summary>
    private static void Fit(string folder, int trees, int threads, BenchReport report)
    {
        var matrix = ReadColumns(Path.Combine(folder, "rows.f32"));
        var outcomes = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "outcomes.f32"))).ToArray().Select(one => one == 1).ToArray();

        // Python loads it with its imports, before its clock starts too.
        XgboostNative.RequireLibrary();
        var started = Stopwatch.GetTimestamp();
        using var rows = XgboostMatrix.Quantiles(matrix, chosen: null, weights: null, bins: 256, threads);
        rows.SetOutcomes(outcomes);
        using var booster = XgboostBooster.Create(
            [
                ("objective", "binary:logistic"), ("tree_method", "hist"), ("max_depth", "6"), ("eta", "0.1"), ("verbosity", "0"),
                ("max_bin", "256"), ("nthread", threads.ToString(CultureInfo.InvariantCulture)), ("disable_default_eval_metric", "1"),
            ],
            rows);
        for (var tree = 0; tree < trees; tree++)
        {
            booster.Update(tree, rows);
        }

        var json = booster.Save("json");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sha256 = Convert.ToHexString(SHA256.HashData(json));
        using var process = Process.GetCurrentProcess();
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"fitted {seconds:R} {process.PeakWorkingSet64} {sha256}"));
    }

    /// <summary>Straight into columns, a batch at a time, so that no second copy of the rows is ever held.</summary>
    private static FeatureMatrix ReadColumns(string path)
    {
        const int BatchRows = 4_096;
        using var file = File.OpenRead(path);
        var count = (int)(file.Length / sizeof(float) / Columns);
        var columns = Enumerable.Range(0, Columns).Select(_ => new float[count]).ToArray();
        var batch = new float[BatchRows * Columns];
        for (var first = 0; first < count; first += BatchRows)
        {
            var rows = Math.Min(BatchRows, count - first);
            file.ReadExactly(MemoryMarshal.AsBytes(batch.AsSpan(0, rows * Columns)));
            for (var i = 0; i < rows * Columns; i++)
            {
                columns[i % Columns][first + (i / Columns)] = batch[i];
            }
        }

        return new([.. Enumerable.Range(0, Columns).Select(column => $"column_{column}")], columns);
    }

    private static int Whole(BenchOptions options, string name) => int.Parse(options.Values[name], CultureInfo.InvariantCulture);

    private static Fitted Read(string program, string[] arguments)
    {
        var words = Machine.Output(program, arguments).Split('\n')[^1].Split(' ');
        return words is ["fitted", var seconds, var bytes, var sha256]
            ? new(double.Parse(seconds, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture), sha256)
            : throw new FormatException($"{program} did not fit; Python's side needs the Debian package python3-xgboost.");
    }

    private sealed record Fitted(double Seconds, long PeakBytes, string Sha256);
}
