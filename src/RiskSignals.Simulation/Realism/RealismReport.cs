using System.Globalization;
using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Realism;

/// <summary>A figure of the simulated lender beside what it is elsewhere.</summary>
/// <param name="Simulated">NaN if nothing was seen to take it from.</param>
/// <param name="Count">How many loan-months, instalments, collections, months, bank accounts or credits it was taken from.</param>
public sealed record RealismRow(string Chapter, string Figure, string Unit, double Simulated, long Count, Reference Reference)
{
    public string Verdict => Reference.Compare(Simulated);
}

/// <summary>How near a simulated lender is to real ones, computed from its facts alone.</summary>
public sealed class RealismReport
{
    private const string Repayments = "Repayment";

    private const string Feeds = "Bank feed";

    private const string BerkaSource = "Berka data (PKDD'99, P. Berka and M. Sochorova): 682 Czech bank accounts, 1993 to 1998, before their loans";

    private const string Berka = "Bank accounts beside Berka's";

    private RealismReport(SimulationParameters parameters, int loans, int bankAccounts, IReadOnlyList<RealismRow> rows) =>
        (Parameters, Loans, BankAccounts, Rows) = (parameters, loans, bankAccounts, rows);

    public SimulationParameters Parameters { get; }

    public int Loans { get; }

    /// <summary>Current accounts with a whole month of rows.</summary>
    public int BankAccounts { get; }

    public IReadOnlyList<RealismRow> Rows { get; }

    /// <summary>Simulates the lender in memory and compares it.</summary>
    /// <param name="berka">Folder of the Berka data; null takes the figures that were computed from it once.</param>
    public static RealismReport Of(
        SimulationParameters parameters,
        string? berka = null,
        IProgress<SimulationProgress>? progress = null,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        var lender = new SimulatedLender(parameters);
        var parts = new Part[parameters.Borrowers];
        var done = 0;
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        Parallel.For(0, parts.Length, options, index =>
        {
            parts[index] = Part.Of(lender.Live(index), parameters);
            progress?.Report(new(Interlocked.Increment(ref done), parameters.Borrowers, 0));
        });

        var repayment = new RepaymentTally();
        foreach (var part in parts)
        {
            repayment.Add(part.Repayment);
        }

        var shapes = parts.SelectMany(part => part.Shapes).ToArray();
        var shared = parts.Where(part => part.Categories.Count > 0).ToArray();
        var figures = StatementFigures.Of(shapes);
        var real = berka is null ? BerkaStatements.Published : [.. StatementFigures.Of(BerkaStatements.Read(berka)).Select(figure => figure.Value)];
        var feed = StatementFigures.Names.Zip(figures).Where(pair => Reference.OfFeeds.ContainsKey(pair.First.Name))
            .Select(pair => (pair.First.Name, pair.First.Unit, pair.Second.Value, pair.Second.Count))
            .Append(("categories told", "count", shared.SelectMany(part => part.Categories).Distinct().Count(), shared.Length))
            .Append((
                "categories told of a borrower, median",
                "count",
                Quantiles.Median([.. shared.Select(part => (double)part.Categories.Count)]),
                shared.Length));
        return new(
            parameters,
            parts.Sum(part => part.Loans),
            shapes.Length,
            [
                .. RepaymentTally.Names.Zip(repayment.Figures(), (name, figure) =>
                    new RealismRow(Repayments, name.Name, name.Unit, figure.Value, figure.Count, Reference.OfRepayment[name.Name])),
                .. feed.Select(figure => new RealismRow(
                    Feeds, figure.Name, figure.Unit, figure.Value, figure.Count, Reference.OfFeeds.GetValueOrDefault(figure.Name, Reference.None))),
                .. StatementFigures.Names.Zip(figures, real).Select(side => new RealismRow(
                    Berka, side.First.Name, side.First.Unit, side.Second.Value, side.Second.Count, new(side.Third, side.Third, BerkaSource))),
            ]);
    }

    /// <summary>For a screen.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n  {"",-60} {"simulated",9} {"elsewhere",13} {"unit",-28} {"of",9} verdict\n");
        foreach (var chapter in Rows.GroupBy(row => row.Chapter))
        {
            text.Append('\n').Append(chapter.Key).Append('\n');
            foreach (var row in chapter)
            {
                var values = $"{Value(row.Simulated),8} {Between(row.Reference),14}";
                text.Append(CultureInfo.InvariantCulture, $"  {row.Figure,-60} {values} {row.Unit,-28} {row.Count,9} {row.Verdict}\n");
            }
        }

        var differing = Rows.Count(row => row.Verdict.StartsWith("differs", StringComparison.Ordinal));
        text.Append(CultureInfo.InvariantCulture, $"\n{differing} of {Rows.Count} figures differ; the sources are in the file of --report-out.\n");
        return text.ToString();
    }

    /// <summary>For a file, with the sources.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# How real is the lender '{Parameters.Name}'\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Parameters.Borrowers} borrowers, {Loans} loans, {BankAccounts} current accounts, ");
        text.Append(CultureInfo.InvariantCulture, $"{Parameters.Months} months from {Parameters.StartOn:yyyy-MM-dd}, seed {Parameters.Seed}. ");
        text.Append("Computed from the simulated facts alone. Months run from month's end to month's end, in loans.\n");
        foreach (var chapter in Rows.GroupBy(row => row.Chapter))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {chapter.Key}\n\n");
            text.Append("| Figure | Unit | Simulated | Of | Elsewhere | Verdict | Source |\n|---|---|---|---|---|---|---|\n");
            foreach (var row in chapter)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Figure} | {row.Unit} | {Value(row.Simulated)} | {row.Count} | {Between(row.Reference)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {row.Verdict} | {row.Reference.Source} |\n");
            }
        }

        return text.ToString();
    }

    internal static string Value(double value) => double.IsNaN(value) ? "–" : value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Between(Reference reference) =>
        double.IsNaN(reference.Low) ? "none found"
        : reference.Low.Equals(reference.High) ? Value(reference.Low)
        : $"{Value(reference.Low)}–{Value(reference.High)}";

    /// <summary>What one borrower adds.</summary>
    private sealed record Part(int Loans, RepaymentTally Repayment, StatementShape[] Shapes, HashSet<BankCategory> Categories)
    {
        public static Part Of(SimulatedLife life, SimulationParameters parameters)
        {
            var repayment = new RepaymentTally();
            var loans = LoanPast.Of(life.Facts).ToArray();
            foreach (var loan in loans)
            {
                repayment.Add(loan, parameters.StartOn, parameters.EndOnExcl);
            }

            var current = life.Facts.OfType<BankAccount>().Where(account => account.Kind == BankAccountKind.Current)
                .Select(account => account.BankAccountId).ToHashSet(StringComparer.Ordinal);
            var removed = life.Facts.OfType<BankTransaction>().Where(transaction => transaction.State == BankTransactionState.Removed)
                .Select(transaction => transaction.BankTransactionId).ToHashSet(StringComparer.Ordinal);
            var posted = life.Facts.OfType<BankTransaction>()
                .Where(transaction => transaction.State == BankTransactionState.Posted && !removed.Contains(transaction.BankTransactionId))
                .GroupBy(transaction => transaction.BankTransactionId)
                .Select(versions => versions.MaxBy(version => version.KnownOn.UnixSeconds)!)
                .ToArray();
            var shapes = posted.Where(transaction => current.Contains(transaction.BankAccountId)).GroupBy(transaction => transaction.BankAccountId)
                .Select(rows => StatementShape.Of(
                [
                    .. rows.OrderBy(row => row.BookedOn).ThenBy(row => row.BankTransactionId, StringComparer.Ordinal).Select(row => new StatementRow(
                        row.BookedOn, row.Amount.MinorUnits, row.BalanceAfter?.MinorUnits, row.Amount.MinorUnits > 0 ? row.Counterparty : "")),
                ]))
                .OfType<StatementShape>().ToArray();
            return new(loans.Length, repayment, shapes, [.. posted.Select(transaction => transaction.Category)]);
        }
    }
}
