using Microsoft.Extensions.DependencyInjection;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service.Tests.Jobs;

/// <summary>
/// Scores that drift, with the scheduler really firing and training played by a script. In the small lender every fifth borrower stops paying
/// in February 2024 and every seventh loses the salary, so scores of March are not those of January.
/// </summary>
public sealed class DriftTests
{
    private const int Loans = 150;

    [Fact]
    public async Task Drift_from_the_first_run_trains_a_challenger_once_and_the_champion_goes_on_serving()
    {
        using var folder = new TestFolder(Loans);
        var log = new Messages();
        await using var host = await Start(folder, log, days: 30);
        await RunResult.Finished(host.Client, "2024-01-31");
        Assert.Empty(host.Services.GetRequiredService<ScoreStore>().Drift());
        var served = host.Services.GetRequiredService<BundlesInService>().Current.All[0].Bundle.Hash;

        var drifted = (await RunResult.Finished(host.Client)).RunId;
        await log.Seen("was trained and is challenger");

        var drift = host.Services.GetRequiredService<ScoreStore>().Drift().Single(row => row.Target == Target.Miss30.Id);
        Assert.Equal((drifted, SmallLender.Day, served), (drift.RunId, drift.AsOf, drift.BundleHash));
        Assert.StartsWith("run ", drift.ComparedWith, StringComparison.Ordinal);
        Assert.True(drift.Psi > drift.Chance, $"{drift}");
        var ledger = host.Services.GetRequiredService<ModelStore>().Ledger();
        var challenger = ledger.Holder(Target.Miss30.Id, BundleRole.Challenger)!.Done;
        Assert.Equal((ModelLedger.Schedule, "1-20240331"), (challenger.By, challenger.Version));
        Assert.Contains($"in run {drifted} as of 2024-03-31: PSI {drift.Psi:0.000}", challenger.Why, StringComparison.Ordinal);
        Assert.Null(ledger.Holder(Target.Miss30.Id, BundleRole.Champion));
        Assert.Equal(served, host.Services.GetRequiredService<BundlesInService>().Current.All[0].Bundle.Hash);

        // The same drift in another run is told again; training follows when the days are over, and not before.
        await RunResult.Finished(host.Client, "2024-03-30");
        await log.Seen("another training began less than 30 days ago");
        var training = Assert.Single(host.Services.GetRequiredService<TrainingStore>().Newest());
        Assert.Equal((challenger.Why, "challenger 1-20240331"), (training.Why, training.Outcome));
    }

    [Fact]
    public async Task A_host_that_is_not_asked_to_train_tells_of_drift_and_no_more()
    {
        using var folder = new TestFolder(Loans);
        var log = new Messages();
        await using var host = await Start(folder, log, days: null);
        await RunResult.Finished(host.Client, "2024-01-31");
        await RunResult.Finished(host.Client);
        Assert.Contains(log.All, text => text.Contains("the scores of MISS30@1", StringComparison.Ordinal));
        Assert.Empty(host.Services.GetRequiredService<TrainingStore>().Newest());
    }

    [Fact]
    public async Task A_run_like_the_one_before_has_not_drifted()
    {
        using var folder = new TestFolder(Loans);
        var log = new Messages();
        await using var host = await Start(folder, log, days: 30);
        await RunResult.Finished(host.Client, "2023-12-31");
        await RunResult.Finished(host.Client, "2024-01-31");
        Assert.All(host.Services.GetRequiredService<ScoreStore>().Drift(), row => Assert.Equal("stable", row.Verdict));
        Assert.DoesNotContain(log.All, text => text.Contains("have drifted", StringComparison.Ordinal));
    }

    /// <summary>Bins of evidence in which nearly all scores of training are low, against a run in which many are high.</summary>
    [Fact]
    public async Task A_bundle_with_evidence_is_compared_with_its_training_rows_in_its_first_run()
    {
        using var folder = new TestFolder(Loans);
        using (var database = Database.Open(folder.Data))
        {
            var models = new ModelStore(database);
            var bundle = BundleFolder.Read(Path.Combine(folder.Models, "miss30", "1"));
            const string Low = """{"from": null, "to_excl": 0.5, "is_missing": false, "expected": 0.99, "actual": 0.9}""";
            const string High = """{"from": 0.5, "to_excl": null, "is_missing": false, "expected": 0.01, "actual": 0.1}""";
            var metrics = $$"""
                {"bundle_sha256": "{{bundle.Hash}}", "train_days": "2023-01-01 to 2023-12-31", "cross_validated": { "rows": 9000, "borrowers": 1000 },
                 "stability": { "score": { "psi": 0, "bins": [{{Low}}, {{High}}] } } }
                """;
            models.Register(bundle, System.Text.Encoding.UTF8.GetBytes(metrics), "ada", "first", "{}");
            var proposal = models.Write(ledger => ledger.Propose(bundle.Target, bundle.Version, null, "ada", "first", ""))!.Number;
            models.Write(ledger => ledger.Approve(proposal, "ben", "agreed"));
        }

        await using var host = await Start(folder, new Messages(), days: null);
        var run = (await RunResult.Finished(host.Client)).RunId;
        var scores = host.Services.GetRequiredService<ScoreStore>();
        var drift = Assert.Single(scores.Drift());
        Assert.Equal((run, Target.Miss30.Id, "training"), (drift.RunId, drift.Target, drift.ComparedWith));

        // By hand: two bins, and χ² of one degree of freedom at 99.9 %.
        ScoreRow[] scored = [.. scores.Scores(run).Where(score => score is { Target: "MISS30@1", Probability: not null })];
        var high = scored.Average(score => score.Probability >= 0.5 ? 1.0 : 0);
        Assert.Equal(((high - 0.01) * Math.Log(high / 0.01)) + ((0.01 - high) * Math.Log((1 - high) / 0.99)), drift.Psi, 1e-9);
        var borrowers = scored.Select(score => score.BorrowerId).Distinct().Count();
        Assert.Equal(10.8276 * ((1.0 / 1_000) + (1.0 / borrowers)), drift.Chance, 1e-4);
        Assert.Equal("shift", drift.Verdict);
    }

    private static Task<ServiceHost> Start(TestFolder folder, Messages log, int? days)
    {
        var recipe = folder.Path("recipe.json");
        File.WriteAllText(recipe, RetrainingTests.Recipe);
        return RetrainingTests.Start(
            folder,
            RetrainingTests.Made(folder),
            log,
            change: options => options with { RetrainDaysApart = days, RetrainRecipes = days is null ? [] : [recipe] });
    }
}
