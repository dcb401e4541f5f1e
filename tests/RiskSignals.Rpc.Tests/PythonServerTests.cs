using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>The client against a server that isn't ours: one that sends no headers before its first message.</summary>
public sealed class PythonServerTests
{
    [PythonFact]
    public async Task The_client_understands_a_foreign_server()
    {
        using var python = new PythonPeer();
        var peers = Path.Combine(AppContext.BaseDirectory, "Peers");
        await python.Generate(peers, "echo.proto");
        var (port, server) = await python.StartScript(Path.Combine(peers, "echo_server.py"));
        await using (server)
        {
            var address = new Uri("http://127.0.0.1:" + port);
            using var client = new RpcClient(address);
            await Calls(client);
            await Failures(client, address);
        }
    }

    private static async Task Calls(RpcClient client)
    {
        var payload = ByteString.CopyFrom(new byte[4_000_000]);
        var reply = await client.Call<EchoRequest, EchoReply>(EchoHost.Method("Say"), new() { Text = "ü", Count = 5, Payload = payload });
        Assert.Equal(("ü", 5, payload), (reply.Text, reply.Number, reply.Payload));
        var numbers = new List<int>();
        await foreach (var item in client.Stream<EchoRequest, EchoReply>(EchoHost.Method("Repeat"), new() { Count = 1_000 }))
        {
            numbers.Add(item.Number);
        }

        Assert.Equal(Enumerable.Range(1, 1_000), numbers);
    }

    private static async Task Failures(RpcClient client, Uri address)
    {
        var failure = await Fails(client, "Fail", new() { Text = "100 % ü\n" });
        Assert.Equal((RpcCode.FailedPrecondition, "100 % ü\n"), (failure.Code, failure.Message));
        Assert.Equal(RpcCode.Unimplemented, (await Fails(client, "Stubborn", new())).Code);
        var seen = 0;
        var broken = await Assert.ThrowsAsync<RpcFailure>(async () =>
        {
            await foreach (var _ in client.Stream<EchoRequest, EchoReply>(
                EchoHost.Method("RepeatThenFail"), new() { Count = 10, Text = "stop" }))
            {
                seen++;
            }
        });
        Assert.Equal((10, RpcCode.Aborted, "stop"), (seen, broken.Code, broken.Message));
        using var hasty = new RpcClient(address, new() { Deadline = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(RpcCode.DeadlineExceeded, (await Fails(hasty, "Wait", new())).Code);
        using var patient = new RpcClient(address, new()
        {
            Deadline = TimeSpan.FromSeconds(50),
            Metadata = new Dictionary<string, string> { ["x-text"] = "from me", ["x-data-bin"] = "AQL/" },
        });
        var described = await patient.Call<EchoRequest, CallDescription>(EchoHost.Method("Describe"), new());
        Assert.Equal("from me", described.MetadataText);
        Assert.Equal([1, 2, 255], described.MetadataBytes.ToByteArray());
        Assert.InRange(described.TimeLeftMs, 1, 50_000);
    }

    private static Task<RpcFailure> Fails(RpcClient client, string method, EchoRequest request) =>
        Assert.ThrowsAsync<RpcFailure>(() => client.Call<EchoRequest, EchoReply>(EchoHost.Method(method), request));
}
