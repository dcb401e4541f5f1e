using System.CommandLine;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Simulation;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>
/// risk benchmark categories: measures the words that class bank transactions, and the recognition of lenders among them, on a simulated
/// lender's texts with every class taken away, and on open-banking payloads whose rows come with one. Nothing is fitted.
/// </summary>
internal sealed class CategoryBenchmark
{
    private static readonly BankCategory[] Lenders =
    [
        BankCategory.LoanDisbursement, BankCategory.HighCostDisbursement, BankCategory.OwnLoanPayment, BankCategory.LoanPayment,
        BankCategory.HighCostPayment, BankCategory.DebtCollector,
    ];

    private readonly Dictionary<(BankCategory True, BankCategory Told), long> counts = [];

    private readonly Dictionary<string, (bool IsLender, bool IsRecognised)> names = new(StringComparer.Ordinal);

    private long Rows => counts.Values.Sum();

    private long Decided => counts.Where(pair => pair.Key.Told != BankCategory.Uncategorised).Sum(pair => pair.Value);

    private long Right => counts.Where(pair => pair.Key.True == pair.Key.Told).Sum(pair => pair.Value);

    public static Command Command()
    {
        var lender = new Option<string>("--lender")
        {
            Description = $"The simulated lender whose texts are classed ({string.Join(", ", ShippedLenders.Names)}), or a JSON file of parameters",
            DefaultValueFactory = _ => ShippedLenders.DefaultName,
        };
        var borrowers = new Option<int>("--borrowers") { Description = "Simulated borrowers", DefaultValueFactory = _ => 400 };
        borrowers.Validators.Add(Arguments.AtLeastOne);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the lender", DefaultValueFactory = _ => 77 };
        var payloads = new Option<DirectoryInfo?>("--payloads") { Description = "Folder of open-banking JSON whose rows come with classes, as Plaid's" };
        var command = new Command("categories", "How often texts alone tell the class of a bank transaction, and its lender, against the truth")
        {
            lender, borrowers, seed, payloads,
        };
        command.SetAction(parsed =>
        {
            Simulated(
                ShippedLenders.Read(parsed.GetValue(lender)!) with { Borrowers = parsed.GetValue(borrowers), Seed = parsed.GetValue(seed) }, Console.Out);
            if (parsed.GetValue(payloads) is { } folder)
            {
                OfPayloads(folder.FullName, Console.Out);
            }

            return 0;
        });
        return command;
    }

    /// <summary>Lives borrowers of a lender and prints how often their texts tell the true class.</summary>
    private static void Simulated(SimulationParameters parameters, TextWriter output)
    {
        var benchmark = new CategoryBenchmark();
        var lender = new SimulatedLender(parameters);
        for (var index = 0; index < parameters.Borrowers; index++)
        {
            var life = lender.Live(index);
            var truth = life.TrueCategories.ToDictionary(told => told.BankTransactionId, told => told.Category, StringComparer.Ordinal);
            foreach (var row in life.Facts.OfType<BankTransaction>().DistinctBy(fact => fact.BankTransactionId))
            {
                benchmark.Add(row, truth.GetValueOrDefault(row.BankTransactionId, row.Category));
            }
        }

        benchmark.Print("simulated texts, classes taken away");
        benchmark.WriteLines("categories", output);
        benchmark.WriteLenders(output);
    }

    /// <summary>Takes the classes of payloads' rows away and prints how often the texts tell them.</summary>
    private static void OfPayloads(string folder, TextWriter output)
    {
        var benchmark = new CategoryBenchmark();
        var origin = new FeedOrigin("any", Instant.At(new DateOnly(2025, 1, 1)), "any");
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var row in OpenBankingFeed.Read(File.ReadAllBytes(path), origin, name: Path.GetFileName(path)).Transactions
                .Where(row => row.Fact.Category != BankCategory.Uncategorised))
            {
                benchmark.Add(row.Fact, row.Fact.Category);
            }
        }

        benchmark.Print("payloads that come with classes");
        benchmark.WriteLines("payloads", output);
    }

    private static string Share(long part, long whole) => whole == 0 ? "-" : ((double)part / whole).ToString("0.0000", CultureInfo.InvariantCulture);

    private void Add(BankTransaction row, BankCategory truth)
    {
        var told = CategoryWords.Tell(row.Counterparty, row.Description, row.Amount > Money.Zero);
        counts[(truth, told)] = counts.GetValueOrDefault((truth, told)) + 1;
        if (row.Amount < Money.Zero && row.Counterparty.Length > 0)
        {
            names[row.Counterparty] = (Lenders.Contains(truth), Lenders.Contains(told));
        }
    }

    private void Print(string title)
    {
        var table = Screen.Table(title, "true class", ">rows", ">told so", ">of those told so, true", "most often told instead");
        foreach (var of in counts.GroupBy(pair => pair.Key.True).OrderByDescending(group => group.Sum(pair => pair.Value)))
        {
            var rows = of.Sum(pair => pair.Value);
            var right = counts.GetValueOrDefault((of.Key, of.Key));
            var told = counts.Where(pair => pair.Key.Told == of.Key).Sum(pair => pair.Value);
            var instead = of.Where(pair => pair.Key.Told != of.Key).OrderByDescending(pair => pair.Value).Select(pair => pair.Key.Told);
            table.Row(
                Codes<BankCategory>.Word(of.Key), Screen.Count(rows), Screen.Percent((double)right / rows),
                told == 0 ? "-" : Screen.Percent((double)right / told),
                right == rows ? "-" : Codes<BankCategory>.Word(instead.First()));
        }

        AnsiConsole.Write(table);
    }

    private void WriteLines(string name, TextWriter output) =>
        output.WriteLine($"{name} rows {Rows} accuracy {Share(Right, Rows)} decided {Share(Decided, Rows)} right_of_decided {Share(Right, Decided)}");

    private void WriteLenders(TextWriter output)
    {
        Line("lenders", Lenders);
        Line("high_cost", [BankCategory.HighCostDisbursement, BankCategory.HighCostPayment]);
        Line("collectors", [BankCategory.DebtCollector]);
        var lenders = names.Values.Where(name => name.IsLender).ToArray();
        output.WriteLine(
            $"lender_names {lenders.Length} recognised {lenders.Count(name => name.IsRecognised)} "
            + $"others {names.Count - lenders.Length} mistaken {names.Values.Count(name => !name.IsLender && name.IsRecognised)}");

        void Line(string what, BankCategory[] among)
        {
            long Count(Func<(BankCategory True, BankCategory Told), bool> holds) => counts.Where(pair => holds(pair.Key)).Sum(pair => pair.Value);
            var both = Count(one => among.Contains(one.True) && among.Contains(one.Told));
            var told = Count(one => among.Contains(one.Told));
            var real = Count(one => among.Contains(one.True));
            output.WriteLine($"{what} rows {real} precision {Share(both, told)} recall {Share(both, real)}");
        }
    }
}
