using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>Deadlines on a clock that the test moves.</summary>
public sealed class DeadlineTests : IAsyncLifetime, IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RawWire _wire = new();
    private readonly EchoHost _host;

    public DeadlineTests() => _host = new EchoHost(_time);

    public static TheoryData<string, string, string, string> Table => TextTable.Of4("""
        header                    | value       | milliseconds | why
        grpc-timeout              |             | 5000         | the server's own
        grpc-timeout              | 1S          | 1000         | the client's
        grpc-timeout              | 60S         | 60000        | the longest
        grpc-timeout              | 61S         | 60000        | longer than the longest
        grpc-timeout              | 99999999H   | 60000        | the most that can be written
        grpc-timeout              | 1M          | 60000        | minutes
        grpc-timeout              | 250m        | 250          | milliseconds
        grpc-timeout              | 250000u     | 250          | microseconds
        grpc-timeout              | 99999999n   | 99           | nanoseconds
        grpc-timeout              | 00000030S   | 30000        | leading zeros count as digits
        grpc-timeout              | 100000000S  | refused      | nine digits
        grpc-timeout              | 5           | refused      | no unit
        grpc-timeout              | S           | refused      | no number
        grpc-timeout              | -1S         | refused      | a sign
        grpc-timeout              | 1.5S        | refused      | not whole
        grpc-timeout              | 5s          | refused      | no such unit
        connect-timeout-ms        |             | 5000         | the server's own
        connect-timeout-ms        | 1500        | 1500         | the client's
        connect-timeout-ms        | 9999999999  | 60000        | ten digits
        connect-timeout-ms        | 10000000000 | refused      | eleven digits
        connect-timeout-ms        | 1s          | refused      | a unit
        connect-timeout-ms        | -1          | refused      | a sign
        """);

    public Task InitializeAsync() => _host.InitializeAsync();

    public async Task DisposeAsync()
    {
        _host.Echo.Release();
        await _host.DisposeAsync();
    }

    public void Dispose() => _wire.Dispose();

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_deadline_is_the_clients_up_to_the_servers_longest(string header, string value, string milliseconds, string why)
    {
        var headers = value.Length == 0 ? Array.Empty<string>() : [$"{header}: {value}"];
        var grpc = header == "grpc-timeout";
        var answer = grpc
            ? await _wire.Post(_host, true, "/risksignals.rpc.tests.Echo/Describe", "application/grpc", RawWire.Frame([]), headers)
            : await _wire.Post(_host, true, "/risksignals.rpc.tests.Echo/Describe", "application/proto", [], headers);
        if (milliseconds == "refused")
        {
            Assert.True(grpc ? answer.GrpcStatus == RpcCode.InvalidArgument : answer.Status == 400, why);
            return;
        }

        var seen = CallDescription.Parser.ParseFrom(grpc ? answer.Frames.Single().Payload : answer.Body);
        Assert.True(milliseconds == $"{seen.TimeLeftMs}", $"{why}: {seen.TimeLeftMs} left");
    }

    [Theory]
    [InlineData(false, null, 5)]
    [InlineData(true, null, 60)]
    [InlineData(false, 3600, 60)]
    [InlineData(true, 3600, 600)]
    [InlineData(true, 0, 0)]
    public void Streams_may_take_longer(bool streaming, int? askedSeconds, int givenSeconds)
    {
        TimeSpan? asked = askedSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Assert.Equal(TimeSpan.FromSeconds(givenSeconds), new RpcOptions().Deadline(streaming, asked));
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/proto")]
    public async Task At_the_deadline_the_client_gets_its_answer_and_the_handler_is_cancelled(string contentType)
    {
        var grpc = contentType == "application/grpc";
        var body = new EchoRequest { Text = contentType }.ToByteArray();
        var waiting = _wire.Post(
            _host, true, "/risksignals.rpc.tests.Echo/Wait", contentType, grpc ? RawWire.Frame(body) : body);
        await _host.Echo.Started.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var answer = await waiting;
        Assert.Equal(contentType, await _host.Echo.Cancelled.ReadAsync());
        if (grpc)
        {
            Assert.Equal((RpcCode.DeadlineExceeded, true), (answer.GrpcStatus, answer.StatusInHeaders));
        }
        else
        {
            Assert.Equal(504, answer.Status);
            Assert.Contains("\"code\":\"deadline_exceeded\"", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_that_has_begun_ends_at_its_deadline_with_a_status_in_the_trailers()
    {
        var waiting = _wire.Post(
            _host, true, "/risksignals.rpc.tests.Echo/WaitInStream", "application/grpc", RawWire.Frame(new EchoRequest { Text = "s" }));
        await _host.Echo.Started.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        var answer = await waiting;
        Assert.Equal((1, RpcCode.DeadlineExceeded, false), (answer.Frames.Count, answer.GrpcStatus, answer.StatusInHeaders));
    }

    /// <summary>The clock stands, so only the client's leaving can cancel the handler.</summary>
    [Fact(Timeout = 30_000)]
    public async Task Leaving_a_stream_early_cancels_its_handler()
    {
        using var client = new RpcClient(_host.Http2);
        await foreach (var reply in client.Stream<EchoRequest, EchoReply>(EchoHost.Method("WaitInStream"), new() { Text = "left early" }))
        {
            Assert.Equal("left early", reply.Text);
            break;
        }

        Assert.Equal("left early", await _host.Echo.Cancelled.ReadAsync());
    }

    [Fact]
    public async Task A_client_that_stops_sending_gets_its_answer_at_the_deadline()
    {
        var sending = new TaskCompletionSource();
        using var half = new StallingContent(RawWire.Frame(new EchoRequest { Text = "half" })[..7], sending);
        var waiting = _wire.Send(
            _host, true, HttpMethod.Post, "/risksignals.rpc.tests.Echo/Say", "application/grpc", half);
        await sending.Task;
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(RpcCode.DeadlineExceeded, (await waiting).GrpcStatus);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_deadline_holds_up_no_client_and_keeps_its_own_request()
    {
        for (var round = 0; round < 20; round++)
        {
            var waiting = _wire.Post(
                _host, true, "/risksignals.rpc.tests.Echo/Stubborn", "application/grpc", RawWire.Frame([]), $"x-text: {round}");
            await _host.Echo.Started.ReadAsync();
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(RpcCode.DeadlineExceeded, (await waiting).GrpcStatus);
        }

        _host.Echo.Release();
        var seen = new List<string>();
        for (var round = 0; round < 20; round++)
        {
            seen.Add(await _host.Echo.Cancelled.ReadAsync());
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(round => $"{round}").Order(), seen.Order());
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_no_client()
    {
        var waiting = _wire.Post(_host, true, "/risksignals.rpc.tests.Echo/Block", "application/grpc", RawWire.Frame([]));
        await _host.Echo.Started.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RpcCode.DeadlineExceeded, (await waiting).GrpcStatus);
    }

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/connect+proto", true)]
    [InlineData("application/connect+proto", false)]
    public async Task A_client_that_stops_reading_still_gets_the_status_after_the_deadline(string contentType, bool http2)
    {
        using var client = new HttpClient(new SocketsHttpHandler { InitialHttp2StreamWindowSize = 65_535 });
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(http2 ? _host.Http2 : _host.Http1, "/risksignals.rpc.tests.Echo/Repeat"))
        {
            Version = new Version(http2 ? 2 : 1, http2 ? 0 : 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RawWire.Frame(
                new EchoRequest { Count = 20_000, Payload = ByteString.CopyFrom(new byte[10_000]) })),
        };
        request.Content.Headers.ContentType = new(contentType);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _time.Advance(TimeSpan.FromSeconds(60));
        var answer = await RawWire.ReadAnswer(response);
        Assert.InRange(answer.Frames.Count, 1, 19_999);
        if (contentType == "application/grpc")
        {
            Assert.Equal(RpcCode.DeadlineExceeded, answer.GrpcStatus);
        }
        else
        {
            Assert.Equal(2, answer.Frames[^1].Flags);
            Assert.Contains("deadline_exceeded", System.Text.Encoding.UTF8.GetString(answer.Frames[^1].Payload), StringComparison.Ordinal);
        }
    }

    /// <summary>A body whose rest never comes.</summary>
    private sealed class StallingContent(byte[] start, TaskCompletionSource sent) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(start, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            sent.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
