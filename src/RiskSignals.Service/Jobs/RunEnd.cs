using RiskSignals.Borrowers;
using RiskSignals.Signals;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// What is left once every loan of a run is scored: the signals, which need the peers' scores, the early-warning list within the review
/// capacity, and the decisions within the channels' capacities. All of it follows from what the chunks committed, so two hosts that
/// both try come to the same, and one of them is kept.
/// </summary>
internal sealed class RunEnd(
    ScoreStore scores,
    SignalStore signals,
    TreatmentStore treatments,
    TrialStore trials,
    FactStore facts,
    TrialOutcomes outcomes,
    DriftWatch drift,
    Policy policy,
    HostOptions options,
    ILogger<RunEnd> log)
{
    // Borrowers' files in memory at a time.
    private const int BorrowersAtATime = 250;

    // Of the review capacity, one review in so many goes to a loan drawn from below the line, to measure what the list misses.
    private const int ReviewsAnAudit = 10;

    /// <summary>Ends a run of which every chunk is done.</summary>
    public void End(RunRow run, CancellationToken stopping)
    {
        outcomes.Mature(run.AsOf, stopping);
        var running = RunningTrials.On(run.AsOf, trials);
        var taken = new List<ContactChannel>();
        var looked = Look(run, running, taken, stopping);
        var audits = options.Capacity / ReviewsAnAudit;
        var list = EarlyWarningList.Rank([.. looked.Select(loan => loan.Entry)], options.Capacity - audits, audits, salt: run.RunId);
        LookedAtLoan[] undecided = [.. looked.Where(loan => !loan.IsDecided)];
        var fitted = DayPlan.Fit(policy, [.. undecided.Select(loan => loan.Decision)], taken).Decisions;
        var decisions = fitted.ToDictionary(decision => decision.DecisionId, decision => LoanDecision.Row(policy, decision), StringComparer.Ordinal);
        var ending = new RunEnding
        {
            RunId = run.RunId,
            Warnings = WarningRows.Of(list, looked.ToDictionary(loan => loan.Entry.LoanId, StringComparer.Ordinal)),
            SignalsOpened = [.. looked.SelectMany(loan => loan.Changes.Opened.Select(signal => SignalRows.Opened(run.RunId, loan.Entry, signal)))],
            SignalsClosed = [.. looked.SelectMany(loan => loan.Changes.Closed).Select(signal => SignalRows.Closed(run.RunId, signal))],
            Decisions = [.. decisions.Values],
            Assignments =
            [
                .. undecided.Zip(fitted, (loan, decision) => running.FirstAssignment(loan.Borrower, decision, loan.Assigned) is { } made
                        ? new DecidedAssignment(decisions[decision.DecisionId], made)
                        : null)
                    .OfType<DecidedAssignment>(),
            ],
            Drift = drift.Measure(run),
        };
        if (scores.End(ending))
        {
            log.RunEnded(run.RunId, ending.Warnings.Count, scores.Run(run.RunId)!.Treatments ?? 0);
            drift.Tell(run, ending.Drift);
        }
    }

    /// <summary>Looks at every loan of the run, by borrower, then loan: what is chosen for one counts towards the caps of the next.</summary>
    /// <param name="taken">Gets the channels of the contacts that are reserved for the day already.</param>
    private List<LookedAtLoan> Look(RunRow run, RunningTrials running, List<ContactChannel> taken, CancellationToken stopping)
    {
        var peers = PeersOf(run);
        var looked = new List<LookedAtLoan>();
        foreach (var some in MissScores(run).GroupBy(score => score.BorrowerId, StringComparer.Ordinal).Chunk(BorrowersAtATime))
        {
            stopping.ThrowIfCancellationRequested();
            var ids = some.Select(borrower => borrower.Key).ToArray();
            var files = facts.Load(ids).ToDictionary(file => file.BorrowerId, StringComparer.Ordinal);
            var assigned = trials.AssignmentsOf(ids).ToLookup(row => row.BorrowerId, StringComparer.Ordinal);
            var open = signals.OpenOf(ids).Where(row => row.OpenedOn <= run.AsOf).ToLookup(row => row.LoanId, SignalRows.Signal, StringComparer.Ordinal);
            var previous = scores.Previous(run.RunId, ids, Scoring.Target.Miss30.Id)
                .ToDictionary(row => row.LoanId, row => row.Probability, StringComparer.Ordinal);
            var decided = LoanDecision.Lately(treatments, ids, run.AsOf).ToLookup(row => row.BorrowerId, StringComparer.Ordinal);
            foreach (var borrower in some)
            {
                var history = files[borrower.Key].AsOf(run.AsOf);
                var reserved = decided[borrower.Key].Select(LoanDecision.Reserved).OfType<ReservedContact>().ToList();
                taken.AddRange(reserved.Where(contact => contact.On == run.AsOf).Select(contact => contact.Channel));
                foreach (var score in borrower.OrderBy(score => score.LoanId, StringComparer.Ordinal))
                {
                    var loan = LookedAtLoan.Of(
                        policy,
                        history,
                        score,
                        new LoanWatch([.. open[score.LoanId]], previous.GetValueOrDefault(score.LoanId)),
                        peers,
                        running,
                        [.. assigned[borrower.Key]],
                        reserved,
                        decided[borrower.Key].FirstOrDefault(row => row.DecidedOn == run.AsOf && row.Slot == score.LoanId));
                    looked.Add(loan);
                    if (!loan.IsDecided && LoanDecision.Reserved(policy, loan.Decision) is { } contact)
                    {
                        reserved.Add(contact);
                    }
                }
            }
        }

        return looked;
    }

    private Peers PeersOf(RunRow run)
    {
        var products = facts.Products(run.AsOf);
        return Peers.Of(MissScores(run).Where(score => score.Probability is not null)
            .Select(score => (products[score.LoanId], score.Probability!.Value)));
    }

    private IEnumerable<ScoreRow> MissScores(RunRow run) => scores.Scores(run.RunId).Where(score => score.Target == Scoring.Target.Miss30.Id);
}
