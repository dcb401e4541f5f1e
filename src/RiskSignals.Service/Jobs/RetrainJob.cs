using Quartz;

namespace RiskSignals.Service.Jobs;

/// <summary>Trains every recipe anew, one after the other.</summary>
[DisallowConcurrentExecution]
internal sealed class RetrainJob(Retraining retraining, HostOptions options) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var recipe in options.RetrainRecipes)
        {
            await retraining.Run(recipe, "trained on schedule", cancellationToken);
        }
    }
}
