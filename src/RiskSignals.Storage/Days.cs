namespace RiskSignals.Storage;

/// <summary>Days as the database keeps them: whole days since 1970-01-01.</summary>
internal static class Days
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static int ToWhole(DateOnly day) => day.DayNumber - Epoch;

    public static DateOnly FromWhole(int days) => DateOnly.FromDayNumber(days + Epoch);
}
