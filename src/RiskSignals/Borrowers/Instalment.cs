namespace RiskSignals.Borrowers;

/// <summary>One amount due on one day under a schedule version.</summary>
/// <param name="Version">The schedule version it belongs to.</param>
/// <param name="Number">Counts from 1 within the version.</param>
/// <param name="DueOn">The day by the end of which it must be paid.</param>
public sealed record Instalment(
    string BorrowerId, string LoanId, int Version, int Number, DateOnly DueOn, Money Amount, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => $"{LoanId}/{Version}/{Number}";

    public override DateOnly HappenedOn => DueOn;
}
