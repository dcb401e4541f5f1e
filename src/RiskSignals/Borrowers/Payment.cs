namespace RiskSignals.Borrowers;

/// <summary>How money reached a loan.</summary>
public enum PaymentMethod
{
    DirectDebit,
    Card,
    Transfer,
    Cash,
    Other,
}

/// <summary>Money credited to a loan by or for the borrower; waivers and refinancing by the lender are not payments.</summary>
/// <param name="EffectiveOn">The day it counts from.</param>
public sealed record Payment(
    string BorrowerId, string PaymentId, string LoanId, Money Amount, DateOnly EffectiveOn, PaymentMethod Method, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => PaymentId;

    public override DateOnly HappenedOn => EffectiveOn;
}
