using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

public sealed class RpcClientTests(EchoHost host) : IClassFixture<EchoHost>
{
    [Fact]
    public async Task A_unary_call_returns_what_was_said()
    {
        using var client = new RpcClient(host.Http2);
        var reply = await client.Call<EchoRequest, EchoReply>(EchoHost.Method("Say"), new() { Text = "günstig", Count = 7 });
        Assert.Equal(new EchoReply { Text = "günstig", Number = 7 }, reply);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task A_stream_brings_every_message_in_order(int count)
    {
        using var client = new RpcClient(host.Http2);
        var numbers = new List<int>();
        await foreach (var reply in client.Stream<EchoRequest, EchoReply>(EchoHost.Method("Repeat"), new() { Count = count }))
        {
            numbers.Add(reply.Number);
        }

        Assert.Equal(Enumerable.Range(1, count), numbers);
    }

    [Fact]
    public async Task Messages_of_megabytes_pass_through_windows_smaller_than_they_are()
    {
        using var client = new RpcClient(host.Http2);
        var payload = ByteString.CopyFrom(new byte[4_000_000]);
        var reply = await client.Call<EchoRequest, EchoReply>(EchoHost.Method("Say"), new() { Payload = payload });
        Assert.Equal(payload, reply.Payload);
    }

    [Fact]
    public async Task Tls_carries_calls_to_a_certificate_the_client_accepts()
    {
        using var client = new RpcClient(host.Tls, new() { AcceptCertificate = host.IsOwnCertificate });
        Assert.Equal("hi", (await client.Call<EchoRequest, EchoReply>(EchoHost.Method("Say"), new() { Text = "hi" })).Text);
    }

    [Fact]
    public async Task A_failure_keeps_its_code_and_its_text_in_any_script()
    {
        using var client = new RpcClient(host.Http2);
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => client.Call<EchoRequest, EchoReply>(
            EchoHost.Method("Fail"), new() { Text = "100 % voll: ü\n€", FailCode = (int)RpcCode.FailedPrecondition }));
        Assert.Equal((RpcCode.FailedPrecondition, "100 % voll: ü\n€"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_stream_that_fails_brings_its_messages_first()
    {
        using var client = new RpcClient(host.Http2);
        var seen = 0;
        var failure = await Assert.ThrowsAsync<RpcFailure>(async () =>
        {
            await foreach (var _ in client.Stream<EchoRequest, EchoReply>(
                EchoHost.Method("RepeatThenFail"), new() { Count = 20, FailCode = (int)RpcCode.Aborted, Text = "stop" }))
            {
                seen++;
            }
        });
        Assert.Equal((20, RpcCode.Aborted, "stop"), (seen, failure.Code, failure.Message));
    }

    [Fact]
    public async Task An_exception_of_a_handler_tells_the_client_nothing_of_its_cause()
    {
        using var client = new RpcClient(host.Http2);
        var failure = await Assert.ThrowsAsync<RpcFailure>(
            () => client.Call<EchoRequest, EchoReply>(EchoHost.Method("Fail"), new() { Text = "hunter2" }));
        Assert.Equal(RpcCode.Internal, failure.Code);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_and_metadata_of_the_client_reach_the_handler()
    {
        using var client = new RpcClient(host.Http2, new()
        {
            Deadline = TimeSpan.FromSeconds(50),
            Metadata = new Dictionary<string, string> { ["x-text"] = "from me", ["x-data-bin"] = "AQL/,AQ==" },
        });
        var seen = await client.Call<EchoRequest, CallDescription>(EchoHost.Method("Describe"), new());
        Assert.InRange(seen.TimeLeftMs, 5_001, 50_000);
        Assert.Equal("from me", seen.MetadataText);
        Assert.Equal([1, 2, 255, 1], seen.MetadataBytes.ToByteArray());
        Assert.StartsWith("127.0.0.1:", seen.Peer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_means_unavailable()
    {
        using var client = new RpcClient(new Uri("http://127.0.0.1:1"));
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => client.Call<EchoRequest, EchoReply>(EchoHost.Method("Say"), new()));
        Assert.Equal(RpcCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task A_call_with_the_wrong_message_type_is_refused_before_it_is_sent()
    {
        using var client = new RpcClient(host.Http2);
        var problem = await Assert.ThrowsAsync<ArgumentException>(
            () => client.Call<EchoReply, EchoReply>(EchoHost.Method("Say"), new()));
        Assert.Contains("takes EchoRequest", problem.Message, StringComparison.Ordinal);
    }
}
