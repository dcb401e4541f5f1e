using System.CommandLine;
using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk features: what the catalogue holds, what it says of loans, why, and whether it still says so.</summary>
internal static class FeaturesVerb
{
    public static Command Command() => new("features", "List the features, explain or export their values, and check that they are replayed bit for bit")
    {
        List(), FeatureExplanation.Command(), Export(), FeatureCheck.Command(),
    };

    private static Command List()
    {
        var group = new Option<FeatureGroup?>("--group") { Description = "Only the features of one chapter, as Repayment" };
        var use = new Option<FeatureUse?>("--use") { Description = "Only the features of one use, as Score" };
        var command = new Command("list", "List every feature with its unit, the direction that raises risk, and its use") { group, use };
        command.SetAction(parsed =>
        {
            var chosen = FeatureCatalog.All
                .Where(feature => feature.Group == (parsed.GetValue(group) ?? feature.Group) && feature.Use == (parsed.GetValue(use) ?? feature.Use))
                .ToArray();
            var table = Screen.Table("Features", "name", "meaning", "unit", "risk", "use");
            foreach (var feature in chosen)
            {
                table.Row(feature.Name, feature.Meaning, feature.Unit, Word(feature.Direction), Word(feature.Use));
            }

            AnsiConsole.Write(table);
            var attributes = chosen.Select(feature => feature.Attribute).Distinct(StringComparer.Ordinal).Count();
            Console.WriteLine($"features attributes {attributes} columns {chosen.Length}");
            return 0;
        });
        return command;
    }

    private static Command Export()
    {
        var (data, postgres, target) = (Arguments.Data(), Arguments.Postgres(), Arguments.Out("a row a loan and day, a column a feature"));
        var days = new Option<DateOnly[]>("--as-of")
        {
            Description = "The days looked from, as 2025-01-31 2025-02-28; each row uses only facts known by the end of its day",
            CustomParser = result => [.. result.Tokens.Select(token => Arguments.Day(token.Value, result.AddError))],
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var command = new Command("export", "Compute the features of every loan as of one or more days into a CSV file; an empty field is missing")
        {
            data, postgres, days, target,
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            Export(new(database), [.. parsed.GetValue(days)!.Distinct().Order()], parsed.GetValue(target)!.FullName);
            return 0;
        });
        return command;
    }

    private static void Export(FactStore store, DateOnly[] days, string path)
    {
        var borrowers = Math.Max(1, store.Count(FactKinds.Borrowers));
        using var file = new CsvOut(path, [.. FeatureCheck.KeyColumns, .. FeatureCatalog.All.Select(feature => feature.Name)]);
        var rows = Screen.WithProgress("computing features", progress =>
        {
            var (done, count) = (0, 0);
            foreach (var borrower in store.Stream())
            {
                foreach (var day in days)
                {
                    var history = borrower.AsOf(day);
                    foreach (var loan in history.Loans)
                    {
                        var row = FeatureCatalog.Compute(history, loan.Loan.LoanId);
                        file.Row([row.BorrowerId, row.LoanId, row.AsOf, .. row.Values.ToArray().Cast<object>()]);
                        count++;
                    }
                }

                progress.Report((double)++done / borrowers);
            }

            return count;
        });
        file.Complete();
        Console.WriteLine($"{Screen.Count(rows)} rows of {Screen.Count(FeatureCatalog.All.Count)} features in {path}");
    }

    /// <summary>A name of the code as people write it: RuleInput is rule input.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => Codes<T>.Word(value).Replace('_', ' ');
}
