namespace RiskSignals.Trials;

/// <summary>What became of one exposure, as known on the day of the read-out.</summary>
/// <param name="AssignedOn">Day of the exposure; the outcome window starts the day after.</param>
/// <param name="Attempted">The treatment was tried.</param>
/// <param name="Delivered">The treatment reached the borrower. Effects are of assignment, delivered or not.</param>
/// <param name="Outcome">The trial's measure: 0 or 1, or minor units. Null while it can't be known; needed once matured.</param>
public sealed record TrialRow(string Unit, string ArmId, DateOnly AssignedOn, bool Attempted, bool Delivered, long? Outcome);
