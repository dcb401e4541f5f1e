using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>What the wire refuses, and how it says so.</summary>
public sealed class RefusalTests(EchoHost host) : IClassFixture<EchoHost>, IDisposable
{
    private const string Echo = "/risksignals.rpc.tests.Echo/";
    private const int Cap = 4 * 1024 * 1024;

    private readonly RawWire _wire = new();

    /// <summary>Outcome: an HTTP status, or a gRPC code by name.</summary>
    public static TheoryData<string, string, string, string> Requests => TextTable.Of4("""
        request                                                    | http | outcome       | why
        POST Echo/Say application/grpc                             | 2    | Ok            | gRPC
        POST Echo/Say application/grpc+proto                       | 2    | Ok            | gRPC, the codec named
        POST Echo/Say Application/GRPC                             | 2    | Ok            | media types have no case
        POST Echo/Say application/grpc                             | 1    | 426           | gRPC needs HTTP/2
        POST Echo/Say application/grpc-web                         | 2    | 415           | not served yet
        POST Echo/Say text/plain                                   | 2    | 415           | no protocol
        POST Echo/Say -                                            | 2    | 415           | no content type
        POST Echo/Say application/connect+proto                    | 2    | 415           | streaming type, unary method
        POST Echo/Repeat application/proto                         | 2    | 415           | unary type, streaming method
        POST Echo/Converse application/connect+proto               | 1    | 505           | two streams at a time need HTTP/2
        GET  Echo/Say -                                            | 2    | 405           | wrong verb
        PUT  Echo/Say application/grpc                             | 2    | 405           | wrong verb
        POST Echo/Absent application/grpc                          | 2    | Unimplemented | unknown method
        POST Echo/Absent application/json                          | 1    | 501           | unknown method
        POST Absent/Say application/grpc                           | 2    | Unimplemented | unknown service
        POST Absent/Say application/grpc                           | 1    | 426           | gRPC needs HTTP/2
        POST Absent/Say application/connect+json                   | 1    | 200           | the last frame tells
        POST Absent/Say application/json                           | 1    | 404           | may be any other endpoint's
        GET  assets/site.css -                                     | 1    | 404           | passes by, to static files
        GET  Absent/Say application/grpc                           | 2    | 404           | passes by
        POST Echo/Say application/grpc grpc-encoding:br            | 2    | Unimplemented | unknown compression
        POST Echo/Say application/proto content-encoding:br        | 1    | 501           | unknown compression
        POST Echo/Say application/proto connect-protocol-version:2 | 1    | 400           | unknown version
        """);

    public static TheoryData<string, string, string, string> Bodies => TextTable.Of4("""
        body                  | grpc-encoding | outcome           | why
        empty                 |               | Unimplemented     | no message where one is needed
        frame frame           |               | Unimplemented     | two messages where one is needed
        prefix 3              |               | InvalidArgument   | ends in the prefix
        half                  |               | InvalidArgument   | ends in the message
        flags 1               |               | InvalidArgument   | compressed, no compression named
        flags 1               | gzip          | InvalidArgument   | marked as gzip but isn't
        flags 2               |               | InvalidArgument   | unknown flag
        flags 255             |               | InvalidArgument   | unknown flags
        garbage               |               | InvalidArgument   | no such message
        claims 4294967295     |               | ResourceExhausted | the largest length, nothing behind it
        claims 4194305        |               | ResourceExhausted | one byte too many, refused at the prefix
        size 4194304          |               | Ok                | the largest message
        size 4194305          |               | ResourceExhausted | one byte too many
        gzip 10000            | gzip          | Ok                | compressed
        gzip 65536            | gzip          | Ok                | below this the ratio doesn't matter
        gzip 10000000         | gzip          | ResourceExhausted | ten thousand bytes that inflate to ten million
        gzip 300000           | gzip          | ResourceExhausted | far beyond 20 times
        gzip-random 4194304   | gzip          | Ok                | the largest message, compressed
        gzip-random 4194305   | gzip          | ResourceExhausted | one byte too many once inflated
        gzip-cut              | gzip          | InvalidArgument   | gzip that ends too early
        """);

    public void Dispose() => _wire.Dispose();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_taken_or_refused_by_verb_type_and_path(string request, string http, string outcome, string why)
    {
        var parts = request.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = "/" + parts[1].Replace("Echo/", "risksignals.rpc.tests.Echo/", StringComparison.Ordinal);
        var grpc = parts[2].Contains("grpc", StringComparison.OrdinalIgnoreCase);
        using var body = parts[0] == "GET" ? null : new ByteArrayContent(grpc ? RawWire.Frame([]) : []);
        var answer = await _wire.Send(
            host, http == "2", new HttpMethod(parts[0]), path, parts[2] == "-" ? null : parts[2], body, parts[3..]);
        var seen = answer.Headers.ContainsKey("grpc-status") ? $"{answer.GrpcStatus}" : $"{answer.Status}";
        Assert.True(outcome == seen, $"{why}: expected {outcome}, got {seen}.");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_grpc_body_is_taken_or_refused_by_its_frames(string body, string encoding, string outcome, string why)
    {
        string[] headers = encoding.Length == 0 ? [] : ["grpc-encoding: " + encoding];
        var answer = await _wire.Post(host, true, Echo + "Say", "application/grpc", Body(body), headers);
        Assert.True(outcome == answer.GrpcStatus.ToString(), $"{why}: expected {outcome}, got {answer.GrpcStatus}.");
        Assert.Equal(outcome != "Ok", answer.StatusInHeaders);
    }

    [Theory]
    [InlineData(Cap, false, 200)]
    [InlineData(Cap + 1, false, 429)]
    [InlineData(10_000_000, false, 429)]
    [InlineData(60_000, true, 200)]
    [InlineData(300_000, true, 429)]
    public async Task A_connect_body_has_the_same_cap(int size, bool gzip, int status)
    {
        var message = OfSize(size, seed: null);
        string[] headers = gzip ? ["content-encoding: gzip"] : [];
        foreach (var http2 in new[] { false, true })
        {
            var answer = await _wire.Post(
                host, http2, Echo + "Say", "application/proto", gzip ? RawWire.Gzip(message) : message, headers);
            Assert.Equal(status, answer.Status);
        }
    }

    [Fact]
    public async Task Headers_beyond_16_KiB_are_refused()
    {
        var answer = await _wire.Post(host, false, Echo + "Say", "application/proto", [], "x-text: " + new string('a', 17_000));
        Assert.Equal(431, answer.Status);
    }

    [Fact]
    public async Task A_long_reason_is_cut_before_the_client_drops_the_trailers()
    {
        var request = new EchoRequest { Text = new string('€', 5_000), FailCode = (int)RpcCode.NotFound };
        var answer = await _wire.Post(host, true, Echo + "Fail", "application/grpc", RawWire.Frame(request));
        Assert.Equal(RpcCode.NotFound, answer.GrpcStatus);
        Assert.InRange(answer.Headers["grpc-message"].Length, 1, 8 * 1024);
    }

    [Fact]
    public async Task A_refusal_of_the_content_type_names_those_taken()
    {
        var answer = await _wire.Post(host, false, Echo + "Say", "text/plain", []);
        Assert.Contains("application/json", answer.Headers["accept-post"], StringComparison.Ordinal);
        Assert.DoesNotContain("connect+json", answer.Headers["accept-post"], StringComparison.Ordinal);
    }

    private static byte[] Body(string description)
    {
        var parts = description.Split(' ');
        var number = parts.Length > 1 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var given) ? given : 0;
        var one = RawWire.Frame(new EchoRequest { Text = "hello" });
        switch (parts[0])
        {
            case "empty":
                return [];
            case "frame":
                return [.. one, .. one];
            case "prefix":
                return one[..(int)number];
            case "half":
                return one[..8];
            case "flags":
                return RawWire.Frame([1, 2, 3], (byte)number);
            case "garbage":
                return RawWire.Frame([255, 255, 255, 255]);
            case "claims":
                var prefix = new byte[5];
                BinaryPrimitives.WriteUInt32BigEndian(prefix.AsSpan(1), (uint)number);
                return prefix;
            case "size":
                return RawWire.Frame(OfSize((int)number, seed: null));
            case "gzip":
                return RawWire.Frame(RawWire.Gzip(OfSize((int)number, seed: null)), flags: 1);
            case "gzip-random":
                return RawWire.Frame(RawWire.Gzip(OfSize((int)number, seed: 1)), flags: 1);
            case "gzip-cut":
                return RawWire.Frame(RawWire.Gzip(OfSize(10_000, seed: 1))[..5_000], flags: 1);
            default:
                throw new InvalidOperationException($"No body '{description}'.");
        }
    }

    /// <summary>A message of so many bytes in all: zeros, or half random so that gzip neither shrinks it 20 times nor grows it.</summary>
    private static byte[] OfSize(int size, int? seed)
    {
        // Tag, then the length as a varint of 7 bits a byte.
        var payload = new byte[size - (size > 2_097_155 ? 5 : size > 16_386 ? 4 : 3)];
        if (seed is { } given)
        {
            new Random(given).NextBytes(payload.AsSpan(0, payload.Length / 2));
        }

        var message = new EchoRequest { Payload = ByteString.CopyFrom(payload) }.ToByteArray();
        return message.Length == size ? message : throw new InvalidOperationException($"{message.Length} bytes instead of {size}.");
    }
}
