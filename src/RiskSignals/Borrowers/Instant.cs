using System.Globalization;

namespace RiskSignals.Borrowers;

/// <summary>A moment in UTC, to the second.</summary>
/// <param name="UnixSeconds">Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.</param>
public readonly record struct Instant(long UnixSeconds) : IComparable<Instant>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private const long SecondsADay = 86_400;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The UTC calendar day the moment lies in.</summary>
    public DateOnly Day => DateOnly.FromDayNumber((int)((UnixSeconds + (EpochDay * SecondsADay)) / SecondsADay));

    /// <summary>The hour of the UTC day, 0 to 23.</summary>
    public int Hour => DateTime.UnixEpoch.AddSeconds(UnixSeconds).Hour;

    /// <summary>The moment a day and a time of day name in UTC.</summary>
    public static Instant At(DateOnly day, int hour = 0, int minute = 0, int second = 0) =>
        new(((day.DayNumber - EpochDay) * SecondsADay) + (new TimeOnly(hour, minute, second).Ticks / TimeSpan.TicksPerSecond));

    /// <summary>The last second of a day.</summary>
    public static Instant EndOf(DateOnly day) => At(day, hour: 23, minute: 59, second: 59);

    /// <summary>Reads yyyy-MM-ddTHH:mm:ssZ.</summary>
    /// <returns>Whether <paramref name="text"/> has that form.</returns>
    public static bool TryParse(string text, out Instant instant)
    {
        var read = DateTime.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment);
        instant = read ? new Instant((long)(moment - DateTime.UnixEpoch).TotalSeconds) : default;
        return read;
    }

    public static bool operator <(Instant left, Instant right) => left.UnixSeconds < right.UnixSeconds;

    public static bool operator >(Instant left, Instant right) => left.UnixSeconds > right.UnixSeconds;

    public static bool operator <=(Instant left, Instant right) => left.UnixSeconds <= right.UnixSeconds;

    public static bool operator >=(Instant left, Instant right) => left.UnixSeconds >= right.UnixSeconds;

    public int CompareTo(Instant other) => UnixSeconds.CompareTo(other.UnixSeconds);

    public override string ToString() => DateTime.UnixEpoch.AddSeconds(UnixSeconds).ToString(Format, CultureInfo.InvariantCulture);
}
