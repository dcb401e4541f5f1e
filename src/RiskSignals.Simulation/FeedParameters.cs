namespace RiskSignals.Simulation;

/// <summary>What a bank feed shows, and how it strays from the truth.</summary>
/// <param name="NoBankDataShare">Share of borrowers who never share a bank account.</param>
/// <param name="PendingShare">Share of card purchases that show as pending first.</param>
/// <param name="LateShare">Share of bank transactions learnt 1 to 3 days after they were booked.</param>
/// <param name="UncategorisedShare">Share of bank transactions that arrive without a category.</param>
/// <param name="MiscategorisedShare">Share of bank transactions that arrive in a wrong category.</param>
/// <param name="ResentShare">Share of bank transactions sent once more days later: half corrected, half unchanged.</param>
/// <param name="ConsentLapseShare">Share of consents not renewed when they expire.</param>
public sealed record FeedParameters(
    [Share] double NoBankDataShare,
    [Share] double PendingShare,
    [Share] double LateShare,
    [Share] double UncategorisedShare,
    [Share] double MiscategorisedShare,
    [Share] double ResentShare,
    [Share] double ConsentLapseShare);
