namespace RiskSignals.Simulation;

/// <summary>What befalls borrowers, and how often.</summary>
/// <param name="Scale">Factor on all rates; 1 is an ordinary year.</param>
/// <param name="Recession">Strikes the whole portfolio at once; absent for none.</param>
public sealed record ShocksParameters([Bounds(0, 20)] double Scale, ShockKindsParameters Kinds, RecessionParameters? Recession = null);

/// <summary>A recession: shocks come more often to all, and pay grows less.</summary>
/// <param name="Depth">1 is a deep one; 0 none.</param>
/// <param name="Days">Length. It deepens over the first quarter and eases over the last.</param>
/// <param name="PayGrowthLost">Yearly growth of pay lost at depth 1.</param>
public sealed record RecessionParameters(
    DateOnly StartsOn, [Bounds(0, 3)] double Depth, [Bounds(1, 3650)] int Days, [Share] double PayGrowthLost)
{
    /// <summary>Depth on a day, 0 outside the recession.</summary>
    internal double DepthOn(DateOnly day)
    {
        var past = day.DayNumber - StartsOn.DayNumber;
        return past < 0 || past >= Days ? 0 : Depth * Math.Min(1, 4.0 / Days * Math.Min(past + 1, Days - past));
    }
}

/// <summary>The shocks that come by chance.</summary>
public sealed record ShockKindsParameters(
    ShockParameters JobLoss,
    ShockParameters HoursCut,
    ShockParameters Illness,
    ShockParameters SpendingShock,
    ShockParameters NewJob,
    ShockParameters RentRise,
    ShockParameters LateEmployer,
    ShockParameters RelationshipBreakdown,
    ShockParameters InterestRateRise,
    ShockParameters GamblingEpisode,
    ShockParameters PayElsewhere)
{
    internal IReadOnlyList<(ShockKind Kind, ShockParameters Parameters)> InOrder =>
    [
        (ShockKind.JobLoss, JobLoss), (ShockKind.HoursCut, HoursCut), (ShockKind.Illness, Illness),
        (ShockKind.SpendingShock, SpendingShock), (ShockKind.NewJob, NewJob), (ShockKind.RentRise, RentRise),
        (ShockKind.LateEmployer, LateEmployer), (ShockKind.RelationshipBreakdown, RelationshipBreakdown),
        (ShockKind.InterestRateRise, InterestRateRise), (ShockKind.GamblingEpisode, GamblingEpisode), (ShockKind.PayElsewhere, PayElsewhere),
    ];
}

/// <summary>One kind of shock.</summary>
/// <param name="PerYear">Mean number a borrower and year.</param>
/// <param name="Size">What <see cref="Shock.Size"/> is drawn from; a spending shock's in months of pay.</param>
/// <param name="Days">How long its full effect lasts; absent if it is over at once or stays.</param>
/// <param name="LeadDays">Days from its first trace to its full effect; absent for none.</param>
/// <param name="InRecession">Change of its rate in a recession of depth 1, as a share.</param>
public sealed record ShockParameters(
    [Bounds(0, 50)] double PerYear,
    [Bounds(0, 50)] Spread Size,
    [Bounds(1, 3650)] Spread? Days = null,
    [Bounds(0, 365)] Spread? LeadDays = null,
    [Bounds(-1, 50)] double InRecession = 0);
