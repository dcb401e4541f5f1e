using Quartz;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Trains anew, one recipe after the other: every recipe by the schedule, those of the targets that drifted otherwise. Both are one job, so
/// none runs while another does.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class RetrainJob(Retraining retraining, HostOptions options, ILogger<RetrainJob> log) : IJob
{
    // The scheduler keeps data of its own beside ours.
    private const string Drifted = "drifted ";

    /// <summary>The job's data for targets that drifted, and why each is to be trained.</summary>
    public static JobDataMap Because(IEnumerable<(string Target, string Why)> drifted)
    {
        var because = new JobDataMap();
        foreach (var (target, why) in drifted)
        {
            because[Drifted + target] = why;
        }

        return because;
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var drifted = context.MergedJobDataMap.Where(pair => pair.Key.StartsWith(Drifted, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[Drifted.Length..], pair => (string)pair.Value!, StringComparer.Ordinal);
        if (drifted.Count == 0)
        {
            foreach (var recipe in options.RetrainRecipes)
            {
                await retraining.Run(recipe, "trained on schedule", daysApart: null, cancellationToken);
            }

            return;
        }

        var recipes = options.RetrainRecipes.ToLookup(Retraining.TargetOf, StringComparer.Ordinal);
        foreach (var (target, why) in drifted)
        {
            if (!recipes.Contains(target))
            {
                log.RecipeMissing(target);
            }

            foreach (var recipe in recipes[target])
            {
                await retraining.Run(recipe, why, options.RetrainDaysApart, cancellationToken);
            }
        }
    }
}
