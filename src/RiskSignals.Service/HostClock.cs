using RiskSignals.Borrowers;

namespace RiskSignals.Service;

/// <summary>
/// The day and the second that the host works on. It is not the container's clock: deadlines and the schedule go by real time, also where
/// a demonstration starts on another day.
/// </summary>
internal sealed class HostClock
{
    private readonly TimeProvider time;
    private readonly TimeSpan shift;

    /// <param name="time">The real time.</param>
    /// <param name="startsOn">The day it is now; null for the real one. From there time goes on as usual.</param>
    public HostClock(TimeProvider time, DateOnly? startsOn)
    {
        this.time = time;
        var real = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        shift = TimeSpan.FromDays((startsOn ?? real).DayNumber - real.DayNumber);
    }

    /// <summary>The UTC day it is.</summary>
    public DateOnly Today => Now.Day;

    /// <summary>The second it is.</summary>
    public Instant Now => new((time.GetUtcNow() + shift).ToUnixTimeSeconds());
}
