using System.Collections.Concurrent;

namespace RiskSignals.Simulation;

/// <summary>Loans drawn at random from those that can miss an instalment as of a day, with the true chance of it (MISS30 of the glossary).</summary>
/// <param name="Loans">How many, at least 1; fewer if the lender has no more.</param>
/// <param name="Replays">Replays a loan, at least 1; the standard error of a chance is at most 0.5 ÷ √replays.</param>
/// <param name="AsOf">The day looked from, one of the lender's period.</param>
public sealed record TruthSample(int Loans, int Replays, DateOnly AsOf)
{
    /// <summary>The header of the sample's file.</summary>
    internal const string Header = "borrower_id,loan_id,as_of,miss_probability,replays,standard_error\n";

    /// <summary>Path of the sample's file, below the facts' folder.</summary>
    internal static string Name => Path.Combine("truth", "probabilities.csv");

    /// <summary>Draws the loans and replays them.</summary>
    /// <returns>By borrower, then loan. Replays that were censored are left out of a chance.</returns>
    /// <exception cref="ArgumentException">A count is below 1, or the day isn't one of the lender's period.</exception>
    public IReadOnlyList<(string BorrowerId, string LoanId, TrueChance Miss)> Draw(
        SimulatedLender lender, int? threads = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(lender);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation };
        var drawn = new List<(string BorrowerId, string LoanId, TrueChance Miss)>();
        foreach (var some in lender.Shuffled().Chunk(4 * options.MaxDegreeOfParallelism))
        {
            var found = new ConcurrentDictionary<int, List<(string BorrowerId, string LoanId, TrueChance Miss)>>();
            Parallel.ForEach(some, options, index => found[index] = Of(lender, index));
            drawn.AddRange(some.SelectMany(index => found[index]));
            progress?.Report(Math.Min(1, (double)drawn.Count / Loans));
            if (drawn.Count >= Loans)
            {
                break;
            }
        }

        return [.. drawn.Take(Loans).OrderBy(one => one.LoanId, StringComparer.Ordinal)];
    }

    /// <exception cref="ArgumentException">A count is below 1, or the day isn't one of the lender's period.</exception>
    internal void Check(SimulatedLender lender)
    {
        lender.CheckAsOf(AsOf);
        if (Loans < 1 || Replays < 1)
        {
            throw new ArgumentException($"A sample of {Loans} loans with {Replays} replays each can't be drawn; both are 1 or more.");
        }
    }

    internal void Write(SimulatedLender lender, CsvPage page, int? threads, IProgress<double> progress, CancellationToken cancellation)
    {
        foreach (var (borrowerId, loanId, miss) in Draw(lender, threads, progress, cancellation))
        {
            page.Row($"{borrowerId},{loanId},{AsOf:yyyy-MM-dd},{miss.Probability:0.000000},{miss.Judged},{miss.StandardError:0.000000}");
        }
    }

    private List<(string BorrowerId, string LoanId, TrueChance Miss)> Of(SimulatedLender lender, int index) =>
    [
        .. lender.MissProbabilities(index, AsOf, Replays)
            .Where(one => one.Miss is { Judged: > 0 })
            .Select(one => (SimulatedLender.BorrowerId(index), one.LoanId, one.Miss!.Value)),
    ];
}
