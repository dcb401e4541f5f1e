namespace RiskSignals.Borrowers;

/// <summary>Why a schedule version was made.</summary>
public enum ScheduleReason
{
    Original,
    BorrowerRequest,
    Restructured,
    Moratorium,
    RateChange,

    /// <summary>The monthly statement of a revolving loan adds its minimum payment.</summary>
    Statement,
}

/// <summary>One version of a loan's schedule; its instalments are the whole list, past ones included.</summary>
/// <param name="Version">Counts from 1; the newest known version is the one in force.</param>
public sealed record ScheduleVersion(string BorrowerId, string LoanId, int Version, ScheduleReason Reason, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => $"{LoanId}/{Version}";

    public override DateOnly HappenedOn => KnownOn.Day;
}
