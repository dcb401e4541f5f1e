namespace RiskSignals.Borrowers;

/// <summary>A monthly statement of a card of another lender, which says how much must be paid at least.</summary>
/// <param name="BankAccountId">The card, as a bank account.</param>
/// <param name="ClosedOn">Last day it covers; payments from the next day on go towards its minimum.</param>
public sealed record CardStatement(
    string BorrowerId, string CardStatementId, string BankAccountId, DateOnly ClosedOn, Money MinimumDue, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => CardStatementId;

    public override DateOnly HappenedOn => ClosedOn;
}
