using Quartz;

namespace RiskSignals.Service.Jobs;

/// <summary>Begins the run of the day. Fired twice, by two nodes or after a recovery, it joins the run that there is.</summary>
internal sealed class RescoreJob(PortfolioRuns runs, RunWorker worker, HostClock clock) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        runs.Begin(clock.Today);
        worker.Wake();
        return ValueTask.CompletedTask;
    }
}
