using RiskSignals.Rpc.Tests;
using RiskSignals.Service.Tests.Jobs;

namespace RiskSignals.Service.Tests;

/// <summary>A client that isn't ours, from score to outcome; what it saw must be what the table says.</summary>
public class PythonPeerTests
{
    private const string Expected = """
        score         | MISS30@1 high PAY30@1 low
        reason        | An amount on your loan is 54 days overdue
        family        | repayment_overdue
        what if       | pay what is overdue: medium
        unknown loan  | NOT_FOUND
        rows          | 10000
        in order      | True
        scored        | 9900
        unknown       | 100
        run           | FINISHED
        days past due | 54
        features      | True
        warnings      | 10 of 25
        signals       | True
        candidates    | 5
        outcome of    | l00005
        again         | True
        other content | INVALID_ARGUMENT
        no plan       | FAILED_PRECONDITION
        """;

    [PythonFact]
    public async Task Python_scores_streams_lists_and_records()
    {
        using var folder = new TestFolder(borrowers: 60);
        await using var host = await ServiceHost.Start(folder);
        var run = await RunResult.Finished(host.Client);
        using var peer = new PythonPeer();
        var protos = Path.Combine(AppContext.BaseDirectory, "peers");
        await peer.Generate(protos, ["borrowers.proto", "features.proto", "scoring.proto", "signals.proto", "treatments.proto", "trials.proto"]);
        var seen = await peer.RunScript(Path.Combine(AppContext.BaseDirectory, "Peers", "scoring_peer.py"), $"{host.Grpc.Host}:{host.Grpc.Port}", run.RunId);
        Assert.Equal(Rows(Expected), Rows(seen));
    }

    private static string[] Rows(string table) =>
        [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(" | ", line.Split('|', StringSplitOptions.TrimEntries)))];
}
