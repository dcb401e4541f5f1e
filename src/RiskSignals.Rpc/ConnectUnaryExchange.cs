using System.Buffers;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>A Connect unary call: the bare message as body both ways; a failure is an HTTP status and a JSON body.</summary>
internal sealed class ConnectUnaryExchange(HttpContext http, WireFormat format, RpcOptions options) : Exchange(http, format, options)
{
    private MessageRules _rules;
    private bool _readAll;
    private byte[]? _reply;

    public override TimeSpan? Open()
    {
        Http.Response.Headers["accept-encoding"] = "identity, gzip";
        ConnectVersion.Check(Header(ConnectVersion.HeaderName));
        _rules = MessageRules.From("content-encoding", Header("content-encoding"), Format.Codec, Options);
        return Header("connect-timeout-ms") is { } timeout ? Timeouts.FromConnect(timeout) : null;
    }

    public override async ValueTask<T?> Read<T>(CancellationToken cancellationToken)
        where T : class
    {
        if (_readAll)
        {
            return null;
        }

        _readAll = true;
        var pipe = Http.Request.BodyReader;
        while (true)
        {
            var result = await FrameReader.ReadPipe(pipe, cancellationToken);
            var buffer = result.Buffer;
            var consumed = buffer.Start;
            try
            {
                if (buffer.Length > Options.MessageBytesMax)
                {
                    throw _rules.TooLarge(Math.Max(buffer.Length, Http.Request.ContentLength ?? 0));
                }

                if (result.IsCompleted)
                {
                    consumed = buffer.End;
                    return MessageCodec.Read<T>(Format.Codec, _rules.IsGzip ? Inflation.Gunzip(buffer, Options) : buffer);
                }
            }
            finally
            {
                pipe.AdvanceTo(consumed, buffer.End);
            }
        }
    }

    /// <summary>Keeps the message until the call ends, because a failure would still change the status line.</summary>
    public override int Write(IMessage message)
    {
        _reply = Format.Codec == Codec.Json ? MessageCodec.WriteJson(message) : message.ToByteArray();
        return _reply.Length;
    }

    public override ValueTask End(RpcCode code, string message, ResponseTrailers? trailers)
    {
        var response = Http.Response;
        var body = code == RpcCode.Ok ? _reply ?? [] : ConnectJson.Error(code, message);
        response.StatusCode = RpcCodes.HttpStatus(code);
        response.ContentType = code == RpcCode.Ok ? Format.ContentType : "application/json";
        response.ContentLength = body.Length;
        foreach (var (name, value) in trailers?.Entries ?? [])
        {
            response.Headers.Append("trailer-" + name, value);
        }

        response.BodyWriter.Write(body);
        return ValueTask.CompletedTask;
    }
}
