namespace RiskSignals.Borrowers;

/// <summary>A borrower's leave to collect by direct debit: ours for a loan, or somebody else's as a bank feed shows it.</summary>
/// <param name="LoanId">The loan it collects for; null if it is somebody else's.</param>
/// <param name="BankAccountId">The bank account whose feed shows it; null for ours.</param>
/// <param name="CancelledOn">Day it was cancelled while there was something to collect; null if it wasn't. A mandate that ends with its loan isn't.</param>
public sealed record Mandate(
    string BorrowerId, string MandateId, string? LoanId, string? BankAccountId, DateOnly SignedOn, DateOnly? CancelledOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => MandateId;

    public override DateOnly HappenedOn => SignedOn;
}
