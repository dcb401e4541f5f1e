namespace RiskSignals.Borrowers;

/// <summary>Why something was added to what is owed under a revolving loan.</summary>
public enum LoanChargeKind
{
    Purchase,
    CashAdvance,
    Interest,
    Fee,
}

/// <summary>An amount added to what is owed under a revolving loan; its balance is the charges less the payments that count.</summary>
/// <param name="ChargedOn">The day it counts from.</param>
public sealed record LoanCharge(
    string BorrowerId, string LoanChargeId, string LoanId, LoanChargeKind Kind, Money Amount, DateOnly ChargedOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => LoanChargeId;

    public override DateOnly HappenedOn => ChargedOn;
}
