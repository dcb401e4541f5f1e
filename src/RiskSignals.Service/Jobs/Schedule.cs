using Quartz;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// What happens when. Quartz only wakes the host: its tables lie beside ours, on PostgreSQL the hosts form a cluster of which one fires,
/// and a firing that comes twice has one effect because the run's key does.
/// </summary>
internal static class Schedule
{
    private const string SchedulerName = "risksignals";

    /// <summary>An hour after the usual re-score: the payments of the last day of a window are known by then.</summary>
    private const string MatureCron = "0 0 3 * * ?";

    /// <summary>The job that trains anew; it is there for whoever fires it where there is no schedule for it.</summary>
    public static JobKey Retrain { get; } = new("retrain");

    public static void Add(IServiceCollection services, HostOptions options, Database database)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = SchedulerName);
            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                store.ConfigureStore(kept => kept.StoreJobDataAsStrings = true);
                if (database.System == "PostgreSQL")
                {
                    store.UsePostgres(database.ConnectionString);
                    store.UseClustering();
                }
                else
                {
                    store.UseSqlite(database.ConnectionString);
                }
            });
            if (options.RescoresNightly)
            {
                AddDaily<RescoreJob>(quartz, "rescore", options.RescoreCron);
                AddDaily<MatureOutcomesJob>(quartz, "mature-outcomes", MatureCron);
            }

            if (options.Retrains)
            {
                quartz.AddJob<RetrainJob>(job => job.WithIdentity(Retrain).RequestRecovery().StoreDurably());
            }

            if (options.RetrainsOnSchedule)
            {
                AddTrigger(quartz, Retrain, options.RetrainCron);
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    /// <summary>A time that a running host was too busy to keep is made up for once; one that no host saw is for <see cref="MissedRescore"/>.</summary>
    private static void AddDaily<TJob>(IQuartzBuilder quartz, string name, string cron)
        where TJob : class, IJob
    {
        var key = new JobKey(name);
        quartz.AddJob<TJob>(job => job.WithIdentity(key).RequestRecovery());
        AddTrigger(quartz, key, cron);
    }

    private static void AddTrigger(IQuartzBuilder quartz, JobKey key, string cron) =>
        quartz.AddTrigger(trigger => trigger.ForJob(key).WithIdentity(key.Name)
            .WithCronSchedule(cron, schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
}
