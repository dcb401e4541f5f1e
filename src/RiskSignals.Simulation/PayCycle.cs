namespace RiskSignals.Simulation;

/// <summary>How often a borrower is paid.</summary>
public enum PayRhythm
{
    Monthly,
    FourWeekly,
    Fortnightly,
    Weekly,

    /// <summary>About weekly, in uneven amounts, with gaps.</summary>
    Gig,
}

/// <summary>The days income is expected on.</summary>
/// <param name="DayOfMonth">Of a monthly income; 31 for the last.</param>
/// <param name="Anchor">A day on which an income of whole weeks was expected.</param>
internal sealed record PayCycle(PayRhythm Rhythm, int DayOfMonth, DateOnly Anchor)
{
    /// <summary>The answer of the last question holds for the days from that day until it.</summary>
    private (DateOnly From, DateOnly Next) last = (DateOnly.MaxValue, DateOnly.MinValue);

    /// <summary>Length of a cycle in days, on average.</summary>
    public double Days => Rhythm switch
    {
        PayRhythm.Monthly => 365.25 / 12,
        PayRhythm.FourWeekly => 28,
        PayRhythm.Fortnightly => 14,
        _ => 7,
    };

    /// <summary>The first expected day after a day.</summary>
    public DateOnly NextAfter(DateOnly day)
    {
        if (day < last.From || day >= last.Next)
        {
            last = (day, Find(day));
        }

        return last.Next;
    }

    private DateOnly Find(DateOnly day)
    {
        if (Rhythm != PayRhythm.Monthly)
        {
            var length = (int)Days;
            var past = (((day.DayNumber - Anchor.DayNumber) % length) + length) % length;
            return day.AddDays(length - past);
        }

        var nominal = WorkingDays.NextInMonth(day, DayOfMonth);
        var paid = WorkingDays.OnOrBefore(nominal);
        return paid > day ? paid : WorkingDays.OnOrBefore(WorkingDays.NextInMonth(nominal, DayOfMonth));
    }
}
