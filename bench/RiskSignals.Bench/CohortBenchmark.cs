using System.Diagnostics;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Simulation;
using RiskSignals.Training.Cohorts;

namespace RiskSignals.Bench;

/// <summary>
/// Building the cohort of MISS30 from simulated borrowers that live one after the other as they are read: rows a second, and what memory each
/// further row takes beside its values.
/// </summary>
internal static class CohortBenchmark
{
    private const int Months = 24;

    /// <summary>Each loan as of every so many days: weekly, to make many rows of few borrowers.</summary>
    private const int EveryDays = 7;

    /// <summary>Names the number of borrowers for a process of its own that builds their cohort.</summary>
    private const string Portfolio = "portfolio";

    public static void Run(BenchOptions options, BenchReport report)
    {
        if (options.Values.TryGetValue(Portfolio, out var size))
        {
            Build(int.Parse(size, CultureInfo.InvariantCulture), report);
            return;
        }

        var portfolios = options.Smoke ? new[] { 40, 120 } : [1_500, 15_000];
        report.Fact("lender", $"{ShippedLenders.DefaultName}, {Months} months, loans as of every {EveryDays} days");
        report.Fact("timed", "simulation, borrowers' files, labels, features, columns; each size in a process of its own");
        Built[] built = [.. portfolios.Select(borrowers => Read(borrowers, report))];
        var (few, many) = (built[0], built[1]);
        var perRow = (double)(many.PeakBytes - few.PeakBytes) / (many.Rows - few.Rows);
        var valuesPerRow = (double)many.Columns * sizeof(float);
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"From the smaller to the larger, a further row took {perRow:#,##0} bytes at the peak; {many.Columns} values are {valuesPerRow:#,##0}."));
        report.Figure($"cohort_rows {many.Rows} peak_bytes {many.PeakBytes} values_bytes {(long)(many.Rows * valuesPerRow)}");
        report.Figure($"cohort_rows_per_second {(long)(many.Rows / many.Seconds)}");
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"cohort_bytes_a_row_ratio_values {perRow / valuesPerRow:0.000}"));
    }

    private static Built Read(int borrowers, BenchReport report)
    {
        var words = Machine.Output(
            "dotnet", typeof(CohortBenchmark).Assembly.Location, "cohort", "--smoke", $"--{Portfolio}", $"{borrowers}").Split('\n')[^1].Split(' ');
        if (words is not ["built", var rows, var columns, var seconds, var peak])
        {
            throw new FormatException($"The cohort of {borrowers} borrowers was not built; run 'bench cohort --{Portfolio} {borrowers}' to see why.");
        }

        var built = new Built(
            int.Parse(rows, CultureInfo.InvariantCulture),
            int.Parse(columns, CultureInfo.InvariantCulture),
            double.Parse(seconds, CultureInfo.InvariantCulture),
            long.Parse(peak, CultureInfo.InvariantCulture));
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"- {borrowers:#,##0} borrowers: {built.Rows:#,##0} rows in {built.Seconds:0.0} s, {built.PeakBytes / 1e6:#,##0} MB at the peak of the process"));
        return built;
    }

    /// <summary>What the process of its own does.</summary>
    private static void Build(int borrowers, BenchReport report)
    {
        var parameters = ShippedLenders.Default with { Borrowers = borrowers, Months = Months };
        var lender = new SimulatedLender(parameters);
        var files = Enumerable.Range(0, borrowers).Select(index =>
        {
            var life = lender.Live(index);
            return new BorrowerFile(life.BorrowerId, [.. life.Facts]);
        });
        var none = Array.Empty<DecidedTreatment>().ToLookup(decided => decided.LoanId, StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        var cohort = Cohort.Build(files, Target.Miss30, new() { EveryDays = EveryDays }, parameters.EndOnExcl.AddDays(-1), none);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        report.Figure(string.Create(
            CultureInfo.InvariantCulture, $"built {cohort.Rows.Count} {cohort.Features.Names.Count} {seconds:R} {process.PeakWorkingSet64}"));
    }

    private sealed record Built(int Rows, int Columns, double Seconds, long PeakBytes);
}
