using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Cli.Tests;

/// <summary>
/// A host, a small portfolio, payments that are returned in March, and the real trainer in a process of its own: the scores drift from those
/// of training, a challenger is trained and registered, and the champion goes on serving.
/// </summary>
[Collection(PipelineFolder.Collection)]
public sealed class RetrainOnDriftTests(PipelineFolder folder)
{
    private const string Drifted = "2025-03-31";

    [Theory]
    [InlineData("2048", "challenger 9-20250331")]
    [InlineData("64", "failed, exit code")]
    public async Task Scores_that_drift_start_the_trainer_and_whatever_comes_of_it_the_champion_serves_on(string memory, string outcome)
    {
        var data = Path.Combine(folder.Root, $"drift-{memory}.db");
        File.Copy(folder.Data, data, overwrite: true);
        RiskProgram.Succeeds(
            "promote", "miss30", "1", "--champion", "--by", "ada", "--approved-by", "ben", "--data", data, "--models", folder.Models);
        RiskProgram.Succeeds("import", Returned(), "--data", data);
        var before = Runs(data).Select(run => run.RunId).ToHashSet(StringComparer.Ordinal);

        using var host = Serve(data, memory);
        try
        {
            var said = await host.StandardOutput.ReadLineAsync() ?? "";
            var address = Regex.Match(said, "serving gRPC on (http://[^ ]+)").Groups[1].Value;
            Assert.True(address.Length > 0, said);
            _ = host.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            RiskProgram.Succeeds("rescore", "--as-of", Drifted, "--address", address);

            using var database = Database.Open(data);
            var champion = new ModelStore(database).Ledger().Holder(Target.Miss30.Id, BundleRole.Champion)!.Done.BundleHash;
            var drift = Assert.Single(new ScoreStore(database).Drift(), row => row.Target == Target.Miss30.Id);
            Assert.Equal((champion, "training"), (drift.BundleHash, drift.ComparedWith));
            Assert.True(drift.Psi > Math.Max(PopulationStability.WatchFrom, drift.Chance), $"{drift}");

            var training = await Ended(new TrainingStore(database));
            Assert.StartsWith(outcome, training.Outcome, StringComparison.Ordinal);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"PSI {drift.Psi:0.000}"), training.Why, StringComparison.Ordinal);
            var challenger = new ModelStore(database).Ledger().Holder(Target.Miss30.Id, BundleRole.Challenger);
            Assert.Equal(outcome.StartsWith("challenger", StringComparison.Ordinal) ? training.Why : null, challenger?.Done.Why);

            RiskProgram.Succeeds("rescore", "--as-of", "2025-03-30", "--address", address);
            var scores = new ScoreStore(database);
            var runs = Runs(data).Where(run => !before.Contains(run.RunId)).ToArray();
            Assert.Equal(2, runs.Length);
            Assert.Equal(
                [champion],
                runs.SelectMany(run => scores.Scores(run.RunId)).Where(row => row.Target == Target.Miss30.Id)
                    .Select(row => row.BundleHash).Distinct());
            Assert.Contains(
                RiskProgram.Succeeds("models", "--data", data),
                line => line.StartsWith("training: MISS30@1 on 2025-03-31, drift from training", StringComparison.Ordinal)
                    && line.Contains(outcome, StringComparison.Ordinal));
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync();
        }
    }

    /// <summary>Payments of the last weeks that come back, for two borrowers in three: the rest keeps both outcomes in the newest labels.</summary>
    private string Returned()
    {
        var facts = Path.Combine(folder.Root, "returned");
        Directory.CreateDirectory(facts);
        var payments = File.ReadAllLines(Path.Combine(folder.Facts, "payments.csv"));
        var header = payments[0].Split(',').ToList();
        int borrower = header.IndexOf("borrower_id"), id = header.IndexOf("payment_id"), loan = header.IndexOf("loan_id"), on = header.IndexOf("effective_on");
        File.WriteAllLines(Path.Combine(facts, "payment_reversals.csv"),
        [
            "borrower_id,payment_id,loan_id,reversed_on,reason,known_on",
            .. payments.Skip(1).Select(line => line.Split(','))
                .Where(row => string.CompareOrdinal(row[on], "2025-03-01") >= 0 && row[borrower][^1] % 3 != 0)
                .Select(row => $"{row[borrower]},{row[id]},{row[loan]},2025-03-31,insufficient_funds,2025-03-31T06:00:00Z"),
        ]);
        return facts;
    }

    private static IReadOnlyList<RunRow> Runs(string data)
    {
        using var database = Database.Open(data);
        return new ScoreStore(database).Runs();
    }

    private Process Serve(string data, string memory)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(PipelineFolder.Recipe("miss30")))!;
        recipe["version"] = "9";
        recipe["validation"]!["baselines"] = new JsonArray();
        var file = Path.Combine(folder.Root, "retrain.json");
        File.WriteAllText(file, recipe.ToJsonString());
        var start = new ProcessStartInfo(
            "dotnet",
            [
                RiskProgram.Path, "serve", "--data", data, "--models", folder.Models, "--rescore-cron", "never", "--today", Drifted,
                "--retrain-on-drift", "30", "--retrain-recipes", file, "--retrain-memory", memory, "--retrain-minutes", "10",
                "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0",
            ])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<TrainingRow> Ended(TrainingStore trainings)
    {
        while (true)
        {
            if (trainings.Newest().SingleOrDefault() is { EndedAt: not null } ended)
            {
                return ended;
            }

            await Task.Delay(50);
        }
    }
}
