namespace RiskSignals.Training.Cohorts;

/// <summary>A decision that was in force for a loan, as far as a label must know of it.</summary>
/// <param name="TrialId">The trial whose arm it was; null outside trials.</param>
/// <param name="Probability">Probability with which the policy chose it, above 0.</param>
public sealed record DecidedTreatment(
    string DecisionId, string LoanId, DateOnly DecidedOn, string Treatment, string? TrialId, double Probability);
