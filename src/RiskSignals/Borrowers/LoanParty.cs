namespace RiskSignals.Borrowers;

/// <summary>As what another borrower answers for a loan.</summary>
public enum LoanRole
{
    Joint,
    Guarantor,
}

/// <summary>A second borrower who answers for a loan that is kept under the first one's name.</summary>
/// <param name="BorrowerId">The borrower under whose name the loan, its schedule and its payments are kept.</param>
/// <param name="PartyId">The other borrower.</param>
/// <param name="EndsOn">Last day on which the other answers for it; null while open.</param>
public sealed record LoanParty(
    string BorrowerId, string LoanId, string PartyId, LoanRole Role, DateOnly StartsOn, DateOnly? EndsOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => $"{LoanId}/{PartyId}";

    public override DateOnly HappenedOn => StartsOn;
}
