namespace RiskSignals.Simulation;

/// <summary>How borrowers live together.</summary>
/// <param name="Share">Share of pairs of neighbouring borrowers that are one household.</param>
public sealed record HouseholdsParameters([Share] double Share);
