using System.CommandLine;
using RiskSignals.Features;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk features: the features of every loan as of a day, as a CSV file; an empty field is missing.</summary>
internal static class FeaturesVerb
{
    public static Command Command()
    {
        var (data, postgres, asOf, target) = (Arguments.Data(), Arguments.Postgres(), Arguments.AsOf(), Arguments.Out("a row a loan, a column a feature"));
        var command = new Command("features", "Compute the features of every loan as of a day into a CSV file") { data, postgres, asOf, target };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var store = new FactStore(database);
            var borrowers = Math.Max(1, store.Count(Borrowers.FactKinds.Borrowers));
            var path = parsed.GetValue(target)!.FullName;
            using var file = new CsvOut(path, [.. new[] { "borrower_id", "loan_id", "as_of" }, .. FeatureCatalog.All.Select(feature => feature.Name)]);
            var rows = Screen.WithProgress("computing features", progress =>
            {
                var (done, count) = (0, 0);
                foreach (var borrower in store.Stream())
                {
                    var history = borrower.AsOf(parsed.GetValue(asOf));
                    foreach (var loan in history.Loans)
                    {
                        var row = FeatureCatalog.Compute(history, loan.Loan.LoanId);
                        file.Row([row.BorrowerId, row.LoanId, row.AsOf, .. row.Values.ToArray().Cast<object>()]);
                        count++;
                    }

                    progress.Report((double)++done / borrowers);
                }

                return count;
            });
            file.Complete();
            Console.WriteLine($"{Screen.Count(rows)} rows of {Screen.Count(FeatureCatalog.All.Count)} features in {path}");
            return 0;
        });
        return command;
    }
}
