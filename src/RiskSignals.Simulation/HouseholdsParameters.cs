namespace RiskSignals.Simulation;

/// <summary>How borrowers live together.</summary>
/// <param name="Share">Share of pairs of neighbouring borrowers that are one household.</param>
/// <param name="JointLoanShare">Share of a household's loans that both answer for; short loans never are joint.</param>
/// <param name="SpillOver">How much of a treatment that reached one is felt by the other.</param>
/// <param name="Fatigue">How much a contact with one counts among the recent contacts of the other.</param>
public sealed record HouseholdsParameters(
    [Share] double Share, [Share] double JointLoanShare, [Share] double SpillOver, [Share] double Fatigue);
