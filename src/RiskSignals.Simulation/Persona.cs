namespace RiskSignals.Simulation;

/// <summary>How able (capacity) and how ready (will) a simulated borrower is to pay.</summary>
public enum Persona
{
    /// <summary>Can pay and does.</summary>
    Organised,

    /// <summary>Can pay, and does once reminded.</summary>
    Forgetful,

    /// <summary>Spends all that comes in; short before payday.</summary>
    Stretched,

    /// <summary>Sound until an income or spending shock that surely comes.</summary>
    Shocked,

    /// <summary>Owes several lenders and borrows to repay.</summary>
    OverCommitted,

    /// <summary>Can pay, and pays when it suits.</summary>
    Strategic,

    /// <summary>Tight means and circumstances that call for care.</summary>
    Vulnerable,
}

/// <summary>Share and typical traits of a persona; each borrower is drawn around them.</summary>
/// <param name="Share">Share of the borrowers.</param>
/// <param name="Readiness">Chance a day of attending to an open amount.</param>
/// <param name="Prudence">How far spending follows what is really left, 0 to 1.</param>
/// <param name="Slack">Share of income meant to be left over.</param>
/// <param name="DirectDebit">Share whose instalments are collected by direct debit.</param>
/// <param name="TopUp">Chance of moving money in when a collection would fail.</param>
/// <param name="Capacity">Reference chance that the money is at hand once the borrower attends.</param>
/// <param name="Savers">Share with savings.</param>
/// <param name="OtherLenders">Mean number of other loans.</param>
/// <param name="KeepsPromise">Chance of attending to a promise on its day.</param>
public sealed record PersonaParameters(
    [Share] double Share,
    [Share] double Readiness,
    [Share] double Prudence,
    [Bounds(-1, 1)] double Slack,
    [Share] double DirectDebit,
    [Share] double TopUp,
    [Share] double Capacity,
    [Share] double Savers,
    [Bounds(0, 50)] double OtherLenders,
    [Share] double KeepsPromise);
