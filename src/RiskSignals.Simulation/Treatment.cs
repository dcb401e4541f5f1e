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

/// <summary>How a treatment is worded.</summary>
public enum Tone
{
    /// <summary>Offers help first.</summary>
    Supportive,

    /// <summary>States what is due.</summary>
    Neutral,

    /// <summary>Names the consequences.</summary>
    Firm,
}

/// <summary>A part of the day.</summary>
public enum DayPart
{
    /// <summary>From 8 to before 12.</summary>
    Morning,

    /// <summary>From 12 to before 17.</summary>
    Afternoon,

    /// <summary>From 17 to before 21.</summary>
    Evening,

    /// <summary>From 21 to before 8.</summary>
    Night,
}

/// <summary>What reaches a borrower, how worded, and when.</summary>
/// <param name="Hour">From 0 to 23.</param>
public readonly record struct TreatmentForm(Treatment Treatment, Tone Tone = Tone.Neutral, int Hour = 11)
{
    /// <summary>The part of the day that the hour lies in.</summary>
    public DayPart DayPart => Hour switch
    {
        >= 8 and < 12 => DayPart.Morning,
        >= 12 and < 17 => DayPart.Afternoon,
        >= 17 and < 21 => DayPart.Evening,
        _ => DayPart.Night,
    };
}

/// <summary>A decision to apply to a simulated borrower. It reaches the borrower on the next day that isn't a Sunday.</summary>
/// <param name="DecidedOn">Nothing known by the end of this day changes.</param>
/// <param name="DecisionId">Written into the contacts and outcomes that follow.</param>
/// <param name="Hour">Hour of the day from 0 to 23; null for one of the office's, 9 to 17.</param>
public sealed record SimulatedDecision(
    string BorrowerId,
    string LoanId,
    DateOnly DecidedOn,
    Treatment Treatment,
    string DecisionId,
    Tone Tone = Tone.Neutral,
    int? Hour = null)
{
    /// <summary>The order in which decisions are carried out.</summary>
    internal static Comparer<SimulatedDecision> ByDayAndId { get; } = Comparer<SimulatedDecision>.Create((left, right) =>
        left.DecidedOn != right.DecidedOn ? left.DecidedOn.CompareTo(right.DecidedOn) : string.CompareOrdinal(left.DecisionId, right.DecisionId));
}
