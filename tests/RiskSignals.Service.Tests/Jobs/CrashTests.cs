using RiskSignals.Rpc;

namespace RiskSignals.Service.Tests.Jobs;

/// <summary>The executable, killed with signal 9 while it re-scores. The run is asked for once; later hosts find it by themselves.</summary>
public class CrashTests
{
    private const int Loans = 150;
    private const int Kills = 4;
    private const int Seed = 20_240_331;

    [Fact]
    public async Task Killed_again_and_again_a_run_ends_as_if_nothing_had_happened()
    {
        using var calm = new TestFolder(Loans);
        using var stormy = new TestFolder(Loans);
        var (runId, seconds) = await Undisturbed(calm);

        var random = new Random(Seed);
        var unfinished = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var service = await Start(stormy);
            using var client = new RpcClient(service.Grpc);
            if (kill == 0)
            {
                await Begin(client);
            }

            await Task.Delay(TimeSpan.FromSeconds(seconds / 2 * random.NextDouble()));
            await service.Kill();
            unfinished += IsEnded(stormy, runId) ? 0 : 1;
        }

        Assert.True(unfinished > 0, "No kill came before the run had ended; the test proved nothing.");
        using var last = await Start(stormy);
        using var finisher = new RpcClient(last.Grpc);
        await RunResult.Ended(finisher, runId);
        RunResult.MustBeComplete(stormy.Data, runId, Loans);
        Assert.Equal(RunResult.Of(calm.Data, runId), RunResult.Of(stormy.Data, runId));
    }

    private static bool IsEnded(TestFolder folder, string runId)
    {
        using var database = Storage.Database.Open(folder.Data);
        return new Storage.ScoreStore(database).Run(runId)!.IsEnded;
    }

    private static async Task<(string RunId, double Seconds)> Undisturbed(TestFolder folder)
    {
        using var service = await Start(folder);
        using var client = new RpcClient(service.Grpc);
        var began = TimeProvider.System.GetTimestamp();
        var run = await RunResult.Finished(client);
        return (run.RunId, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
    }

    private static Task<ServiceProcess> Start(TestFolder folder) => ServiceProcess.Start(
        "--data", folder.Data, "--models", folder.Models, "--today", "2024-03-31", "--chunk", "5", "--lease", "1");

    private static Task<V1.Run> Begin(RpcClient client) => client.Call<V1.RescoreRequest, V1.Run>(
        V1.ScoringReflection.Descriptor.Services[0].FindMethodByName("Rescore"), new());
}
