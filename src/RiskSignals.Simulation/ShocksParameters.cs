namespace RiskSignals.Simulation;

/// <summary>What befalls borrowers, and how often.</summary>
/// <param name="Scale">Factor on all rates; 1 is an ordinary year, more a recession.</param>
public sealed record ShocksParameters([Bounds(0, 20)] double Scale, ShockKindsParameters Kinds);

/// <summary>The shocks that come by chance.</summary>
public sealed record ShockKindsParameters(
    ShockParameters JobLoss,
    ShockParameters HoursCut,
    ShockParameters Illness,
    ShockParameters SpendingShock,
    ShockParameters NewJob,
    ShockParameters RentRise)
{
    internal IReadOnlyList<(ShockKind Kind, ShockParameters Parameters)> InOrder =>
    [
        (ShockKind.JobLoss, JobLoss), (ShockKind.HoursCut, HoursCut), (ShockKind.Illness, Illness),
        (ShockKind.SpendingShock, SpendingShock), (ShockKind.NewJob, NewJob), (ShockKind.RentRise, RentRise),
    ];
}

/// <summary>One kind of shock.</summary>
/// <param name="PerYear">Mean number a borrower and year.</param>
/// <param name="Size">Share of pay that is left, or of a month's pay that it costs, or by which the rent rises.</param>
/// <param name="Days">How long it lasts; absent if it is over at once or stays.</param>
public sealed record ShockParameters([Bounds(0, 50)] double PerYear, [Bounds(0, 50)] Spread Size, [Bounds(1, 3650)] Spread? Days = null);
