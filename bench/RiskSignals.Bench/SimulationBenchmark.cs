using System.Diagnostics;
using System.Globalization;
using RiskSignals.Simulation;

namespace RiskSignals.Bench;

/// <summary>How fast simulated lives become facts in memory and rows of CSV, and that memory doesn't grow with the portfolio.</summary>
internal static class SimulationBenchmark
{
    private const int Months = 24;

    /// <summary>Names the size of the portfolio that a process of its own writes, to tell its peak memory.</summary>
    private const string Portfolio = "portfolio";

    public static void Run(BenchOptions options, BenchReport report)
    {
        if (options.Values.TryGetValue(Portfolio, out var size))
        {
            Write(int.Parse(size, CultureInfo.InvariantCulture), threads: null);
            report.Figure($"peak_bytes {Process.GetCurrentProcess().PeakWorkingSet64}");
            return;
        }

        var (borrowers, rounds, portfolios) = options.Smoke ? (60, 3, new[] { 100, 400 }) : (500, 9, [2_000, 20_000]);
        var summary = Write(borrowers, threads: 1);
        report.Fact("lender", $"{ShippedLenders.DefaultName}, {borrowers:#,##0} borrowers, {Months} months");
        report.Fact("bank transactions, facts", $"{summary.BankTransactions:#,##0}, {summary.Facts:#,##0}");
        report.Fact("bytes a core can hash", $"{HashSpeed() / 1e6:#,##0} million a second (SHA-256)");
        var lender = new SimulatedLender(Lender(borrowers));
        var timings = Contest.Run(
            rounds,
            warm: 4,
            ("CSV files, hashed, 1 thread", () => Write(borrowers, threads: 1)),
            ("facts in memory, 1 thread", () => Live(lender, borrowers)));
        report.Table("Bank transactions", summary.BankTransactions, "bank transactions", timings[0], timings);
        report.Text($"## Peak memory of a process that writes CSV on {Environment.ProcessorCount} threads");
        foreach (var portfolio in portfolios)
        {
            var watch = Stopwatch.StartNew();
            var peak = PeakBytes(portfolio);
            report.Text($"- {portfolio:#,##0} borrowers: {peak / 1e6:#,##0} MB at the peak, {watch.Elapsed.TotalSeconds:0.0} s in all");
            report.Figure($"simulation_peak_bytes_{portfolio}_borrowers {peak}");
        }

        report.Figure($"simulation_csv_transactions_per_second_core {(long)(summary.BankTransactions / timings[0].Median)}");
        report.Figure($"simulation_transactions_per_second_core {(long)(summary.BankTransactions / timings[1].Median)}");
    }

    private static SimulationParameters Lender(int borrowers) => ShippedLenders.Default with { Borrowers = borrowers, Months = Months };

    private static void Live(SimulatedLender lender, int borrowers)
    {
        for (var index = 0; index < borrowers; index++)
        {
            GC.KeepAlive(lender.Live(index));
        }
    }

    private static SimulationSummary Write(int borrowers, int? threads)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-bench-").FullName;
        try
        {
            return SimulationFiles.Write(Lender(borrowers), folder, threads: threads);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long PeakBytes(int borrowers)
    {
        var output = Machine.Output(
            "dotnet", typeof(SimulationBenchmark).Assembly.Location, "simulation", "--smoke", $"--{Portfolio}", $"{borrowers}");
        return long.Parse(output.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    private static double HashSpeed()
    {
        var bytes = new byte[64 << 20];
        var watch = Stopwatch.StartNew();
        System.Security.Cryptography.SHA256.HashData(bytes);
        return bytes.Length / watch.Elapsed.TotalSeconds;
    }
}
