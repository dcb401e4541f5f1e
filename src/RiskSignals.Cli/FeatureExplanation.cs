using System.CommandLine;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk features explain: the features of one loan, or one of them with the very facts behind it.</summary>
internal static class FeatureExplanation
{
    public static Command Command()
    {
        var (data, postgres, asOf) = (Arguments.Data(), Arguments.Postgres(), Arguments.AsOf());
        var loan = new Option<string>("--loan") { Description = "Id of the loan", Required = true };
        var feature = new Option<string?>("--feature")
        {
            Description = "A feature's name, as income_total_sum_30d: tells the facts behind it; without, the values of all are told",
        };
        var command = new Command("explain", "Tell the features of one loan: the value, why one is missing, and the facts behind one, which add up to it")
        {
            loan, asOf, feature, data, postgres,
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var history = History(new(database), parsed.GetValue(loan)!, parsed.GetValue(asOf));
            if (parsed.GetValue(feature) is { } name)
            {
                Tell(history, parsed.GetValue(loan)!, FeatureCatalog.Find(name));
            }
            else
            {
                TellAll(FeatureCatalog.Compute(history, parsed.GetValue(loan)!));
            }

            return 0;
        });
        return command;
    }

    private static BorrowerHistory History(FactStore store, string loanId, DateOnly asOf)
    {
        var history = store.BorrowerOf(loanId) is { } borrowerId ? store.Load(borrowerId)?.AsOf(asOf) : null;
        return history?.Loan(loanId) is not null ? history : throw new FormatException(
            $"No loan '{loanId}' was known by {asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; import it, or name a later day with --as-of.");
    }

    private static void TellAll(FeatureRow row)
    {
        var table = Screen.Table(Invariant($"{row.LoanId} as of {row.AsOf:yyyy-MM-dd}"), "feature", ">value", "unit", ">facts behind it");
        foreach (var feature in FeatureCatalog.All)
        {
            table.Row(feature.Name, Value(row, feature), feature.Unit, Screen.Count(row.EvidenceCount(feature.Name)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine("--feature NAME tells the facts behind one of them");
    }

    private static void Tell(BorrowerHistory history, string loanId, Feature feature)
    {
        var row = FeatureCatalog.Compute(history, loanId);
        var evidence = FeatureCatalog.Explain(history, loanId, feature.Name);
        Console.WriteLine(Invariant($"{feature.Name} of {loanId} as of {row.AsOf:yyyy-MM-dd}: {Value(row, feature)} {feature.Unit}"));
        Console.WriteLine($"  {feature.Meaning}");
        if (evidence.Count > 0)
        {
            var table = Screen.Table("Facts behind it", "fact", "day", ">quantity (money in minor units)", "part");
            foreach (var fact in evidence)
            {
                table.Row(fact.FactId, Invariant($"{fact.Day:yyyy-MM-dd}"), Number(fact.Quantity), fact.Part);
            }

            AnsiConsole.Write(table);
        }

        if (!float.IsNaN(row[feature.Name]) && feature.Total(evidence) is { } total)
        {
            Console.WriteLine($"{evidence.Count} facts add up to {Number(total)}, which {((float)total == row[feature.Name] ? "is" : "IS NOT")} the value");
        }
        else
        {
            Console.WriteLine($"{evidence.Count} facts lie behind it; the value is {(float.IsNaN(row[feature.Name]) ? "missing" : "no sum of theirs")}");
        }
    }

    private static string Value(FeatureRow row, Feature feature) =>
        float.IsNaN(row[feature.Name]) ? $"missing ({Cause(row.Cause(feature.Name))})" : Number(row[feature.Name]);

    private static string Cause(MissingCause cause) => Codes<MissingCause>.Word(cause);

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
