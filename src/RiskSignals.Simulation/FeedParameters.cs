namespace RiskSignals.Simulation;

/// <summary>What a bank feed shows, and how it strays from the truth.</summary>
/// <param name="NoBankDataShare">Share of borrowers who never share a bank account.</param>
/// <param name="PendingShare">Share of card purchases that show as pending first.</param>
/// <param name="UnlinkedShare">Share of those whose posted bank transaction doesn't name the pending one.</param>
/// <param name="PendingDiffersShare">Share of those held at another amount than is posted, as at petrol pumps.</param>
/// <param name="LateShare">Share of bank transactions learnt 1 to 12 days after they were booked, most within 3.</param>
/// <param name="UncategorisedShare">Share of bank transactions that arrive without a category.</param>
/// <param name="MiscategorisedShare">Share of bank transactions that arrive in a wrong category by a slip.</param>
/// <param name="MisleadingShare">Share of private landlords, payment firms and trading names that feeds put in a wrong category for good.</param>
/// <param name="CorrectedShare">Share of bank transactions told once more, days later, in the true category.</param>
/// <param name="ResentShare">Share of bank transactions told once more, days later, as they were.</param>
/// <param name="DuplicateShare">Share of bank transactions told once more under a new id.</param>
/// <param name="OutagesPerYear">Mean number of breakdowns of a borrower's feed, of 1 to 4 days.</param>
/// <param name="OutageLostShare">Share of breakdowns whose bank transactions never arrive; the others arrive at their end.</param>
/// <param name="ConsentLapseShare">Share of consents not renewed when they expire.</param>
/// <param name="SwitchesPerYear">Mean number of moves of the current account to another bank.</param>
/// <param name="SwitchServiceShare">Share of the moves in which the banks move the debits together; otherwise payee by payee.</param>
[AtMostOne(nameof(UncategorisedShare), nameof(MiscategorisedShare))]
[AtMostOne(nameof(CorrectedShare), nameof(ResentShare), nameof(DuplicateShare))]
public sealed record FeedParameters(
    [Share] double NoBankDataShare,
    [Share] double PendingShare,
    [Share] double UnlinkedShare,
    [Share] double PendingDiffersShare,
    [Share] double LateShare,
    [Share] double UncategorisedShare,
    [Share] double MiscategorisedShare,
    [Share] double MisleadingShare,
    [Share] double CorrectedShare,
    [Share] double ResentShare,
    [Share] double DuplicateShare,
    [Bounds(0, 50)] double OutagesPerYear,
    [Share] double OutageLostShare,
    [Share] double ConsentLapseShare,
    [Bounds(0, 10)] double SwitchesPerYear,
    [Share] double SwitchServiceShare);
