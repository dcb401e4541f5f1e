namespace RiskSignals.Treatments;

/// <summary>One arm of a trial as a decision sees it.</summary>
/// <param name="Probability">Share of the trial's units that get it, above 0; the shares of all arms add up to 1.</param>
public sealed record TrialArm(string ArmId, string TreatmentId, double Probability);

/// <summary>The arm a borrower is assigned to, among the arms they could have been assigned to.</summary>
public sealed record TrialPlace(string TrialId, string ArmId, IReadOnlyList<TrialArm> Arms);

/// <summary>Everything one decision is taken from; the same input gives the same decision, to the byte.</summary>
public sealed record DecisionInput
{
    public required TreatmentFacts Facts { get; init; }

    /// <summary>The planning run.</summary>
    public required string RunId { get; init; }

    /// <summary>Which of the day's decisions on the loan it is.</summary>
    public string Slot { get; init; } = "day";

    /// <summary>What the borrower is asked to pay in the window, in minor units, 0 or more.</summary>
    public required long AmountMinorUnits { get; init; }

    /// <summary>Null outside trials.</summary>
    public TrialPlace? Trial { get; init; }

    /// <summary>Hash of the feature row that was scored; empty if none was.</summary>
    public string FeatureHash { get; init; } = "";

    /// <summary>Hash of the bundle that scored; empty if none did.</summary>
    public string BundleHash { get; init; } = "";

    /// <summary>Codes of the score's reasons, strongest first.</summary>
    public IReadOnlyList<string> ReasonCodes { get; init; } = [];
}
