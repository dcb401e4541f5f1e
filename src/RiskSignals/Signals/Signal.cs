using RiskSignals.Features;

namespace RiskSignals.Signals;

/// <summary>A quantity behind a signal, with facts that show it.</summary>
/// <param name="Quantity">A feature's name, or one of <see cref="RiskQuantity"/>.</param>
/// <param name="Value">The quantity's value when the signal was last looked at.</param>
/// <param name="Facts">The newest facts that make it up, at most ten, with day and amount; none for a risk quantity.</param>
/// <param name="FactCount">Number of facts there are in all.</param>
public sealed record SignalEvidence(string Quantity, double Value, IReadOnlyList<EvidenceRow> Facts, int FactCount);

/// <summary>A dated event: a borrower's situation changed.</summary>
/// <param name="SignalId">32 hexadecimal digits that follow from loan, rule, its version and the day it opened.</param>
/// <param name="ClosedOn">First day on which it no longer holds; null while open.</param>
/// <param name="Strength">0 to 1, from the case that holds most strongly.</param>
/// <param name="Reference">MISS30 that a rise is measured from; null for other signals.</param>
/// <param name="Sentence">For the risk manager.</param>
public sealed record Signal(
    string SignalId,
    string BorrowerId,
    string LoanId,
    string RuleId,
    int RuleVersion,
    DateOnly OpenedOn,
    DateOnly? ClosedOn,
    double Strength,
    double? Reference,
    string Sentence,
    IReadOnlyList<SignalEvidence> Evidence);
