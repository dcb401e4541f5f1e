namespace RiskSignals.Borrowers;

/// <summary>A contract with a schedule of amounts due.</summary>
/// <param name="Currency">ISO 4217 code of every amount of the loan.</param>
/// <param name="OriginatedOn">Day of the first disbursement.</param>
/// <param name="Principal">Amount disbursed; for a revolving loan the amount drawn at the start.</param>
/// <param name="AnnualRateBasisPoints">Nominal interest a year, 100 = 1 %; null if not stated.</param>
/// <param name="Limit">Credit limit of a revolving loan, otherwise null.</param>
public sealed record Loan(
    string BorrowerId,
    string LoanId,
    string Product,
    string Currency,
    DateOnly OriginatedOn,
    Money Principal,
    int? AnnualRateBasisPoints,
    Money? Limit,
    Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => LoanId;

    public override DateOnly HappenedOn => OriginatedOn;
}
