namespace RiskSignals.Simulation;

/// <summary>Monday to Friday, but for Christmas Day, Boxing Day and New Year's Day: banks move no money on other days.</summary>
internal static class WorkingDays
{
    public static bool IsWorking(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && (day.Month, day.Day) is not ((12, 25) or (12, 26) or (1, 1));

    public static DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorking(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    public static DateOnly OnOrBefore(DateOnly day)
    {
        while (!IsWorking(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>That day of the month, or the month's last where it is shorter.</summary>
    public static DateOnly InMonth(int year, int month, int dayOfMonth) =>
        new(year, month, Math.Min(dayOfMonth, DateTime.DaysInMonth(year, month)));

    /// <summary>The first such day of a month after a day.</summary>
    public static DateOnly NextInMonth(DateOnly after, int dayOfMonth)
    {
        var day = InMonth(after.Year, after.Month, dayOfMonth);
        if (day <= after)
        {
            var next = after.AddDays(1 - after.Day).AddMonths(1);
            day = InMonth(next.Year, next.Month, dayOfMonth);
        }

        return day;
    }
}
