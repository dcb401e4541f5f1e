using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Signals;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service.Jobs;

/// <summary>A scored loan looked at beside its peers and its past: what changed, and what is to be done.</summary>
/// <param name="Borrower">Null while nothing but the loan is known.</param>
/// <param name="Quadrant">Null without a score or with too few peers.</param>
/// <param name="DaysToDue">Days until the next instalment; null if none is left.</param>
/// <param name="IsDecided">The decision was taken and kept before the run came to the loan.</param>
internal sealed record LookedAtLoan(
    ScoreRow Score,
    Borrower? Borrower,
    SignalChanges Changes,
    WarningEntry Entry,
    RiskQuadrant? Quadrant,
    int? DaysToDue,
    Decision Decision,
    bool IsDecided,
    IReadOnlyList<AssignmentRow> Assigned)
{
    /// <summary>Looks at one loan.</summary>
    /// <param name="score">Its score for MISS30 in the run.</param>
    /// <param name="watch">What the run before left for it.</param>
    /// <param name="assigned">The borrower's assignments so far.</param>
    /// <param name="reserved">Contacts reserved for the borrower so far.</param>
    /// <param name="kept">The decision on the loan that stands for the day already, or null.</param>
    public static LookedAtLoan Of(
        Policy policy,
        BorrowerHistory history,
        ScoreRow score,
        LoanWatch watch,
        Peers peers,
        RunningTrials running,
        IReadOnlyList<AssignmentRow> assigned,
        IReadOnlyList<ReservedContact> reserved,
        DecisionRow? kept)
    {
        var loan = history.Loan(score.LoanId)!;
        var state = new LoanState(FeatureCatalog.Compute(history, score.LoanId), loan.Loan.Product, score.Probability);
        var changes = EarlyWarning.Compare(watch, state, peers, feature => FeatureCatalog.Explain(history, score.LoanId, feature));
        IReadOnlyList<Signal> open = [.. changes.StillOpen, .. changes.Opened];
        var place = history.Borrower is { } borrower ? running.Place(borrower, assigned) : null;
        return new(
            score,
            history.Borrower,
            changes,
            new(history.BorrowerId, score.LoanId, score.Probability, loan.Ledger.Owed(history.AsOf).MinorUnits, open),
            RiskQuadrants.Of(state, watch.MissProbability, peers),
            loan.NextInstalment?.DueOn.DayNumber - history.AsOf.DayNumber,
            kept is null
                ? LoanDecision.Decide(policy, history, loan, score, open.Count, place, reserved)
                : DecisionText.Parse(kept.Record),
            kept is not null,
            assigned);
    }
}
