namespace RiskSignals.Service.Jobs;

/// <summary>Looks every other second whether the ledger has made another bundle champion, so that no host needs a restart.</summary>
internal sealed class LedgerWatch(BundlesInService bundles, ILogger<LedgerWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var fault in bundles.Current.LeftOut)
        {
            log.BundleLeftOut(fault);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                bundles.Refresh(log);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The database is away; what serves goes on serving.
                log.LedgerUnread(error, Pause.TotalSeconds);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }
}
