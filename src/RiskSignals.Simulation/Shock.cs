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
    private readonly IReadOnlyList<(ShockKind Kind, ShockParameters Parameters)> kinds = parameters.Shocks.Kinds.InOrder;

    private readonly DateOnly sureOn = traits.FirstLoanOn.AddDays(draws.Fixed(Purpose.Shocks).Whole(45, 420));

    /// <summary>The shock that begins on a day, or null.</summary>
    public Shock? On(DateOnly day)
    {
        var stream = draws.On(day, Purpose.Shocks);
        if (traits.Persona == Persona.Shocked && day == sureOn)
        {
            var (sure, extent) = kinds[stream.Weighted([0.40, 0.30, 0.20, 0.10])];
            return Draw(sure, extent, day, ref stream);
        }

        foreach (var (kind, extent) in kinds)
        {
            if (stream.Chance(traits.Planted.ShockScale(day, parameters.Shocks.Scale) * extent.PerYear / 365))
            {
                return Draw(kind, extent, day, ref stream);
            }
        }

        return null;
    }

    private Shock Draw(ShockKind kind, ShockParameters extent, DateOnly day, ref RandomStream stream)
    {
        DateOnly? endsOnExcl = extent.Days is { } days ? day.AddDays(days.DrawWhole(ref stream)) : null;
        var size = extent.Size.Draw(ref stream);
        return new(kind, day, endsOnExcl, kind == ShockKind.SpendingShock ? traits.MonthlyIncome * size : size);
    }
}
