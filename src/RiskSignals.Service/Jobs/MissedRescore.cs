using Quartz;
using RiskSignals.Borrowers;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Begins the run of the day if its time passed while no host ran. The scheduler can't: at every start its trigger is written anew and
/// looks forward only. A day that has a run, of whatever models and policy, isn't re-scored, and a store without loans has missed nothing.
/// </summary>
internal sealed class MissedRescore(
    PortfolioRuns runs,
    RunWorker worker,
    ScoreStore scores,
    FactStore facts,
    HostClock clock,
    TimeProvider time,
    HostOptions options,
    ILogger<MissedRescore> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The first time of the day at which a run was due and that has passed; null if there is none.</summary>
    public static DateTimeOffset? DueBefore(string cron, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var due = new CronExpression(cron, TimeZoneInfo.Utc).GetNextValidTimeAfter(midnight.AddSeconds(-1));
        return due < now ? due : null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!IsSettled())
        {
            await Task.Delay(Pause, stoppingToken);
        }
    }

    /// <summary>False if the database was away.</summary>
    private bool IsSettled()
    {
        try
        {
            var today = clock.Today;
            if (DueBefore(options.RescoreCron, time.GetUtcNow()) is { } due
                && !scores.Runs().Any(run => run.AsOf == today) && facts.Count(FactKinds.Loans) > 0)
            {
                log.RescoreMissed(today, due);
                runs.Begin(today);
                worker.Wake();
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.RunFailed(error, Pause.TotalSeconds);
            return false;
        }
    }
}
