namespace RiskSignals.Trials;

/// <summary>One of the treatments compared in a trial.</summary>
/// <param name="Weight">Whole number above 0; arms are assigned in the ratio of their weights.</param>
public sealed record Arm(string Id, string TreatmentId, int Weight);
