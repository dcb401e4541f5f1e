using Microsoft.Extensions.Logging;
using RiskSignals.Storage;
using RiskSignals.Storage.Tests;

namespace RiskSignals.Service.Tests.Jobs;

/// <summary>Several hosts over one database.</summary>
public class SharedRunTests
{
    private const int Loans = 150;

    [Theory]
    [OnPostgres]
    public async Task Two_hosts_share_one_run_which_equals_that_of_one_host_on_SQLite(string system)
    {
        Assert.Equal("PostgreSQL", system);
        using var folder = new TestFolder(Loans);
        string expected;
        await using (var alone = await ServiceHost.Start(folder, change: SmallChunks))
        {
            expected = RunResult.Of(folder.Data, (await RunResult.Finished(alone.Client)).RunId);
        }

        var data = PostgresServer.Shared.NewDatabase();
        TestFolder.Fill(data, Loans);
        await using var one = await ServiceHost.Start(folder, data, change: SmallChunks);
        await using var two = await ServiceHost.Start(folder, data, change: SmallChunks);
        var runs = await Task.WhenAll(RunResult.Finished(one.Client), RunResult.Finished(two.Client));
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(2, Owners(data));
        Assert.Equal(expected, RunResult.Of(data, runs[0].RunId));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task The_schedule_begins_the_run_of_the_day_once_however_often_it_fires(string system)
    {
        using var folder = new TestFolder(Loans);
        var data = system == "SQLite" ? folder.Data : PostgresServer.Shared.NewDatabase();
        if (system != "SQLite")
        {
            TestFolder.Fill(data, Loans);
        }

        var fires = new FiringCount();
        await using (await Scheduled(folder, data, fires))
        await using (system == "SQLite" ? null : await Scheduled(folder, data, fires))
        {
            await fires.Reached(3);
        }

        using var database = Database.Open(data);
        var run = Assert.Single(new ScoreStore(database).Runs());
        Assert.Equal((SmallLender.Day, Loans), (run.AsOf, run.Loans));
    }

    private static HostOptions SmallChunks(HostOptions options) => options with { ChunkLoans = 4 };

    private static Task<ServiceHost> Scheduled(TestFolder folder, string data, FiringCount fires) => ServiceHost.Start(
        folder, data, change: options => options with { RescoreCron = "* * * * * ?" }, logging: builder => builder.AddProvider(fires));

    private static long Owners(string data)
    {
        using var database = Database.Open(data);
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(DISTINCT owner) FROM run_chunks";
        return (long)command.ExecuteScalar()!;
    }
}
