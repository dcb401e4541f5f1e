using RiskSignals.Borrowers;

namespace RiskSignals.Service;

/// <summary>A clock that shows another day than the real one, and goes on from there.</summary>
internal sealed class ShiftedTime(TimeProvider real, DateOnly today) : TimeProvider
{
    private readonly TimeSpan shift = TimeSpan.FromDays(today.DayNumber - real.Today().DayNumber);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + shift;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}

/// <summary>The core's days and instants from a clock.</summary>
internal static class HostTime
{
    /// <summary>The UTC day it is.</summary>
    public static DateOnly Today(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The second it is.</summary>
    public static Instant Now(this TimeProvider time) => new(time.GetUtcNow().ToUnixTimeSeconds());
}
