using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RiskSignals.Scoring;
using RiskSignals.Service.Jobs;
using RiskSignals.Service.Tests.Jobs;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests;

/// <summary>A champion is followed while the host runs; what is refused changes nothing.</summary>
public sealed class PromotionTests
{
    private const int Loans = 60;

    private static readonly string[] Targets = [Target.Miss30.Id, Target.Pay30.Id];

    [Fact]
    public async Task A_promotion_and_its_rollback_are_followed_without_a_restart_and_a_rollback_gives_the_same_bytes()
    {
        using var folder = new TestFolder(Loans);
        await using var host = await ServiceHost.Start(folder);
        var models = host.Services.GetRequiredService<ModelStore>();
        Promote(folder, models, "1");
        Refresh(host);
        var before = await Score(host);
        Promote(folder, models, "2");
        Refresh(host);
        var after = await Score(host);
        Assert.NotEqual(Hashes(before), Hashes(after));
        Assert.Equal(["2", "2"], Current(host));

        foreach (var target in Targets)
        {
            var proposal = models.Write(ledger => ledger.ProposeRollback(target, "ada", "complaints"))!.Number;
            models.Write(ledger => ledger.Approve(proposal, "ben", "agreed"));
        }

        Refresh(host);
        Assert.Equal(before, await Score(host));
    }

    [Fact]
    public async Task A_host_follows_by_itself_within_seconds()
    {
        using var folder = new TestFolder(Loans);
        var log = new Messages();
        await using var host = await ServiceHost.Start(folder, logging: builder => builder.AddProvider(log));
        Promote(folder, host.Services.GetRequiredService<ModelStore>(), "2");
        await log.Seen("these decide now");
        while (Current(host)[1] != "2")
        {
            await Task.Delay(20);
        }

        Assert.Equal("2", (await Score(host)).Scores.Select(score => score.BundleVersion).Distinct().Single());
    }

    [Theory]
    [InlineData("UPDATE bundles SET model_json = CAST('{' AS blob)", "hash")]
    [InlineData("DELETE FROM bundles", "The store has no bundle")]
    [InlineData("UPDATE model_ledger SET by_whom = 'mallory' WHERE number = 1", "Line 1 of the model ledger was changed")]
    public async Task The_old_model_goes_on_serving_where_the_new_one_or_the_ledger_is_damaged(string damage, string fault)
    {
        using var folder = new TestFolder(Loans);
        var log = new Messages();
        await using var host = await ServiceHost.Start(folder, logging: builder => builder.AddProvider(log));
        var before = await Score(host);
        var served = host.Services.GetRequiredService<BundlesInService>().Current;

        // Written elsewhere and put in place at once, so that the host can't see it whole.
        using (var other = new TestFolder(borrowers: 0))
        {
            using (var elsewhere = Database.Open(other.Data))
            {
                Promote(other, new ModelStore(elsewhere), "2");
                using var connection = elsewhere.Connect();
                connection.Execute(damage);
            }

            using var database = Database.Open(folder.Data);
            using var into = database.Connect();
            into.Execute("ATTACH @path AS other", new { path = other.Data });
            into.Execute("BEGIN; INSERT INTO bundles SELECT * FROM other.bundles; INSERT INTO model_ledger SELECT * FROM other.model_ledger; COMMIT;");
        }

        Refresh(host);
        Assert.Same(served, host.Services.GetRequiredService<BundlesInService>().Current);
        Assert.Equal(before, await Score(host));
        await log.Seen("is refused; these decide on");
        Assert.Contains(log.All, text => text.Contains(fault, StringComparison.Ordinal));
        Assert.Equal(RunState.Finished, (await RunResult.Finished(host.Client)).State);
    }

    [Fact]
    public async Task A_run_ends_with_the_bundles_it_began_with_although_others_were_promoted_meanwhile()
    {
        using var folder = new TestFolder(Loans);
        string runId;
        using (var database = Database.Open(folder.Data))
        {
            var models = new ModelStore(database);
            Promote(folder, models, "1");
            var key = new RunKey(RunKey.AllLoans, SmallLender.Day, Targets.ToDictionary(target => target, Champion), PolicyInForce.Load("").Hash);
            runId = new ScoreStore(database).Begin(key, chunkSize: 20).RunId;
            Promote(folder, models, "2");

            string Champion(string target) => models.Ledger().Holder(target, BundleRole.Champion)!.Done.BundleHash;
        }

        await using var host = await ServiceHost.Start(folder);
        await RunResult.Ended(host.Client, runId);
        RunResult.MustBeComplete(folder.Data, runId, Loans);
        var scores = host.Services.GetRequiredService<ScoreStore>();
        Assert.Equal(["1"], scores.Scores(runId).Select(score => Version(host, score.BundleHash)).Distinct());
        Assert.Equal(["2", "2"], Current(host));
        var next = await RunResult.Finished(host.Client);
        Assert.Equal(["2"], scores.Scores(next.RunId).Select(score => Version(host, score.BundleHash)).Distinct());
    }

    [Fact]
    public async Task A_challenger_and_a_shadow_are_scored_beside_and_change_nothing()
    {
        using var folder = new TestFolder(Loans);
        using var plain = new TestFolder(Loans);
        string expected;
        await using (var alone = await ServiceHost.Start(plain))
        {
            expected = RunResult.Of(plain.Data, (await RunResult.Finished(alone.Client)).RunId);
        }

        await using var host = await ServiceHost.Start(folder);
        var models = host.Services.GetRequiredService<ModelStore>();
        Register(folder, models, "2");
        Register(folder, models, "3");
        models.Write(ledger => ledger.Assign(Target.Miss30.Id, "2", BundleRole.Challenger, "ada", "try"));
        models.Write(ledger => ledger.Assign(Target.Miss30.Id, "3", BundleRole.Shadow, "ada", "watch"));
        var run = await RunResult.Finished(host.Client);

        Assert.Equal(expected, RunResult.Of(folder.Data, run.RunId));
        var scores = host.Services.GetRequiredService<ScoreStore>();
        var shadows = scores.Shadows(run.RunId);
        Assert.Equal(2 * Loans, shadows.Count);
        foreach (var version in (string[])["2", "3"])
        {
            var hash = models.Ledger().Registration(Target.Miss30.Id, version)!.Done.BundleHash;
            Assert.Equal(
                scores.Scores(run.RunId).Where(score => score.Target == Target.Miss30.Id).Select(score => (score.LoanId, score.Status, score.Probability)),
                shadows.Where(score => score.BundleHash == hash).Select(score => (score.LoanId, score.Status, score.Probability)));
        }
    }

    [Fact]
    public async Task Under_load_every_batch_is_of_one_version_through_twenty_changes()
    {
        using var folder = new TestFolder(Loans);
        await using var host = await ServiceHost.Start(folder);
        var models = host.Services.GetRequiredService<ModelStore>();
        Promote(folder, models, "1");
        Promote(folder, models, "2");
        using var ends = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var seen = new HashSet<string>();
            while (!ends.IsCancellationRequested)
            {
                var hashes = new HashSet<string>();
                var batch = new ScoreBatchRequest { Targets = { Target.Miss30.Id }, LoanIds = { Enumerable.Range(1, Loans).Select(SmallLender.Loan) } };
                await foreach (var scored in host.Client.Stream<ScoreBatchRequest, ScoredLoan>(Method("ScoreBatch"), batch))
                {
                    hashes.UnionWith(scored.Scores.Select(score => score.BundleSha256));
                }

                seen.Add(Assert.Single(hashes));
            }

            return seen;
        })).ToArray();

        for (var change = 0; change < 20; change++)
        {
            // A rollback and a promotion in turn; the comparison is stated as passed, for the two are the same model.
            if (change % 2 == 0)
            {
                var proposal = models.Write(ledger => ledger.ProposeRollback(Target.Miss30.Id, "ada", "back"))!.Number;
                models.Write(ledger => ledger.Approve(proposal, "ben", "agreed"));
            }
            else
            {
                Crown(models, Target.Miss30.Id, "2");
            }

            Refresh(host);
            await Score(host);
        }

        await ends.CancelAsync();
        Assert.Equal(2, (await Task.WhenAll(callers)).SelectMany(seen => seen).Distinct().Count());
    }

    private static void Refresh(ServiceHost host) =>
        host.Services.GetRequiredService<BundlesInService>().Refresh(host.Services.GetRequiredService<ILogger<LedgerWatch>>());

    private static string[] Current(ServiceHost host) =>
        [.. host.Services.GetRequiredService<BundlesInService>().Current.All.Select(served => served.Bundle.Version)];

    private static string Version(ServiceHost host, string hash) =>
        host.Services.GetRequiredService<ModelStore>().Ledger().Registration(hash)!.Done.Version;

    private static Google.Protobuf.Reflection.MethodDescriptor Method(string name) =>
        ScoringReflection.Descriptor.Services[0].FindMethodByName(name);

    private static Task<ScoredLoan> Score(ServiceHost host) =>
        host.Client.Call<ScoreRequest, ScoredLoan>(Method("Score"), new() { LoanId = SmallLender.Loan(3) });

    private static string Hashes(ScoredLoan scored) => string.Join(' ', scored.Scores.Select(score => score.BundleSha256));

    private static void Register(TestFolder folder, ModelStore models, string version)
    {
        TinyBundles.Write(folder.Path("registered"), version);
        foreach (var target in Targets)
        {
            var bundle = BundleFolder.Read(System.IO.Path.Combine(folder.Path("registered"), target.Split('@')[0].ToLowerInvariant(), version));
            models.Register(bundle, "{}"u8.ToArray(), "trainer", "trained", "");
        }
    }

    private static void Promote(TestFolder folder, ModelStore models, string version)
    {
        Register(folder, models, version);
        foreach (var target in Targets)
        {
            Crown(models, target, version);
        }
    }

    private static void Crown(ModelStore models, string target, string version)
    {
        var margin = models.Ledger().Holder(target, BundleRole.Champion) is null ? (double?)null : 0;
        var proposal = models.Write(ledger => ledger.Propose(target, version, margin, "ada", "better", ""))!.Number;
        if (margin is not null)
        {
            models.Write(ledger => ledger.Compare(proposal, passed: true, "{}"));
        }

        models.Write(ledger => ledger.Approve(proposal, "ben", "agreed"));
    }
}

/// <summary>What a host has logged, with the exceptions' texts.</summary>
internal sealed class Messages : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> all = new();

    public IEnumerable<string> All => all;

    /// <summary>Waits until a text was logged.</summary>
    public async Task Seen(string text)
    {
        while (!all.Any(one => one.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(20);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => NullLogger.Instance.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        all.Enqueue($"{formatter(state, exception)} {exception?.Message}");

    public void Dispose()
    {
    }
}
