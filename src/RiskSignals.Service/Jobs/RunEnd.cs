using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// What is left once every loan of a run is scored: the early-warning list within the review capacity, and the decisions within the
/// channels' capacities. It is computed from what the chunks committed, so two hosts that both try come to the same, and one of them is kept.
/// </summary>
internal sealed class RunEnd(
    ScoreStore scores, FactStore facts, SignalStore signals, TrialStore trials, Policy policy, TrialOutcomes outcomes, ILogger<RunEnd> log)
{
    // Borrowers whose assignments are asked for at a time.
    private const int BorrowersAtATime = 500;

    /// <summary>Ends a run of which every chunk is done.</summary>
    public void End(RunRow run, CancellationToken stopping)
    {
        var running = RunningTrials.On(run.AsOf, trials);
        var decisions = new List<Decision>();
        var borrowers = new Dictionary<string, Borrower>(StringComparer.Ordinal);
        var already = new HashSet<(string BorrowerId, string TrialId)>();
        foreach (var some in MissScores(run).Chunk(BorrowersAtATime))
        {
            stopping.ThrowIfCancellationRequested();
            var ids = some.Select(group => group.Key).ToArray();
            var assigned = trials.AssignmentsOf(ids).ToLookup(row => row.BorrowerId, StringComparer.Ordinal);
            var open = signals.OpenOf(ids).ToLookup(row => row.LoanId, StringComparer.Ordinal);
            var files = facts.Load(ids).ToDictionary(file => file.BorrowerId, StringComparer.Ordinal);
            foreach (var group in some)
            {
                var history = files[group.Key].AsOf(run.AsOf);
                var borrower = history.Borrower;
                var place = borrower is null ? null : running.Place(borrower, [.. assigned[group.Key]]);
                decisions.AddRange(group.Select(score => LoanDecision.Decide(
                    policy, history, history.Loan(score.LoanId)!, score, open[score.LoanId].Count(), place)));
                already.UnionWith(assigned[group.Key].Select(row => (row.BorrowerId, row.TrialId)));
                if (borrower is not null && place is not null)
                {
                    borrowers[group.Key] = borrower;
                }
            }
        }

        var fitted = DayPlan.Fit(policy, decisions).Decisions;
        var ending = new RunEnding
        {
            RunId = run.RunId,
            Warnings = [],
            Decisions = [.. fitted.Select(decision => LoanDecision.Row(policy, decision))],
            Assignments =
            [
                .. fitted.Where(decision => decision.TrialId is { } trialId && already.Add((decision.BorrowerId, trialId)))
                    .Select(decision => running.Assignment(borrowers[decision.BorrowerId], decision)),
            ],
            Treatments = fitted.Count(decision => decision.ChosenId != Treatment.NoneId),
        };
        if (scores.End(ending))
        {
            log.RunEnded(run.RunId, ending.Warnings.Count, ending.Treatments);
        }

        outcomes.Mature(run.AsOf, stopping);
    }

    private IEnumerable<IGrouping<string, ScoreRow>> MissScores(RunRow run) => scores.Scores(run.RunId)
        .Where(score => score.Target == Target.Miss30.Id)
        .GroupBy(score => score.BorrowerId, StringComparer.Ordinal);
}
