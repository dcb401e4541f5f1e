namespace RiskSignals.Borrowers;

/// <summary>The way a contact is made.</summary>
public enum ContactChannel
{
    Sms,
    Email,
    Call,
    Letter,
    App,
    Portal,
}

/// <summary>How far a contact got. A later result of the same contact is a new version of the fact.</summary>
public enum ContactResult
{
    /// <summary>Tried: a message sent, a number dialled.</summary>
    Attempted,
    Delivered,
    Bounced,
    Opened,

    /// <summary>A conversation with somebody.</summary>
    Answered,

    /// <summary>A conversation with the borrower, identity verified.</summary>
    RightParty,

    /// <summary>The borrower answered a message, or began the contact.</summary>
    Replied,
}

/// <summary>A contact between the lender and the borrower; its content is not read.</summary>
/// <param name="LoanId">The loan it was about; null if none.</param>
/// <param name="Inbound">Whether the borrower began it.</param>
/// <param name="DecisionId">The decision that asked for it; null if none did.</param>
public sealed record Contact(
    string BorrowerId,
    string ContactId,
    string? LoanId,
    ContactChannel Channel,
    bool Inbound,
    ContactResult Result,
    Instant HappenedAt,
    string? DecisionId,
    Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => ContactId;

    public override DateOnly HappenedOn => HappenedAt.Day;
}
