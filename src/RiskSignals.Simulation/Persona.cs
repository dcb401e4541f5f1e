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

/// <summary>Shares of the personas; they add up to 1.</summary>
public sealed record PersonaShares(
    double Organised = 0.42,
    double Forgetful = 0.15,
    double Stretched = 0.17,
    double Shocked = 0.09,
    double OverCommitted = 0.07,
    double Strategic = 0.05,
    double Vulnerable = 0.05)
{
    /// <summary>The shares in the order of <see cref="Persona"/>.</summary>
    public IReadOnlyList<double> InOrder => [Organised, Forgetful, Stretched, Shocked, OverCommitted, Strategic, Vulnerable];
}

/// <summary>Typical traits of a persona; each borrower is drawn around them.</summary>
/// <param name="Readiness">Chance a day of attending to an open amount.</param>
/// <param name="Prudence">How far spending follows what is really left, 0 to 1.</param>
/// <param name="Slack">Share of income meant to be left over.</param>
/// <param name="DirectDebit">Share whose instalments are collected by direct debit.</param>
/// <param name="TopUp">Chance of moving money in when a collection would fail.</param>
/// <param name="Capacity">Reference chance that the money is at hand once the borrower attends.</param>
/// <param name="Savers">Share with savings.</param>
/// <param name="OtherLenders">Mean number of other loans.</param>
internal sealed record PersonaTraits(
    double Readiness,
    double Prudence,
    double Slack,
    double DirectDebit,
    double TopUp,
    double Capacity,
    double Savers,
    double OtherLenders)
{
    private static readonly PersonaTraits[] Table =
    [
        new(Readiness: 0.60, Prudence: 0.90, Slack: 0.11, DirectDebit: 0.85, TopUp: 0.85, Capacity: 0.95, Savers: 0.70, OtherLenders: 0.4),
        new(Readiness: 0.05, Prudence: 0.65, Slack: 0.08, DirectDebit: 0.55, TopUp: 0.25, Capacity: 0.93, Savers: 0.45, OtherLenders: 0.5),
        new(Readiness: 0.22, Prudence: 0.40, Slack: -0.05, DirectDebit: 0.75, TopUp: 0.22, Capacity: 0.50, Savers: 0.12, OtherLenders: 0.9),
        new(Readiness: 0.35, Prudence: 0.65, Slack: 0.03, DirectDebit: 0.80, TopUp: 0.35, Capacity: 0.60, Savers: 0.25, OtherLenders: 0.6),
        new(Readiness: 0.20, Prudence: 0.35, Slack: -0.05, DirectDebit: 0.75, TopUp: 0.25, Capacity: 0.40, Savers: 0.05, OtherLenders: 2.4),
        new(Readiness: 0.10, Prudence: 0.75, Slack: 0.10, DirectDebit: 0.55, TopUp: 0.20, Capacity: 0.90, Savers: 0.50, OtherLenders: 0.7),
        new(Readiness: 0.16, Prudence: 0.45, Slack: -0.04, DirectDebit: 0.60, TopUp: 0.25, Capacity: 0.50, Savers: 0.10, OtherLenders: 0.6),
    ];

    public static PersonaTraits Of(Persona persona) => Table[(int)persona];
}
