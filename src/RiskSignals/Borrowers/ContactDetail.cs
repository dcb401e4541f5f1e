namespace RiskSignals.Borrowers;

/// <summary>A way to reach a borrower that the lender has on record.</summary>
public enum ContactDetailKind
{
    Phone,
    Email,
    PostalAddress,
}

/// <summary>
/// That the lender holds a number or an address of a borrower, and whether it works; never the number or address itself. A changed number is
/// a new detail, the old one ends; that one failed, or works again, is a new version.
/// </summary>
/// <param name="StartsOn">First day on which it is the borrower's.</param>
/// <param name="EndsOn">Last day on which it is; null while open.</param>
/// <param name="FailedOn">Day on which it last bounced or was found invalid; null if it is thought to work.</param>
public sealed record ContactDetail(
    string BorrowerId, string ContactDetailId, ContactDetailKind Kind, DateOnly StartsOn, DateOnly? EndsOn, DateOnly? FailedOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => ContactDetailId;

    public override DateOnly HappenedOn => StartsOn;

    /// <summary>Whether it is the borrower's on a day, both ends included.</summary>
    public bool HoldsOn(DateOnly day) => StartsOn <= day && (EndsOn is not { } end || day <= end);
}
