namespace RiskSignals.Borrowers;

/// <summary>A person or firm that owes under one or more loans.</summary>
/// <param name="Jurisdiction">Rule-pack code of the residence, such as UK or US-CA.</param>
/// <param name="TimeZone">IANA name, such as Europe/London; decides when contact is allowed.</param>
/// <param name="HouseholdId">Borrowers that share it are assigned to one arm; null if alone.</param>
public sealed record Borrower(string BorrowerId, string Jurisdiction, string TimeZone, string? HouseholdId, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => BorrowerId;

    public override DateOnly HappenedOn => KnownOn.Day;
}
