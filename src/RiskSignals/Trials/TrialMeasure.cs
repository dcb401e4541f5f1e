namespace RiskSignals.Trials;

/// <summary>
/// What a trial compares its arms by, one whole number a unit, counted from the day of assignment to the end of the window.
/// </summary>
public enum TrialMeasure
{
    /// <summary>1 if at least 95 % of what was due in the window was paid in it, otherwise 0.</summary>
    PaidWhatWasDue,

    /// <summary>Amount paid in the window, in minor units.</summary>
    AmountPaid,
}

/// <summary>Who is assigned to an arm as one.</summary>
public enum AssignmentUnit
{
    Borrower,

    /// <summary>All borrowers of a household together, where the treatment of one would be felt by the others.</summary>
    Household,
}
