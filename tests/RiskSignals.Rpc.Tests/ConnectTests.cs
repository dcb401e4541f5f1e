using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>Connect as any HTTP client speaks it, over both versions of HTTP.</summary>
public sealed class ConnectTests(EchoHost host) : IClassFixture<EchoHost>, IDisposable
{
    private const string Echo = "/risksignals.rpc.tests.Echo/";

    private readonly RawWire _wire = new();

    public static TheoryData<string, string, string> Codes => TextTable.Of3("""
        number | name                | http
        1      | canceled            | 499
        2      | unknown             | 500
        3      | invalid_argument    | 400
        4      | deadline_exceeded   | 504
        5      | not_found           | 404
        6      | already_exists      | 409
        7      | permission_denied   | 403
        8      | resource_exhausted  | 429
        9      | failed_precondition | 400
        10     | aborted             | 409
        11     | out_of_range        | 400
        12     | unimplemented       | 501
        13     | internal            | 500
        14     | unavailable         | 503
        15     | data_loss           | 500
        16     | unauthenticated     | 401
        """);

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Json_in_json_out(bool http2)
    {
        var answer = await Post(
            http2, "Say", "application/json; charset=utf-8", """{"text":"grüße","count":3}""", "connect-protocol-version: 1");
        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal("grüße", json.RootElement.GetProperty("text").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("number").GetInt32());
        Assert.Equal("5", answer.Headers["trailer-echo-length"]);
        Assert.Equal("AQL/", answer.Headers["trailer-echo-bin"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Protobuf_in_protobuf_out_also_compressed(bool http2)
    {
        var request = new EchoRequest { Text = new string('a', 2_000) };
        foreach (var (body, headers) in new (byte[], string[])[]
        {
            (request.ToByteArray(), []),
            (RawWire.Gzip(request.ToByteArray()), ["content-encoding: gzip"]),
        })
        {
            var answer = await _wire.Post(host, http2, Echo + "Say", "application/proto", body, headers);
            Assert.Equal((200, "application/proto"), (answer.Status, answer.ContentType));
            Assert.Equal(request.Text, EchoReply.Parser.ParseFrom(answer.Body).Text);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_frames_and_a_last_one_that_says_how_it_ended(bool http2)
    {
        var frame = RawWire.Frame(Encoding.UTF8.GetBytes("""{"text":"x","count":3}"""));
        var answer = await _wire.Post(host, http2, Echo + "Repeat", "application/connect+json", frame);
        Assert.Equal((200, "application/connect+json"), (answer.Status, answer.ContentType));
        Assert.Equal([0, 0, 0, 2], answer.Frames.Select(f => f.Flags));
        var replies = answer.Frames.SkipLast(1).Select(f => EchoReply.Parser.ParseJson(Encoding.UTF8.GetString(f.Payload)));
        Assert.Equal([1, 2, 3], replies.Select(reply => reply.Number));
        Assert.Equal("{}", Encoding.UTF8.GetString(answer.Frames[^1].Payload));
    }

    [Fact]
    public async Task A_stream_that_fails_says_so_in_its_last_frame()
    {
        var request = new EchoRequest { Text = "enough \"now\"", Count = 2, FailCode = (int)RpcCode.OutOfRange };
        var answer = await _wire.Post(host, false, Echo + "RepeatThenFail", "application/connect+proto", RawWire.Frame(request));
        Assert.Equal((200, 3), (answer.Status, answer.Frames.Count));
        using var end = JsonDocument.Parse(answer.Frames[^1].Payload);
        Assert.Equal("out_of_range", end.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("enough \"now\"", end.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_code_has_its_name_and_http_status(string number, string name, string http)
    {
        var answer = await Post(http2: false, "Fail", "application/json", $$"""{"text":"why","failCode":{{number}}}""");
        Assert.Equal((http, "application/json"), ($"{answer.Status}", answer.ContentType));
        Assert.Equal($$"""{"code":"{{name}}","message":"why"}""", answer.Text);
    }

    [Fact]
    public async Task An_exception_of_a_handler_tells_the_client_nothing_of_its_cause()
    {
        var answer = await Post(http2: false, "Fail", "application/json", """{"text":"hunter2"}""");
        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":""")]
    [InlineData("""{"txet":"misspelt"}""")]
    [InlineData("""{"count":"many"}""")]
    [InlineData("""{"count":1e99}""")]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("")]
    public async Task Json_that_is_no_such_message_is_refused(string json)
    {
        var answer = await Post(http2: false, "Say", "application/json", json);
        Assert.Equal(400, answer.Status);
        Assert.Contains("\"code\":\"invalid_argument\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_nested_without_end_is_refused_and_the_server_lives()
    {
        var answer = await Post(http2: false, "Say", "application/json", string.Concat(Enumerable.Repeat("{\"text\":", 100_000)));
        Assert.Equal(400, answer.Status);
        Assert.Equal(200, (await Post(http2: false, "Say", "application/json", "{}")).Status);
    }

    private Task<Answer> Post(bool http2, string method, string contentType, string body, params string[] headers) =>
        _wire.Post(host, http2, Echo + method, contentType, Encoding.UTF8.GetBytes(body), headers);
}
