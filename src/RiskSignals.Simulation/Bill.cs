using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A monthly payment out of the current account.</summary>
internal sealed class Bill
{
    public required BankCategory Category { get; init; }

    public required Wording Wording { get; set; }

    /// <summary>Amount each time, in minor units.</summary>
    public required long Amount { get; set; }

    public required int DayOfMonth { get; init; }

    /// <summary>Relative deviation of the amounts.</summary>
    public double Deviation { get; init; }

    /// <summary>Whether more is used in winter.</summary>
    public bool Seasonal { get; init; }

    /// <summary>Whether the payee collects it; otherwise the borrower pays when there is money.</summary>
    public bool Collected { get; init; } = true;

    /// <summary>Payments left; null without end.</summary>
    public int? Left { get; set; }

    public required DateOnly NextOn { get; set; }

    /// <summary>The day it was due, if it wasn't paid then and is to be tried once more.</summary>
    public DateOnly? RetriedFrom { get; set; }

    /// <summary>The part of <see cref="Amount"/> due this time.</summary>
    public long AmountOn(DateOnly day, ref RandomStream stream)
    {
        var season = Seasonal ? day.Month is 11 or 12 or 1 or 2 or 3 ? 1.25 : 0.82 : 1;
        return Math.Max(100, (long)(Amount * season * (1 + (Deviation * Math.Clamp(stream.Normal(), -2.5, 2.5)))));
    }

    /// <summary>Plans the next time; what firms and councils charge rises in April.</summary>
    /// <param name="priceGrowth">A year, as a share.</param>
    public void MoveOn(double priceGrowth)
    {
        var before = NextOn;
        NextOn = WorkingDays.NextInMonth(NextOn, DayOfMonth);

        // Council tax is spread over ten months of the year.
        while (Category == BankCategory.LocalTax && NextOn.Month is 2 or 3)
        {
            NextOn = WorkingDays.NextInMonth(NextOn, DayOfMonth);
        }

        Left -= 1;
        if (before.Month < 4 && NextOn.Month >= 4 && Category is BankCategory.LocalTax or BankCategory.Water or BankCategory.Telecom or BankCategory.Insurance)
        {
            Amount += (long)(Amount * priceGrowth);
        }
    }
}
