namespace RiskSignals.Treatments;

/// <summary>What ends a sequence before its next step.</summary>
public enum StopCondition
{
    /// <summary>Nothing is past due any more.</summary>
    Paid,

    /// <summary>A promise to pay is open.</summary>
    Promise,

    /// <summary>The borrower contests the loan.</summary>
    Dispute,

    /// <summary>A statutory stay is in force.</summary>
    Moratorium,
}

/// <summary>One step of a sequence, open on a range of days.</summary>
/// <param name="DayFrom">First day past due on which the step may be taken.</param>
/// <param name="DayToExcl">First day past due on which it is too late for it.</param>
public sealed record TreatmentStep(string TreatmentId, int DayFrom, int DayToExcl);

/// <summary>Steps by day past due, each taken at most once, with what stops them.</summary>
public sealed record TreatmentSequence(
    string Id, int Version, IReadOnlyList<TreatmentStep> Steps, IReadOnlyList<StopCondition> StopsOn);
