namespace RiskSignals.Bench;

/// <summary>Runs one benchmark by its name; without a name, lists them.</summary>
internal static class Program
{
    /// <summary>A benchmark takes its options, fills the report and leaves printing and keeping to this program.</summary>
    private static readonly (string Name, string About, Action<BenchOptions, BenchReport> Run)[] Benchmarks =
    [
        ("scoring", "margins of tree ensembles against native XGBoost, in batches and row by row", ScoringBenchmark.Run),
        ("explaining", "contributions of tree ensembles against native XGBoost, in batches and row by row", ExplainingBenchmark.Run),
        ("features", "all features of simulated borrowers at 12 month-ends, and some of them against PostgreSQL and pandas", FeaturesBenchmark.Run),
        ("cohort", "rows a second and memory a row of a cohort built from simulated borrowers", CohortBenchmark.Run),
        ("training", "fitting through our binding against python3-xgboost: time, and peak memory of whole processes", TrainingBenchmark.Run),
        ("simulation", "simulated bank transactions a second, as facts in memory and as CSV, and peak memory", SimulationBenchmark.Run),
    ];

    public static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            List();
            return 0;
        }

        if (Array.Find(Benchmarks, one => one.Name == args[0]) is not { Name: not null } benchmark)
        {
            Console.Error.WriteLine($"bench: there is no benchmark '{args[0]}'.");
            List();
            return 2;
        }

        try
        {
            var options = BenchOptions.Parse(args.AsSpan(1));
            var report = new BenchReport(benchmark.Name, args);
            benchmark.Run(options, report);
            report.Finish(keep: !options.Smoke);
            return 0;
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine($"bench: {error.Message}");
            return 2;
        }
    }

    private static void List()
    {
        Console.WriteLine("dotnet make.cs bench NAME [--smoke]   (--smoke: small sizes, no results file)");
        Console.WriteLine();
        foreach (var (name, about, _) in Benchmarks)
        {
            Console.WriteLine($"  {name,-12} {about}");
        }
    }
}
