using System.Text.Json;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Jobs;

/// <summary>Everything that a run leaves behind, as text that two runs can be compared by; only database times are left out.</summary>
internal static class RunResult
{
    public static string Of(string data, string runId)
    {
        using var database = Database.Open(data);
        var scores = new ScoreStore(database);
        var signals = new SignalStore(database);
        var rows = new
        {
            Run = scores.Run(runId)! with { BegunAt = 0 },
            Scores = scores.Scores(runId).ToArray(),
            Signals = signals.Open(scores.Run(runId)!.AsOf),
            Warnings = scores.Warnings(runId, after: 0, most: 1_000),
            Decisions = new TreatmentStore(database).OfRun(runId).ToArray(),
            Assigned = new TrialStore(database).All().SelectMany(trial => new TrialStore(database).Borrowers(trial.TrialId)).ToArray(),
        };
        return JsonSerializer.Serialize(rows);
    }

    /// <summary>Every loan has one score a target.</summary>
    public static void MustBeComplete(string data, string runId, int loans)
    {
        using var database = Database.Open(data);
        var scores = new ScoreStore(database).Scores(runId).ToArray();
        Assert.Equal(loans * 2, scores.Length);
        Assert.Equal(loans * 2, scores.Select(score => (score.LoanId, score.Target)).Distinct().Count());
        Assert.Equal(loans, new TreatmentStore(database).OfRun(runId).Select(decision => decision.LoanId).Distinct().Count());
    }

    /// <summary>Starts or joins the run of a day and asks until it is finished.</summary>
    public static async Task<Run> Finished(Rpc.RpcClient client, string asOf = "")
    {
        var service = ScoringReflection.Descriptor.Services[0];
        var run = await client.Call<RescoreRequest, Run>(service.FindMethodByName("Rescore"), new() { AsOf = asOf });
        return await Ended(client, run.RunId);
    }

    /// <summary>Asks until a run is finished.</summary>
    public static async Task<Run> Ended(Rpc.RpcClient client, string runId)
    {
        var method = ScoringReflection.Descriptor.Services[0].FindMethodByName("GetRun");
        while (true)
        {
            var run = await client.Call<GetRunRequest, Run>(method, new() { RunId = runId });
            if (run.State == RunState.Finished)
            {
                return run;
            }

            await Task.Delay(20);
        }
    }
}
