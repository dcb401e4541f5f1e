using Quartz;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Compares the scores of a run with those that its bundles were made on. Only what chance doesn't explain is told, and starts a training
/// where the host was asked to.
/// </summary>
internal sealed class DriftWatch(
    ScoreStore scores, ModelStore models, HostOptions options, IServiceProvider services, ILogger<DriftWatch> log)
{
    /// <summary>One row a target that there is something to compare with, and somebody in it.</summary>
    public IReadOnlyList<DriftRow> Measure(RunRow run) => [.. run.BundleOf.Select(one => Measure(run, one.Key, one.Value)).OfType<DriftRow>()];

    /// <summary>Tells what was found in a run that has just ended. A run ends once, so this is done once, by one host.</summary>
    public void Tell(RunRow run, IReadOnlyList<DriftRow> drift)
    {
        DriftRow[] drifted = [.. drift.Where(row => row.Verdict != Codes<StabilityVerdict>.Word(StabilityVerdict.Stable))];
        foreach (var row in drifted)
        {
            log.ScoresDrifted(run.RunId, run.AsOf, row.Target, row.BundleHash, row.ComparedWith, row.Psi, row.Chance);
        }

        if (drifted.Length > 0 && options.RetrainDaysApart is not null)
        {
            var scheduler = services.GetRequiredService<ISchedulerFactory>().GetScheduler().AsTask().GetAwaiter().GetResult();
            var because = RetrainJob.Because(drifted.Select(row => (row.Target, Why(run, row))));
            scheduler.TriggerJob(Schedule.Retrain, because).AsTask().GetAwaiter().GetResult();
        }
    }

    private static string Why(RunRow run, DriftRow row) => FormattableString.Invariant(
        $"drift from {row.ComparedWith} in run {run.RunId} as of {run.AsOf:yyyy-MM-dd}: PSI {row.Psi:0.000}, by chance below {row.Chance:0.000}");

    private DriftRow? Measure(RunRow run, string target, string bundleHash)
    {
        var (values, borrowers) = scores.Sample(run.RunId, bundleHash);
        if (values.Length == 0 || Reference(run, bundleHash) is not { } reference)
        {
            return null;
        }

        var found = reference.Scores.Compare(values, borrowers);
        return new()
        {
            RunId = run.RunId,
            AsOf = run.AsOf,
            Target = target,
            BundleHash = bundleHash,
            ComparedWith = reference.Name,
            Psi = found.Psi,
            Chance = found.Null999,
            Verdict = Codes<StabilityVerdict>.Word(found.Verdict),
        };
    }

    /// <summary>The training rows where the store has the bundle's evidence, otherwise the first run that it decided; null in that run itself.</summary>
    private (string Name, StabilityReference Scores)? Reference(RunRow run, string bundleHash)
    {
        if (models.Metrics(bundleHash) is { } metrics && BundleEvidence.TrainingScores(metrics) is { } training)
        {
            return ("training", training);
        }

        if (scores.FirstEnded(run.Portfolio, bundleHash) is not { } first)
        {
            return null;
        }

        var (values, borrowers) = scores.Sample(first.RunId, bundleHash);
        return values.Length == 0 ? null : ($"run {first.RunId}", StabilityReference.Of(values, borrowers));
    }
}
