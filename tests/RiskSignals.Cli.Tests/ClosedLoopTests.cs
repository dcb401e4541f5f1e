using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RiskSignals.Borrowers;
using RiskSignals.Storage;

namespace RiskSignals.Cli.Tests;

[Collection(PipelineFolder.Collection)]
public sealed partial class ClosedLoopTests(PipelineFolder folder)
{
    private const int Days = 20;

    [Fact]
    public void A_host_and_a_simulated_lender_live_day_by_day_and_end_by_themselves()
    {
        var data = Path.Combine(folder.Root, "loop.db");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                RiskProgram.Path, "serve", "--data", data, "--models", folder.Models, "--rescore-cron", "never",
                "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        string[] said;
        try
        {
            var address = Serving().Match(host.StandardOutput.ReadLine() ?? "").Groups[1].Value;
            said = RiskProgram.Succeeds(
                "simulate", "--against", address, "--borrowers", "150", "--months", "9", "--seed", "5", "--days", $"{Days}");
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            host.WaitForExit();
        }

        var day = new DateOnly(2024, 10, 1);
        Assert.Equal(
            Enumerable.Range(0, Days).Select(n => day.AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            said.Select(line => Daily().Match(line).Groups[1].Value).Where(text => text.Length > 0));
        var end = Summary().Match(said[^1]);
        Assert.True(end.Success, said[^1]);
        int Told(string name) => int.Parse(end.Groups[name].Value, CultureInfo.InvariantCulture);

        // The host's own store is the witness: it holds the facts, its decisions, and what the borrowers did about them.
        using var database = Database.Open(data);
        var (facts, decisions) = (new FactStore(database), new TreatmentStore(database).All().Where(row => row.Treatment != "NONE").ToArray());
        Assert.Equal(Told("facts"), FactKinds.All.Sum(facts.Count));
        Assert.Equal(Told("outcomes"), facts.Count(FactKinds.Outcomes));
        Assert.InRange(Told("treatments"), 1, decisions.Length);
        var decided = decisions.ToDictionary(row => row.DecisionId);
        var outcomes = facts.Stream().SelectMany(file => file.AsOf(day.AddDays(Days)).Outcomes).ToArray();
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, outcome => Assert.True(decided[outcome.DecisionId].DecidedOn < outcome.ObservedOn));
    }

    [Theory]
    [InlineData("Give either --out", "simulate")]
    [InlineData("Give either --out", "simulate", "--out", "x", "--against", "http://127.0.0.1:9")]
    [InlineData("--truth-sample and --as-of go together", "simulate", "--out", "x", "--truth-sample", "5")]
    [InlineData("--days is 0", "simulate", "--against", "http://127.0.0.1:9", "--days", "0")]
    [InlineData("--decisions, --threads can't go with --against", "simulate", "--against", "http://127.0.0.1:9", "--decisions", "d", "--threads", "2")]
    [InlineData("--known-from can't go with --against", "simulate", "--against", "http://127.0.0.1:9", "--known-from", "2024-05-01")]
    [InlineData("--report can't go with --against", "simulate", "--against", "http://127.0.0.1:9", "--report")]
    [InlineData("--truth-sample, --as-of can't go", "simulate", "--against", "http://127.0.0.1:9", "--truth-sample", "5", "--as-of", "2024-05-01")]
    [InlineData("--decide-every is 7 and --days 5", "simulate", "--against", "http://127.0.0.1:9", "--decide-every", "7", "--days", "5")]
    [InlineData("--decide-every is 31 and --days 30", "simulate", "--against", "http://127.0.0.1:9", "--decide-every", "31")]
    [InlineData("--days can't go without --against", "simulate", "--out", "x", "--days", "5")]
    [InlineData("--decisions can't go without --out", "simulate", "--report", "--decisions", "d")]
    [InlineData("--replays can't go without --truth-sample", "simulate", "--out", "x", "--replays", "5")]
    public void Options_that_do_not_go_together_are_named(string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = RiskProgram.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("serving gRPC on (http://[^ ]+)")]
    private static partial Regex Serving();

    [GeneratedRegex(@"^  (\d{4}-\d\d-\d\d)  [\d,]+ facts, [\d,]+ loans, [\d,]+ early warnings, [\d,]+ treatments \(")]
    private static partial Regex Daily();

    [GeneratedRegex(
        @"^closed loop borrowers 150 days 20 facts (?<facts>\d+) loans \d+ treatments (?<treatments>\d+) outcomes (?<outcomes>\d+) seconds \d+\.\d$")]
    private static partial Regex Summary();
}
