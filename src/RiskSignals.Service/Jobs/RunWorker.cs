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
            Attempt(() => WorkOnAll(stoppingToken));
            await begun.WaitAsync(Pause, stoppingToken);
        }
    }

    private void WorkOnAll(CancellationToken stopping)
    {
        foreach (var run in runs.Unended())
        {
            Attempt(() => runs.Work(run.RunId, stopping));
        }
    }

    /// <summary>The database may be away for a while, or a run may be beyond repair: neither ends the host, nor keeps other runs waiting.</summary>
    private void Attempt(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.RunFailed(error, Pause.TotalSeconds);
        }
    }
}
