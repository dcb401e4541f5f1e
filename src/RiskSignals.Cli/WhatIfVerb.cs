using System.CommandLine;
using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Service;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk what-if: the score of one loan with its reasons, and the smallest changes that would move its band.</summary>
internal static class WhatIfVerb
{
    public static Command Command()
    {
        var loanId = new Argument<string>("LOAN") { Description = "Id of the loan" };
        var (data, postgres, models, asOf) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models(), Arguments.AsOf());
        var target = new Option<string>("--target") { Description = "The target to move", DefaultValueFactory = _ => Target.Miss30.Id };
        var command = new Command("what-if", "Tell one loan's reasons, and the smallest changes the borrower can make that would move its band")
        {
            loanId, data, postgres, models, asOf, target,
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var bundles = ServedBundles.Load(parsed.GetValue(models)!.FullName, database);
            var served = bundles.Find([parsed.GetValue(target)!]) ?? throw new FormatException(
                $"--target is '{parsed.GetValue(target)}'; expected one of {string.Join(", ", bundles.All.Select(one => one.Target.Id))}.");
            Print(new(database), parsed.GetValue(loanId)!, parsed.GetValue(asOf), served);
            return 0;
        });
        return command;
    }

    private static void Print(FactStore store, string loanId, DateOnly asOf, IReadOnlyList<ServedBundle> served)
    {
        var history = store.BorrowerOf(loanId) is { } borrowerId ? store.Load(borrowerId)?.AsOf(asOf) : null;
        var loan = history?.Loan(loanId) ?? throw new FormatException(
            $"No loan '{loanId}' was known by {asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; import it first.");
        var found = LoanScorer.Score(history!, loan, served);
        var result = found.Targets[0];
        if (result.Result?.Score is not { } score)
        {
            Console.WriteLine($"{loanId} has no score: {result.Excluded ?? result.Result!.Detail}");
            return;
        }

        Console.WriteLine($"{loanId}: {score.Target} {Screen.Percent(score.Probability)}, band {score.Band}");
        foreach (var reason in score.Reasons)
        {
            Console.WriteLine($"  because: {reason.Text}");
        }

        var bundle = result.Served.Bundle;
        var changes = WhatIf.Find(bundle, [.. result.Served.Columns.Select(column => found.Features.Values[column])]);
        if (changes.Count == 0)
        {
            Console.WriteLine("No change of one or two things the borrower can act on would move the band.");
            return;
        }

        var table = Screen.Table("What would move the band", "do", "feature", ">from", ">to", ">probability", "band", ">distance");
        foreach (var change in changes)
        {
            foreach (var step in change.Steps)
            {
                table.Row(
                    step.Doing, step.Feature, Number(step.From), Number(step.To), Screen.Percent(change.Probability), change.Band, Number(change.Distance));
            }
        }

        AnsiConsole.Write(table);
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
