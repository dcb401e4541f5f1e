using Quartz;

namespace RiskSignals.Service.Jobs;

/// <summary>Keeps the outcomes of trials that have matured by today; those kept already are left as they are.</summary>
internal sealed class MatureOutcomesJob(TrialOutcomes outcomes, HostClock clock) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        outcomes.Mature(clock.Today, cancellationToken);
        return ValueTask.CompletedTask;
    }
}
