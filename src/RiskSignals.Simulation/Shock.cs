namespace RiskSignals.Simulation;

/// <summary>What can befall a simulated borrower.</summary>
public enum ShockKind
{
    JobLoss,
    HoursCut,
    Illness,
    SpendingShock,
    NewJob,
    RentRise,

    /// <summary>Taken up when short of money; repayments follow.</summary>
    HighCostBorrowing,

    /// <summary>Pay comes late for some paydays; now and then the job is lost in the end.</summary>
    LateEmployer,

    /// <summary>A partner leaves: legal fees, then another home, and a share of the bills that nobody pays any more.</summary>
    RelationshipBreakdown,

    /// <summary>The fixed rate of a mortgage ends.</summary>
    InterestRateRise,

    GamblingEpisode,

    /// <summary>A false alarm: pay goes to a bank that the feed doesn't read, and the money comes from there.</summary>
    PayElsewhere,
}

/// <summary>A shock with its true extent.</summary>
/// <param name="StartsOn">Day from which a bank feed shows traces of it.</param>
/// <param name="EndsOnExcl">First day without it; null if it is over at once or lasts.</param>
/// <param name="Size">
/// Share of pay that is left, or the amount in minor units, or the share by which rent or mortgage rise or that a partner paid of a
/// month's pay, or the days by which pay is late, or the share of a month's pay gambled at once.
/// </param>
public sealed record Shock(ShockKind Kind, DateOnly StartsOn, DateOnly? EndsOnExcl, double Size)
{
    /// <summary>Share of pay left while overtime goes before a job is lost.</summary>
    private const double BeforeJobLoss = 0.86;

    /// <summary>First day with its full effect, from <see cref="StartsOn"/> on.</summary>
    public DateOnly BitesOn { get; init; } = StartsOn;

    internal bool HoldsOn(DateOnly day) => BitesOn <= day && day < EndsOnExcl;

    /// <summary>Whether it announces itself but has no full effect yet.</summary>
    internal bool LoomsOn(DateOnly day) => StartsOn <= day && day < BitesOn;

    /// <summary>What it leaves of the pay expected on a day, as a share.</summary>
    internal double PayLeftOn(DateOnly day) => Kind switch
    {
        ShockKind.JobLoss when LoomsOn(day) => BeforeJobLoss,
        ShockKind.JobLoss or ShockKind.HoursCut or ShockKind.Illness when HoldsOn(day) => Size,
        _ => 1,
    };
}

/// <summary>Decides which shock begins on a day.</summary>
internal sealed class ShockSource(SimulationParameters parameters, BorrowerTraits traits, Draws draws)
{
    private readonly IReadOnlyList<(ShockKind Kind, ShockParameters Parameters)> kinds = parameters.Shocks.Kinds.InOrder;

    private readonly DateOnly sureOn = traits.FirstLoanOn.AddDays(draws.Fixed(Purpose.Shocks).Whole(45, 420));

    /// <summary>The shock that begins on a day, or null.</summary>
    public Shock? On(DateOnly day)
    {
        var stream = draws.On(day, Purpose.Shocks);
        if (traits.Persona == Persona.Shocked && day == sureOn)
        {
            var (sure, extent) = kinds[stream.Weighted([0.40, 0.30, 0.20, 0.10])];
            return Befalls(sure) ? Draw(sure, extent, day, ref stream) : Draw(ShockKind.Illness, parameters.Shocks.Kinds.Illness, day, ref stream);
        }

        var depth = parameters.Shocks.Recession?.DepthOn(day) ?? 0;
        var scale = traits.Planted.ShockScale(day, parameters.Shocks.Scale) / 365;
        foreach (var (kind, extent) in kinds)
        {
            if (stream.Chance(scale * extent.PerYear * Math.Max(0, 1 + (depth * extent.InRecession))) && Befalls(kind))
            {
                return Draw(kind, extent, day, ref stream);
            }
        }

        return null;
    }

    /// <summary>Whether a borrower has what it takes away.</summary>
    private bool Befalls(ShockKind kind) => kind switch
    {
        ShockKind.JobLoss or ShockKind.HoursCut or ShockKind.NewJob or ShockKind.LateEmployer => !traits.IsRetired,
        ShockKind.RentRise => !traits.HasMortgage,
        ShockKind.InterestRateRise => traits.HasMortgage,
        _ => true,
    };

    private Shock Draw(ShockKind kind, ShockParameters extent, DateOnly day, ref RandomStream stream)
    {
        DateOnly? endsOnExcl = extent.Days is { } days ? day.AddDays(days.DrawWhole(ref stream)) : null;
        var size = extent.Size.Draw(ref stream);
        var lead = extent.LeadDays?.DrawWhole(ref stream) ?? 0;
        size = kind switch
        {
            ShockKind.SpendingShock => traits.MonthlyIncome * size,
            ShockKind.LateEmployer => (int)size,
            _ => size,
        };
        return new(kind, day, endsOnExcl?.AddDays(lead), size) { BitesOn = day.AddDays(lead) };
    }
}
