using System.Collections.Concurrent;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Begins runs over the whole portfolio and works on them. Any number of hosts may do both at once: the store's run key, frozen list,
/// leased chunks and fenced commits see to it that each loan is scored once and each decision is taken once.
/// </summary>
internal sealed class PortfolioRuns(
    ScoreStore scores, RunChunk chunk, RunEnd end, BundlesInService bundles, Policy policy, HostOptions options, ILogger<PortfolioRuns> log)
{
    /// <summary>Names the host, for operators.</summary>
    private readonly string owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    private readonly ConcurrentDictionary<string, bool> strangers = new(StringComparer.Ordinal);

    /// <summary>The key of the run as of a day with the policy of this host.</summary>
    /// <param name="served">The bundles that decide in it.</param>
    public RunKey Key(DateOnly asOf, ServedBundles served) => new(
        RunKey.AllLoans, asOf, served.All.ToDictionary(one => one.Target.Id, one => one.Bundle.Hash, StringComparer.Ordinal), policy.Hash);

    /// <summary>Begins the run as of a day with the champions of this moment, or joins it.</summary>
    public RunRow Begin(DateOnly asOf)
    {
        bundles.Refresh(log);
        var run = scores.Begin(Key(asOf, bundles.Current), options.ChunkLoans);
        log.RunBegun(run.RunId, run.AsOf, run.Loans, run.Chunks);
        return run;
    }

    /// <summary>The runs that are not ended and that this host can work on, oldest day first.</summary>
    public IReadOnlyList<RunRow> Unended()
    {
        var unended = scores.Unended();
        foreach (var stranger in unended.Where(run => !IsOurs(run) && strangers.TryAdd(run.RunId, true)))
        {
            log.RunOfOthers(stranger.RunId);
        }

        return [.. unended.Where(IsOurs)];
    }

    /// <summary>Works on a run until nothing is left that this host could do: it is ended, or other hosts hold the rest.</summary>
    public void Work(string runId, CancellationToken stopping)
    {
        while (scores.Claim(runId, owner, options.Lease) is { } lease)
        {
            stopping.ThrowIfCancellationRequested();
            if (chunk.Compute(lease, stopping) is { } results && scores.Commit(lease, results))
            {
                log.ChunkDone(runId, lease.Chunk, lease.Loans);
            }
            else
            {
                log.LeaseLost(runId, lease.Chunk);
            }
        }

        if (scores.Run(runId) is { IsDone: true, IsEnded: false } run)
        {
            end.End(run, stopping);
        }
    }

    /// <summary>A run goes on with the bundles it began with, also after others were promoted.</summary>
    private bool IsOurs(RunRow run) =>
        new RunKey(run.Portfolio, run.AsOf, run.BundleOf, policy.Hash).RunId == run.RunId && bundles.Of(run) is not null;
}
