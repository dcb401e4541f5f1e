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
}

/// <summary>A shock with its true extent.</summary>
/// <param name="EndsOnExcl">First day without it; null if it is over at once or lasts.</param>
/// <param name="Size">Share of pay that is left, or the amount in minor units, or the share by which the rent rises.</param>
public sealed record Shock(ShockKind Kind, DateOnly StartsOn, DateOnly? EndsOnExcl, double Size)
{
    internal bool HoldsOn(DateOnly day) => StartsOn <= day && day < EndsOnExcl;
}

/// <summary>Decides which shock begins on a day.</summary>
internal sealed class ShockSource(SimulationParameters parameters, BorrowerTraits traits, Draws draws)
{
    private static readonly (ShockKind Kind, double PerYear)[] Rates =
    [
        (ShockKind.JobLoss, 0.030), (ShockKind.HoursCut, 0.050), (ShockKind.Illness, 0.040), (ShockKind.SpendingShock, 0.35),
        (ShockKind.NewJob, 0.08), (ShockKind.RentRise, 0.10),
    ];

    private readonly DateOnly sureOn = traits.FirstLoanOn.AddDays(draws.Fixed(Purpose.Shocks).Whole(45, 420));

    /// <summary>The shock that begins on a day, or null.</summary>
    public Shock? On(DateOnly day)
    {
        var stream = draws.On(day, Purpose.Shocks);
        if (traits.Persona == Persona.Shocked && day == sureOn)
        {
            return Draw((ShockKind)stream.Weighted([0.40, 0.30, 0.20, 0.10]), day, ref stream);
        }

        foreach (var (kind, perYear) in Rates)
        {
            if (stream.Chance(parameters.ShockScale * perYear / 365))
            {
                return Draw(kind, day, ref stream);
            }
        }

        return null;
    }

    private Shock Draw(ShockKind kind, DateOnly day, ref RandomStream stream) => kind switch
    {
        ShockKind.JobLoss => new(kind, day, day.AddDays(stream.Whole(50, 200)), Size: 0),
        ShockKind.HoursCut => new(kind, day, day.AddDays(stream.Whole(60, 180)), stream.Between(0.45, 0.80)),
        ShockKind.Illness => new(kind, day, day.AddDays(stream.Whole(21, 75)), stream.Between(0.35, 0.65)),
        ShockKind.SpendingShock => new(kind, day, null, traits.MonthlyIncome * stream.Between(0.12, 0.65)),
        ShockKind.NewJob => new(kind, day, null, stream.Between(0.92, 1.18)),
        _ => new(ShockKind.RentRise, day, null, stream.Between(0.03, 0.14)),
    };
}
