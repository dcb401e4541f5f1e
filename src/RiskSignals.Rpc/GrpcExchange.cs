using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>
/// gRPC over HTTP/2: framed messages, outcome in the trailers, or in the headers where a call fails before its first byte.
/// </summary>
internal sealed class GrpcExchange(HttpContext http, WireFormat format, RpcOptions options) : Exchange(http, format, options)
{
    /// <summary>Clients drop a call whose trailers exceed 8 KiB, and a character may take nine bytes once encoded.</summary>
    private const int MessageCharsMax = 800;

    private FrameReader? _reader;
    private bool _wrote;

    public override TimeSpan? Open()
    {
        Http.Response.ContentType = Format.ContentType;
        Http.Response.Headers["grpc-accept-encoding"] = "identity,gzip";
        var rules = MessageRules.From("grpc-encoding", Header("grpc-encoding"), Format.Codec, Options);
        _reader = new FrameReader(Http.Request.BodyReader, rules);
        return Header("grpc-timeout") is { } timeout ? Timeouts.FromGrpc(timeout) : null;
    }

    public override ValueTask<T?> Read<T>(CancellationToken cancellationToken)
        where T : class => _reader!.Read<T>(cancellationToken);

    public override int Write(IMessage message)
    {
        _wrote = true;
        return FrameWriter.Write(Http.Response.BodyWriter, Format.Codec, message);
    }

    public override ValueTask End(RpcCode code, string message, ResponseTrailers? trailers)
    {
        var response = Http.Response;
        var inHeaders = code != RpcCode.Ok && !_wrote && !response.HasStarted;
        Add("grpc-status", ((int)code).ToString(CultureInfo.InvariantCulture));
        if (message.Length > 0)
        {
            Add("grpc-message", PercentText.Encode(message.Length > MessageCharsMax ? message[..MessageCharsMax] : message));
        }

        foreach (var (name, value) in trailers?.Entries ?? [])
        {
            Add(name, value);
        }

        return ValueTask.CompletedTask;

        void Add(string name, string value)
        {
            if (inHeaders)
            {
                response.Headers.Append(name, value);
            }
            else
            {
                response.AppendTrailer(name, value);
            }
        }
    }
}
