namespace RiskSignals.Borrowers;

/// <summary>Why a payment was taken back.</summary>
public enum ReversalReason
{
    InsufficientFunds,
    AccountClosed,
    Disputed,
    MandateCancelled,
    Other,
}

/// <summary>A payment taken back; from the day this is known the payment never counted.</summary>
/// <param name="PaymentId">The payment it takes back.</param>
public sealed record PaymentReversal(
    string BorrowerId, string PaymentId, string LoanId, DateOnly ReversedOn, ReversalReason Reason, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => PaymentId;

    public override DateOnly HappenedOn => ReversedOn;
}
