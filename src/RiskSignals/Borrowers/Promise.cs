namespace RiskSignals.Borrowers;

/// <summary>A borrower's commitment to pay an amount by a day.</summary>
public sealed record Promise(
    string BorrowerId, string PromiseId, string LoanId, Money Amount, DateOnly PromisedFor, DateOnly MadeOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => PromiseId;

    public override DateOnly HappenedOn => MadeOn;
}
