using System.Diagnostics;

namespace RiskSignals.Bench;

/// <summary>
/// Times contestants against each other fairly: each is warmed, then all run in turn, round after round, so that a slow spell of the
/// machine meets them all; medians are compared.
/// </summary>
internal static class Contest
{
    private const double WarmSeconds = 0.3;

    /// <summary>
    /// Runs every contestant <paramref name="rounds"/> times, interleaved, after <paramref name="warm"/> untimed rounds and however many
    /// more it takes until the runtime has had time to compile what runs often for good.
    /// </summary>
    public static IReadOnlyList<Timing> Run(int rounds, int warm, params (string Name, Action Run)[] contestants)
    {
        foreach (var (_, run) in contestants)
        {
            Warm(warm, run);
        }

        var seconds = contestants.Select(_ => new double[rounds]).ToArray();
        var allocated = contestants.Select(_ => long.MaxValue).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = Stopwatch.GetTimestamp();
                contestants[i].Run();
                seconds[i][round] = Stopwatch.GetElapsedTime(started).TotalSeconds;
                allocated[i] = Math.Min(allocated[i], GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        return [.. contestants.Select((one, i) => new Timing(one.Name, seconds[i], allocated[i]))];
    }

    /// <summary>Runs something untimed, at least so many times and long enough.</summary>
    public static void Warm(int times, Action run)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times || Stopwatch.GetElapsedTime(started).TotalSeconds < WarmSeconds; i++)
        {
            run();
        }
    }
}

/// <summary>One contestant's times.</summary>
/// <param name="Name">Who ran.</param>
/// <param name="Seconds">One a round, in the order of rounds.</param>
/// <param name="AllocatedBytes">Managed bytes a run on the calling thread, the least of the rounds.</param>
internal sealed record Timing(string Name, double[] Seconds, long AllocatedBytes)
{
    public double Median => At(0.5);

    public double Min => Seconds.Min();

    public double Max => Seconds.Max();

    /// <summary>How many times faster this is than a peer of the same contest, by medians.</summary>
    public double Over(Timing peer) => peer.Median / Median;

    /// <summary>The time that a share of the rounds stays within.</summary>
    public double At(double share)
    {
        var sorted = Seconds.Order().ToArray();
        return sorted.Length % 2 == 0 && share == 0.5
            ? (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2
            : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
