namespace RiskSignals.Borrowers;

/// <summary>Circumstances and rights of a borrower. They steer rules and support; none ever enters a score.</summary>
public enum BorrowerFlagKind
{
    Vulnerable,
    Hardship,
    Moratorium,
    Dispute,
    Complaint,
    CeaseContact,
    Represented,
    OptOutSms,
    OptOutEmail,
    OptOutCall,
    Deceased,
}

/// <summary>A recorded circumstance or right, in force from one day to another.</summary>
/// <param name="LoanId">The loan it concerns (a dispute); null if all.</param>
/// <param name="EndsOn">Last day in force; null while open.</param>
public sealed record BorrowerFlag(
    string BorrowerId, string FlagId, BorrowerFlagKind Kind, string? LoanId, DateOnly StartsOn, DateOnly? EndsOn, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => FlagId;

    public override DateOnly HappenedOn => StartsOn;

    /// <summary>Whether it bears on a loan. Death and vulnerability are the person's, whichever loan they were recorded under.</summary>
    public bool Concerns(string? loanId) =>
        LoanId is null || LoanId == loanId || Kind is BorrowerFlagKind.Deceased or BorrowerFlagKind.Vulnerable;

    /// <summary>Whether it is in force on a day, both ends included.</summary>
    public bool HoldsOn(DateOnly day) => StartsOn <= day && (EndsOn is not { } end || day <= end);
}
