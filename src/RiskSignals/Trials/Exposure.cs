using RiskSignals.Borrowers;

namespace RiskSignals.Trials;

/// <summary>Logged once a unit and trial, at the decision from which the treatment could first differ between the arms.</summary>
/// <param name="BorrowerId">The borrower decided on; of a household, the first.</param>
/// <param name="Bucket">The unit's bucket under <paramref name="SplitSalt"/>.</param>
/// <param name="Propensity">Probability with which the unit got this arm.</param>
/// <param name="EligibleSetHash">Hash of the treatments that were eligible, so that a drift of eligibility between arms shows.</param>
/// <param name="ModelVersion">The bundle that scored the loan.</param>
/// <param name="DecidedAt">Database time of the decision; the outcome window starts on its day.</param>
public sealed record Exposure(
    string TrialId,
    string Unit,
    string BorrowerId,
    string ArmId,
    int Bucket,
    string SplitSalt,
    double Propensity,
    string EligibleSetHash,
    string ModelVersion,
    Instant DecidedAt,
    string DecisionId);
