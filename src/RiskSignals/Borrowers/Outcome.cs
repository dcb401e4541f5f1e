namespace RiskSignals.Borrowers;

/// <summary>What came of a decision.</summary>
public enum OutcomeKind
{
    /// <summary>The treatment reached the borrower.</summary>
    Exposed,
    NotDelivered,
    Paid,
    Promised,
    PlanAccepted,
    Complained,
    OptedOut,
}

/// <summary>What a servicing platform saw come of one decision.</summary>
/// <param name="DecisionId">The decision it followed.</param>
/// <param name="Amount">Amount paid or promised; null if none. It is no payment: payments are facts of their own.</param>
public sealed record Outcome(
    string BorrowerId,
    string OutcomeId,
    string DecisionId,
    string LoanId,
    OutcomeKind Kind,
    Money? Amount,
    DateOnly ObservedOn,
    Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => OutcomeId;

    public override DateOnly HappenedOn => ObservedOn;
}
