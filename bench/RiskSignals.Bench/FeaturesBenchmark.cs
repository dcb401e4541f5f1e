using System.Diagnostics;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Simulation;

namespace RiskSignals.Bench;

/// <summary>
/// All features of a loan of every borrower at twelve month-ends, one thread, from borrowers' files in memory to values, causes and
/// evidence counts. A bank transaction counts once, however many as-of days see it.
/// </summary>
internal static class FeaturesBenchmark
{
    private const int Months = 24;

    private const int AsOfDays = 12;

    public static void Run(BenchOptions options, BenchReport report)
    {
        var borrowers = options.Values.TryGetValue("borrowers", out var size) ? int.Parse(size, CultureInfo.InvariantCulture) : options.Smoke ? 40 : 5_000;
        var rounds = options.Smoke ? 3 : 5;
        var two = FeatureBatch.Simulate(borrowers, Months, AsOfDays);
        var one = FeatureBatch.Simulate(Math.Max(1, borrowers / 5), Months / 2, AsOfDays);
        report.Fact("lender", $"{ShippedLenders.DefaultName}, {borrowers:#,##0} borrowers, {Months} months, one loan of each");
        report.Fact("bank transactions", $"{two.Transactions:#,##0} posted, each counted once; {two.Facts:#,##0} facts with pending ones and corrections");
        report.Fact("as-of days", $"{AsOfDays} month-ends, the last {two.Days[^1]:yyyy-MM-dd}");
        report.Fact("columns", $"{FeatureCatalog.All.Count}");
        report.Fact("timed", "from BorrowerFile objects in memory to values, causes and evidence counts, 1 thread");
        report.Fact("not timed", $"making the files of the facts, columns and order included: {two.FileSeconds / borrowers * 1e6:#,##0} µs a borrower");

        var timings = Contest.Run(
            rounds,
            warm: 2,
            ("12 as-of days", () => two.Compute(two.Days)),
            ("the last of them", () => two.Compute(two.Days.AsSpan(AsOfDays - 1))),
            ("12 as-of days, 12 months", () => one.Compute(one.Days)));
        report.Table("All columns, 1 thread", two.Transactions, "bank transactions", timings[0], [.. timings.Take(2)]);
        var rows = (double)borrowers * AsOfDays;
        var nanoseconds = timings[0].Median / rows * 1e9;
        report.Text(string.Create(CultureInfo.InvariantCulture, $"""
            - a row: {nanoseconds:#,##0} ns, {nanoseconds / FeatureCatalog.All.Count:0.0} ns a column, {timings[0].AllocatedBytes / rows:0.0} bytes allocated
            - as-of days: 12 take {timings[0].Median / timings[1].Median:0.0} × the time of 1
            - history: with 12 months of it instead of 24 ({(double)one.Transactions / one.Borrowers:#,##0} bank transactions a borrower instead of
              {(double)two.Transactions / borrowers:#,##0}), a row takes {timings[2].Median / one.Borrowers / AsOfDays * 1e9:#,##0} ns
            """));
        report.Text("## Where the time of a row goes");
        report.Text(two.Profile());

        var ratio = FeaturePeers.Compare(two, options.Smoke ? Math.Min(20, borrowers) : Math.Min(300, borrowers), report);
        report.Figure($"features_transactions_per_second_core {(long)(two.Transactions / timings[0].Median)}");
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"features_ratio_sql {ratio:0.0}"));
    }
}

/// <summary>Borrowers' files in memory, and room to compute their features in.</summary>
internal sealed class FeatureBatch
{
    private readonly (BorrowerFile File, string LoanId)[] borrowers;
    private readonly PreparedHistory prepared = new();
    private readonly float[] values = new float[FeatureCatalog.All.Count];
    private readonly MissingCause[] causes = new MissingCause[FeatureCatalog.All.Count];
    private readonly int[] evidence = new int[FeatureCatalog.All.Count];

    private FeatureBatch((BorrowerFile, string)[] borrowers, DateOnly[] days) => (this.borrowers, Days) = (borrowers, days);

    public DateOnly[] Days { get; }

    public int Borrowers => borrowers.Length;

    /// <summary>Posted bank transactions known by the last day.</summary>
    public long Transactions { get; private set; }

    /// <summary>All versions of bank transactions, pending ones too.</summary>
    public long Facts { get; private set; }

    /// <summary>Seconds to make all files of their facts.</summary>
    public double FileSeconds { get; private set; }

    public static FeatureBatch Simulate(int borrowers, int months, int asOfDays)
    {
        var parameters = ShippedLenders.Default with { Borrowers = borrowers, Months = months };
        var lender = new SimulatedLender(parameters);
        DateOnly[] days = [.. Enumerable.Range(1, asOfDays).Select(month => parameters.StartOn.AddMonths(months - asOfDays + month).AddDays(-1))];
        var batch = new FeatureBatch(new (BorrowerFile, string)[borrowers], days);
        for (var i = 0; i < borrowers; i++)
        {
            var life = lender.Live(i);
            Fact[] facts = [.. life.Facts];
            var began = Stopwatch.GetTimestamp();
            var file = new BorrowerFile(life.BorrowerId, facts);
            batch.FileSeconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
            batch.borrowers[i] = (file, file.Loans.Select(loan => loan.LoanId).FirstOrDefault(""));
            batch.Facts += facts.OfType<BankTransaction>().Count();
            batch.Transactions += file.AsOf(days[^1]).BankTransactions.Count(one => one.State == BankTransactionState.Posted);
        }

        return batch;
    }

    public void Compute(ReadOnlySpan<DateOnly> days)
    {
        foreach (var (file, loanId) in borrowers)
        {
            foreach (var day in days)
            {
                prepared.Load(file, loanId, day);
                FeatureCatalog.Compute(prepared, values, causes, evidence);
            }
        }
    }

    /// <summary>Computes some columns of some borrowers, and gives each row to whoever wants to see it.</summary>
    public void Compute(int count, int[] columns, Action<int, DateOnly, PreparedHistory, float[]>? see = null)
    {
        var row = new float[columns.Length];
        for (var i = 0; i < count; i++)
        {
            foreach (var day in Days)
            {
                prepared.Load(borrowers[i].File, borrowers[i].LoanId, day);
                for (var column = 0; column < row.Length; column++)
                {
                    row[column] = (float)FeatureCatalog.All[columns[column]].Compute(prepared).Value;
                }

                see?.Invoke(i, day, prepared, row);
            }
        }
    }

    /// <summary>Nanoseconds a row by group; what several groups share is on the first of them that asks for it.</summary>
    public string Profile()
    {
        var groups = FeatureCatalog.All.Select(feature => feature.Group).Distinct().ToArray();
        var features = groups.Select(group => FeatureCatalog.All.Where(feature => feature.Group == group).ToArray()).ToArray();
        var (load, ticks, rows) = (0L, new long[groups.Length], 0);
        foreach (var (file, loanId) in borrowers.Take(500))
        {
            foreach (var day in Days)
            {
                var began = Stopwatch.GetTimestamp();
                prepared.Load(file, loanId, day);
                var ended = Stopwatch.GetTimestamp();
                load += ended - began;
                for (var group = 0; group < groups.Length; group++)
                {
                    began = ended;
                    foreach (var feature in features[group])
                    {
                        feature.Compute(prepared);
                    }

                    ended = Stopwatch.GetTimestamp();
                    ticks[group] += ended - began;
                }

                rows++;
            }
        }

        string Line(string what, int columns, long of) => string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {(columns == 0 ? "" : columns)} | {of * 1e9 / Stopwatch.Frequency / rows:#,##0} |");
        return string.Join(
            '\n',
            [
                "| | columns | ns |", "|---|---|---|", Line("the view as of the day, bank rows, pairs, totals", 0, load),
                .. groups.Select((group, i) => Line($"{group}", features[i].Length, ticks[i])),
            ]);
    }
}
