namespace RiskSignals.Simulation;

/// <summary>What a lender may do about a loan in the simulation.</summary>
public enum Treatment
{
    None,
    Sms,
    Email,
    Call,
    PlanOffer,
}

/// <summary>A decision to apply to a simulated borrower. It reaches the borrower on the next day that isn't a Sunday.</summary>
/// <param name="DecidedOn">Nothing known by the end of this day changes.</param>
/// <param name="DecisionId">Written into the contacts and outcomes that follow.</param>
public sealed record SimulatedDecision(string BorrowerId, string LoanId, DateOnly DecidedOn, Treatment Treatment, string DecisionId)
{
    /// <summary>The order in which decisions are carried out.</summary>
    internal static Comparer<SimulatedDecision> ByDayAndId { get; } = Comparer<SimulatedDecision>.Create((left, right) =>
        left.DecidedOn != right.DecidedOn ? left.DecidedOn.CompareTo(right.DecidedOn) : string.CompareOrdinal(left.DecisionId, right.DecisionId));
}
