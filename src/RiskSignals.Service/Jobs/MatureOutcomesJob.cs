using Quartz;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Keeps the outcomes of trials that have matured by today; those kept already are left as they are. Replies kept for repeated requests
/// are deleted once their time is over.
/// </summary>
internal sealed class MatureOutcomesJob(TrialOutcomes outcomes, IdempotencyStore replies, HostClock clock) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        outcomes.Mature(clock.Today, cancellationToken);
        replies.Forget();
        return ValueTask.CompletedTask;
    }
}
