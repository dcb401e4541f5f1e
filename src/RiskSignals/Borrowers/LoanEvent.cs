namespace RiskSignals.Borrowers;

/// <summary>What can happen to a loan besides payments and new schedules.</summary>
public enum LoanEventKind
{
    PaidOff,
    Restructured,
    ReAged,
    Moratorium,
    Sold,
    WrittenOff,
    Fraud,
    UnlikelyToPay,
}

/// <summary>A change of a loan's state.</summary>
/// <param name="EndsOn">Last day of a state that ends by itself (a moratorium); null if open or permanent.</param>
public sealed record LoanEvent(
    string BorrowerId, string LoanEventId, string LoanId, LoanEventKind Kind, DateOnly StartsOn, DateOnly? EndsOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => LoanEventId;

    public override DateOnly HappenedOn => StartsOn;

    /// <summary>Whether the state holds on a day, both ends included.</summary>
    public bool HoldsOn(DateOnly day) => StartsOn <= day && (EndsOn is not { } end || day <= end);
}
