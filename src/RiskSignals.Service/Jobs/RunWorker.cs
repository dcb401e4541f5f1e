using System.Data.Common;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Works on every run that isn't ended: those just begun here, those a stopped host left behind, and those another host began.
/// So a run goes on after a crash and is shared between hosts without anybody asking for it.
/// </summary>
internal sealed class RunWorker(PortfolioRuns runs, ILogger<RunWorker> log) : BackgroundService
{
    /// <summary>How soon runs of other hosts are looked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim begun = new(0, 1);

    /// <summary>Says that a run was begun, so that the worker need not find it.</summary>
    public void Wake()
    {
        try
        {
            begun.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has said so already.
        }
    }

    public override void Dispose()
    {
        begun.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var run in runs.Unended())
                {
                    runs.Work(run.RunId, stoppingToken);
                }
            }
            catch (Exception error) when (error is DbException or TimeoutException or IOException)
            {
                // The database may be away for a while; the runs are safe in it.
                log.RunFailed(error, Pause.TotalSeconds);
            }

            await begun.WaitAsync(Pause, stoppingToken);
        }
    }
}
