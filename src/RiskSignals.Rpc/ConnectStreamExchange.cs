using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>A Connect streaming call: framed messages both ways under HTTP status 200; the last frame tells how the call ended.</summary>
internal sealed class ConnectStreamExchange(HttpContext http, WireFormat format, RpcOptions options) : Exchange(http, format, options)
{
    private const byte EndOfStream = 2;

    private FrameReader? _reader;

    public override TimeSpan? Open()
    {
        Http.Response.ContentType = Format.ContentType;
        Http.Response.Headers["connect-accept-encoding"] = "identity, gzip";
        ConnectVersion.Check(Header(ConnectVersion.HeaderName));
        var rules = MessageRules.From("connect-content-encoding", Header("connect-content-encoding"), Format.Codec, Options);
        _reader = new FrameReader(Http.Request.BodyReader, rules);
        return Header("connect-timeout-ms") is { } timeout ? Timeouts.FromConnect(timeout) : null;
    }

    public override ValueTask<T?> Read<T>(CancellationToken cancellationToken)
        where T : class => _reader!.Read<T>(cancellationToken);

    public override int Write(IMessage message) => FrameWriter.Write(Http.Response.BodyWriter, Format.Codec, message);

    public override ValueTask End(RpcCode code, string message, ResponseTrailers? trailers)
    {
        FrameWriter.Write(Http.Response.BodyWriter, EndOfStream, ConnectJson.EndOfStream(code, message, trailers));
        return ValueTask.CompletedTask;
    }
}
