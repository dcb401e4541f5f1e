using System.CommandLine;
using System.Globalization;
using RiskSignals.Features;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk features check: computes stored rows again and compares them bit for bit.</summary>
internal static class FeatureCheck
{
    private const int DifferencesShown = 20;

    /// <summary>The columns of an exported file before those of the features.</summary>
    public static IReadOnlyList<string> KeyColumns { get; } = ["borrower_id", "loan_id", "as_of"];

    public static Command Command()
    {
        var (data, postgres) = (Arguments.Data(), Arguments.Postgres());
        var run = new Option<string?>("--run") { Description = "Check the rows that this run scored; by default the newest run" };
        var file = new Option<FileInfo?>("--file") { Description = "Check the rows of this file of 'risk features export' instead" };
        var sample = new Option<int>("--sample") { Description = "Rows to check, drawn at random", DefaultValueFactory = _ => 1_000 };
        sample.Validators.Add(Arguments.AtLeastOne);
        var seed = new Option<int>("--seed") { Description = "Seed of the draw", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "check",
            """
            Compute a sample of stored rows again and compare them bit for bit.
            A run keeps a hash of each row it scored; an exported file keeps the values. A row differs when facts that should have been
            known by its day were added later, when it was made with other definitions, or when something was damaged.
            """)
        {
            run, file, sample, seed, data, postgres,
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var kept = parsed.GetValue(file) is { } exported
                ? ExportedFeatures.Rows(exported.FullName)
                : ScoredRows(new(database), parsed.GetValue(run));
            var drawn = Draw(kept, parsed.GetValue(sample), new Random(parsed.GetValue(seed)));
            var (equal, differing) = Compare(new(database), drawn);
            foreach (var difference in differing.Take(DifferencesShown))
            {
                Console.Error.WriteLine(difference);
            }

            if (differing.Count > DifferencesShown)
            {
                Console.Error.WriteLine($"… and {Screen.Count(differing.Count - DifferencesShown)} more");
            }

            Console.WriteLine($"checked {drawn.Count} equal {equal}");
            return equal == drawn.Count ? 0 : Screen.Refused;
        });
        return command;
    }

    /// <summary>The rows that a run scored, one a loan: every target of a loan was scored from the same one.</summary>
    private static IEnumerable<KeptRow> ScoredRows(ScoreStore scores, string? runId)
    {
        var run = runId is not null ? scores.Run(runId) : scores.Runs(most: 1) is [var newest, ..] ? newest : null;
        if (run is null)
        {
            throw new FormatException(runId is null
                ? "There is no run to check; begin one with 'risk rescore', or name an exported file with --file."
                : $"There is no run '{runId}'; leave --run out for the newest.");
        }

        return scores.Scores(run.RunId).Where(score => score.VectorHash is not null).DistinctBy(score => score.LoanId, StringComparer.Ordinal)
            .Select(score => new KeptRow(score.BorrowerId, score.LoanId, score.AsOf, row => row.VectorHash == score.VectorHash ? null : "another hash"));
    }

    /// <summary>A sample in which each row has the same chance, in the order of the rows.</summary>
    private static List<KeptRow> Draw(IEnumerable<KeptRow> rows, int most, Random random)
    {
        var drawn = new List<(int Place, KeptRow Row)>();
        var place = 0;
        foreach (var row in rows)
        {
            if (place < most)
            {
                drawn.Add((place, row));
            }
            else if (random.Next(place + 1) is var at && at < most)
            {
                drawn[at] = (place, row);
            }

            place++;
        }

        return [.. drawn.OrderBy(one => one.Place).Select(one => one.Row)];
    }

    /// <summary>Computes rows again: how many are equal, and what sets the others apart.</summary>
    public static (int Equal, List<string> Differing) Compare(FactStore store, IReadOnlyList<KeptRow> all) => Screen.WithProgress("computing again", told =>
    {
        var (equal, done, differing) = (0, 0, new List<string>());
        foreach (var borrower in all.GroupBy(row => row.BorrowerId, StringComparer.Ordinal))
        {
            var file = store.Load(borrower.Key);
            foreach (var kept in borrower)
            {
                var history = file?.AsOf(kept.AsOf);
                var difference = history?.Loan(kept.LoanId) is null
                    ? "no such loan was known"
                    : kept.Difference(FeatureCatalog.Compute(history, kept.LoanId));
                if (difference is null)
                {
                    equal++;
                }
                else
                {
                    differing.Add(string.Create(CultureInfo.InvariantCulture, $"{kept.LoanId} as of {kept.AsOf:yyyy-MM-dd}: {difference}"));
                }

                told.Report((double)++done / all.Count);
            }
        }

        return (equal, differing);
    });
}

/// <summary>A row that was kept, and what sets a row computed again apart from it.</summary>
/// <param name="Difference">Null if the two are equal bit for bit.</param>
internal sealed record KeptRow(string BorrowerId, string LoanId, DateOnly AsOf, Func<FeatureRow, string?> Difference);
