using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskSignals.Scoring;
using RiskSignals.Service.Jobs;
using RiskSignals.Storage;
using RiskSignals.Storage.Tests;

namespace RiskSignals.Service.Tests.Jobs;

/// <summary>Training in a process of its own, played by scripts: what it makes becomes challenger, what befalls it changes nothing.</summary>
public sealed class RetrainingTests
{
    [Theory]
    [InlineData("kill -SEGV $$", "exit code 139")]
    [InlineData("kill -KILL $$", "exit code 137")]
    [InlineData("echo out of rows >&2; exit 2", "exit code 2; nothing in service has changed. It printed last: out of rows")]
    [InlineData("exec sleep 1000", "its time was up")]
    [InlineData("sleep 1000 & wait", "its time was up")]
    [InlineData("exec python3 -c 'bytearray(500_000_000)'", "MemoryError")]
    [InlineData("exit 0", "left no bundle")]
    [InlineData("mkdir -p $6/miss30/9; echo '{}' > $6/miss30/9/bundle.json; echo '{}' > $6/miss30/9/model.json", "can't be read")]
    public async Task A_training_that_crashes_hangs_or_leaves_rubbish_changes_nothing_in_service(string script, string logged)
    {
        using var folder = new TestFolder(borrowers: 5);
        var log = new Messages();
        await using var host = await Start(folder, script, log);
        var before = await Served(host);

        Assert.False(await Retrain(host, folder));
        Assert.Contains(log.All, text => text.Contains(logged, StringComparison.Ordinal));
        Assert.Equal((0, ""), host.Services.GetRequiredService<ModelStore>().Head());
        Assert.Equal(before, await Served(host));
        var training = Assert.Single(host.Services.GetRequiredService<TrainingStore>().Newest());
        Assert.Equal((Target.Miss30.Id, "scheduled"), (training.Target, training.Why));
        Assert.NotNull(training.EndedAt);
        Assert.Matches("^(failed|unused)", training.Outcome);
    }

    [Theory]
    [OnPostgres]
    public async Task The_connection_string_is_in_no_argument_of_the_process_that_trains(string system)
    {
        Assert.Equal("PostgreSQL", system);
        using var folder = new TestFolder(borrowers: 0);
        var data = PostgresServer.Shared.NewDatabase();
        var (arguments, given) = (folder.Path("arguments"), folder.Path("given"));
        await using var host = await Start(
            folder, $"tr '\\0' ' ' < /proc/$$/cmdline > {arguments}; printf %s \"${Database.ConnectionVariable}\" > {given}; exit 2", new Messages(), data);

        Assert.False(await Retrain(host, folder));
        Assert.Contains(" train ", File.ReadAllText(arguments), StringComparison.Ordinal);
        Assert.DoesNotContain("Host=", File.ReadAllText(arguments), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(data, File.ReadAllText(given));
    }

    [Fact]
    public async Task The_schedule_fires_and_trains()
    {
        using var folder = new TestFolder(borrowers: 5);
        var log = new Messages();
        File.WriteAllText(folder.Path("recipe.json"), Recipe);
        await using var host = await Start(
            folder, Made(folder), log, change: options => options with { RetrainCron = "* * * * * ?", RetrainRecipes = [folder.Path("recipe.json")] });

        await log.Seen("was trained and is challenger");
        await log.Seen("again, byte for byte");
        var ledger = host.Services.GetRequiredService<ModelStore>().Ledger();
        Assert.Equal("trained on schedule", ledger.Holder(Target.Miss30.Id, BundleRole.Challenger)!.Done.Why);
        Assert.Equal(2, ledger.Entries.Count);
    }

    [Fact]
    public async Task What_was_trained_becomes_challenger_by_the_schedule_and_decides_nothing()
    {
        using var folder = new TestFolder(borrowers: 5);
        var script = Made(folder);
        var hash = BundleFolder.Read(System.IO.Path.Combine(folder.Path("made"), "miss30", "1-20240331")).Hash;
        var log = new Messages();
        await using var host = await Start(folder, script, log);
        var before = await Served(host);

        Assert.True(await Retrain(host, folder), string.Join('\n', log.All));
        var ledger = host.Services.GetRequiredService<ModelStore>().Ledger();
        var challenger = ledger.Holder(Target.Miss30.Id, BundleRole.Challenger)!;
        Assert.Equal((hash, ModelLedger.Schedule, "scheduled"), (challenger.Done.BundleHash, challenger.Done.By, challenger.Done.Why));
        Assert.Null(ledger.Holder(Target.Miss30.Id, BundleRole.Champion));
        Assert.Equal(before, await Served(host));

        Assert.False(await Retrain(host, folder));
        Assert.Equal(2, host.Services.GetRequiredService<ModelStore>().Head().Number);
    }

    [Fact]
    public async Task A_schedule_without_recipes_is_refused_at_the_start()
    {
        using var folder = new TestFolder(borrowers: 0);
        var error = await Assert.ThrowsAsync<FormatException>(() =>
            ServiceHost.Start(folder, change: options => options with { RetrainCron = "0 0 4 * * ?" }));
        Assert.Contains("--retrain-recipes is ''", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A training that makes a bundle which a test can tell; the recipe it is given names the version of the day.</summary>
    internal static string Made(TestFolder folder, string day = "20240331")
    {
        var version = $"1-{day}";
        TinyBundles.Write(folder.Path("made"), version);
        var made = System.IO.Path.Combine(folder.Path("made"), "miss30", version);
        File.WriteAllText(
            System.IO.Path.Combine(made, "metrics.json"),
            $$"""{"bundle_sha256": "{{BundleFolder.Read(made).Hash}}", "train_days": "2023-01-01 to 2023-12-31"}""");
        return $"grep -q '\"version\":\"{version}\"' $2 && test $1 = train && test $3 = --data && mkdir $6/miss30 && cp -r {made} $6/miss30/";
    }

    internal const string Recipe = """{"target": "MISS30@1", "version": "1"}""";

    internal static Task<ServiceHost> Start(
        TestFolder folder,
        string script,
        Messages log,
        string? data = null,
        string? today = null,
        Func<HostOptions, HostOptions>? change = null)
    {
        var program = folder.Path("train.sh");
        File.WriteAllText(program, "#!/bin/bash\n" + script + "\n");
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["+x", program]))
        {
            chmod.WaitForExit();
        }

        return ServiceHost.Start(
            folder,
            data,
            today,
            change: options =>
            {
                var changed = options with { RetrainProgram = program, RetrainMemoryMib = 128, RetrainTime = TimeSpan.FromSeconds(3) };
                return change?.Invoke(changed) ?? changed;
            },
            logging: builder => builder.AddProvider(log));
    }

    private static Task<bool> Retrain(ServiceHost host, TestFolder folder)
    {
        var recipe = folder.Path("recipe.json");
        File.WriteAllText(recipe, Recipe);
        return host.Services.GetRequiredService<Retraining>().Run(recipe, "scheduled", daysApart: null, CancellationToken.None);
    }

    /// <summary>A run's results: all that the host would do.</summary>
    private static async Task<string> Served(ServiceHost host) =>
        RunResult.Of(host.Folder.Data, (await RunResult.Finished(host.Client)).RunId);
}
