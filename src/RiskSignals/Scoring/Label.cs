namespace RiskSignals.Scoring;

/// <summary>Whether a row has an outcome, and which.</summary>
public enum LabelState
{
    /// <summary>The target happened.</summary>
    One,

    /// <summary>The target did not happen.</summary>
    Zero,

    /// <summary>Observation ended before it could be decided. Not a 0.</summary>
    Censored,

    /// <summary>Not in the target's population as of the day.</summary>
    Excluded,

    /// <summary>The grace period or reporting lag has not passed.</summary>
    Immature,
}

/// <summary>The outcome of one target for one loan as of one day.</summary>
/// <param name="Cause">The case or state that decided it, such as current, open_arrears or restructured.</param>
public readonly record struct Label(LabelState State, string Cause)
{
    /// <summary>Not matured.</summary>
    public static Label Immature => new(LabelState.Immature, "immature");

    /// <summary>Out of the population.</summary>
    public static Label Excluded(string reason) => new(LabelState.Excluded, reason);
}
