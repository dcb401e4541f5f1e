using System.Diagnostics;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>What one chunk of a run comes to: a score, or the reason why there is none, for every loan and target.</summary>
internal sealed class RunChunk(ScoreStore scores, FactStore facts, BundlesInService bundles, HostOptions options)
{
    /// <summary>Computes a chunk; it has no effect until its results are committed.</summary>
    /// <returns>Null if another host has taken the chunk over.</returns>
    public ChunkResults? Compute(ChunkLease lease, CancellationToken stopping)
    {
        var run = scores.Run(lease.RunId)!;
        var served = bundles.Of(run) ?? throw new InvalidOperationException($"Run {run.RunId} began with bundles that the store has lost.");
        IReadOnlyList<ServedBundle> beside = [.. bundles.Current.Beside.Where(one => run.BundleOf.ContainsKey(one.Target.Id))];
        var loans = scores.Loans(lease).ToLookup(loan => loan.BorrowerId, loan => loan.LoanId, StringComparer.Ordinal);
        var (rows, shadows) = (new List<ScoreRow>(), new List<ScoreRow>());
        var waiting = new List<(BorrowerHistory, LoanHistory)>();
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
            waiting.AddRange(loans[file.BorrowerId].Select(loanId => (history, history.Loan(loanId)!)));
            if (waiting.Count >= Scorer.BlockRows)
            {
                ScoreWaiting();
            }
        }

        ScoreWaiting();
        return new ChunkResults { Scores = rows, Shadows = shadows };

        void ScoreWaiting()
        {
            foreach (var score in LoanScorer.ScoreAll(waiting, [.. served, .. beside]))
            {
                rows.AddRange(ScoreRows.Of(run.RunId, score with { Targets = [.. score.Targets.Take(served.Count)] }));
                shadows.AddRange(ScoreRows.Of(run.RunId, score with { Targets = [.. score.Targets.Skip(served.Count)] }));
            }

            waiting.Clear();
        }
    }
}
