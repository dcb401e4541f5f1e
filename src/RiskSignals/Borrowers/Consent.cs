namespace RiskSignals.Borrowers;

/// <summary>The borrower's time-limited permission to read one bank account for scoring.</summary>
/// <param name="ExpiresOn">First day without consent.</param>
/// <param name="WithdrawnOn">First day without consent if withdrawn before it expired; null if not withdrawn.</param>
public sealed record Consent(
    string BorrowerId,
    string ConsentId,
    string BankAccountId,
    DateOnly GrantedOn,
    DateOnly ExpiresOn,
    DateOnly? WithdrawnOn,
    Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => ConsentId;

    public override DateOnly HappenedOn => GrantedOn;

    /// <summary>Whether the bank account may be read on a day.</summary>
    public bool HoldsOn(DateOnly day) =>
        GrantedOn <= day && day < ExpiresOn && (WithdrawnOn is not { } withdrawn || day < withdrawn);
}
