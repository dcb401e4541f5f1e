using System.Diagnostics;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>What one chunk of a run comes to: a score, or the reason why there is none, for every loan and target.</summary>
internal sealed class RunChunk(ScoreStore scores, FactStore facts, ServedBundles bundles, HostOptions options)
{
    /// <summary>Computes a chunk; it has no effect until its results are committed.</summary>
    /// <returns>Null if another host has taken the chunk over.</returns>
    public ChunkResults? Compute(ChunkLease lease, CancellationToken stopping)
    {
        var run = scores.Run(lease.RunId)!;
        var loans = scores.Loans(lease).ToLookup(loan => loan.BorrowerId, loan => loan.LoanId, StringComparer.Ordinal);
        var rows = new List<ScoreRow>();
        var held = Stopwatch.StartNew();
        foreach (var file in facts.Stream(lease.FirstBorrowerId, lease.LastBorrowerId))
        {
            stopping.ThrowIfCancellationRequested();
            if (held.Elapsed > options.Lease / 3)
            {
                if (!scores.Renew(lease, options.Lease))
                {
                    return null;
                }

                held.Restart();
            }

            if (!loans.Contains(file.BorrowerId))
            {
                continue;
            }

            var history = file.AsOf(run.AsOf);
            foreach (var loanId in loans[file.BorrowerId])
            {
                rows.AddRange(ScoreRows.Of(run.RunId, LoanScorer.Score(history, history.Loan(loanId)!, bundles.All)));
            }
        }

        return new ChunkResults { Scores = rows };
    }
}
