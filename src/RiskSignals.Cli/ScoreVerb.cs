using System.CommandLine;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Service;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk score: scores every loan as of a day into a CSV file, with the matured outcome where there is one.</summary>
internal static class ScoreVerb
{
    public static Command Command()
    {
        var (data, postgres, models, asOf) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models(), Arguments.AsOf());
        var target = Arguments.Out("a row a loan and target");
        var command = new Command("score", "Score every loan as of a day into a CSV file, beside the outcome once it has matured")
        {
            data, postgres, models, asOf, target,
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var store = new FactStore(database);
            var bundles = ServedBundles.Load(parsed.GetValue(models)!.FullName).All;
            var knownBy = store.NewestKnownOn() ?? throw new InvalidOperationException("The store is empty; import facts first.");
            var borrowers = Math.Max(1, store.Count(FactKinds.Borrowers));
            var path = parsed.GetValue(target)!.FullName;
            using var file = new CsvOut(path, ["borrower_id", "loan_id", "as_of", "target", "status", "probability", "band", "reasons", "outcome"]);
            var rows = Screen.WithProgress("scoring", progress =>
            {
                var (done, count) = (0, 0);
                foreach (var borrower in store.Stream())
                {
                    count += Score(borrower, parsed.GetValue(asOf), knownBy, bundles, file);
                    progress.Report((double)++done / borrowers);
                }

                return count;
            });
            file.Complete();
            Console.WriteLine($"{Screen.Count(rows)} rows in {path}");
            return 0;
        });
        return command;
    }

    private static int Score(BorrowerFile borrower, DateOnly asOf, DateOnly knownBy, IReadOnlyList<ServedBundle> bundles, CsvOut file)
    {
        var history = borrower.AsOf(asOf);
        foreach (var loan in history.Loans)
        {
            foreach (var (served, excluded, result) in LoanScorer.Score(history, loan, bundles).Targets)
            {
                var label = served.Target.Label(borrower, loan.Loan.LoanId, asOf, knownBy);
                file.Row(
                [
                    borrower.BorrowerId,
                    loan.Loan.LoanId,
                    asOf,
                    served.Target.Id,
                    result?.Score is null ? excluded ?? result!.Detail : "scored",
                    result?.Score?.Probability ?? double.NaN,
                    result?.Score?.Band ?? "",
                    string.Join("; ", result?.Score?.Reasons.Select(reason => reason.Text) ?? []),
                    label.State switch { LabelState.One => "1", LabelState.Zero => "0", _ => "" },
                ]);
            }
        }

        return history.Loans.Count * bundles.Count;
    }
}
