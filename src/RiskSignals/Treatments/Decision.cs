namespace RiskSignals.Treatments;

/// <summary>One treatment as a decision weighed it.</summary>
/// <param name="Removals">Why it is out; empty if it may be chosen.</param>
/// <param name="UpliftBasisPoints">Assumed rise in the chance of payment.</param>
/// <param name="ValueMinorUnits">Uplift × amount − cost − harm.</param>
/// <param name="Propensity">Probability with which it was chosen, 0 to 1; over all candidates they add up to 1.</param>
public sealed record Candidate(
    string TreatmentId,
    int TreatmentVersion,
    IReadOnlyList<Removal> Removals,
    int UpliftBasisPoints,
    long ValueMinorUnits,
    double Propensity);

/// <summary>How a treatment came to be chosen.</summary>
public enum ChosenBy
{
    /// <summary>It has the highest value.</summary>
    Value,

    /// <summary>It was drawn, to learn what it does.</summary>
    Exploration,

    /// <summary>It is the borrower's arm of a trial.</summary>
    Trial,
}

/// <summary>The next best action for a loan, with all that is needed to replay, explain and evaluate it.</summary>
public sealed record Decision
{
    /// <summary>32 hexadecimal digits that follow from borrower, loan, day, slot, policy and run.</summary>
    public required string DecisionId { get; init; }

    public required string RunId { get; init; }

    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    public required DateOnly AsOf { get; init; }

    public required string Slot { get; init; }

    public required string PolicyId { get; init; }

    public required int PolicyVersion { get; init; }

    public required string PolicyHash { get; init; }

    public required int ExplorationBuckets { get; init; }

    public required int FloorBuckets { get; init; }

    public required string FeatureHash { get; init; }

    public required string BundleHash { get; init; }

    /// <summary>Null if the loan could not be scored.</summary>
    public required double? MissProbability { get; init; }

    public required IReadOnlyList<string> ReasonCodes { get; init; }

    public required long AmountMinorUnits { get; init; }

    /// <summary>All treatments of the policy, in its order.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Highest intensity the plan could reach; below the treatments' own where a right or vulnerability binds.</summary>
    public required int IntensityCeiling { get; init; }

    /// <summary>The treatment of highest value, whether or not something else was chosen.</summary>
    public required string PlannedId { get; init; }

    /// <summary>The treatment to carry out.</summary>
    public required string ChosenId { get; init; }

    public required ChosenBy ChosenBy { get; init; }

    /// <summary>A person must release it.</summary>
    public required bool NeedsApproval { get; init; }

    /// <summary>The trial that decided, or null.</summary>
    public required string? TrialId { get; init; }

    /// <summary>The borrower's arm in it; stays theirs even where a rule removed its treatment.</summary>
    public required string? ArmId { get; init; }

    /// <summary>The candidate of a treatment.</summary>
    public Candidate Candidate(string treatmentId) => Candidates.First(candidate => candidate.TreatmentId == treatmentId);
}
