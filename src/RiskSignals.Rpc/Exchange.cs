using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>
/// One request and its response in one protocol: reads messages, writes messages, ends with a code.
/// Writing is for one thread at a time; reading may go on beside it.
/// </summary>
internal abstract class Exchange(HttpContext http, WireFormat format, RpcOptions options)
{
    protected HttpContext Http { get; } = http;

    protected WireFormat Format { get; } = format;

    protected RpcOptions Options { get; } = options;

    public static Exchange Create(HttpContext http, WireFormat format, RpcOptions options) => format.Protocol switch
    {
        Protocol.Grpc => new GrpcExchange(http, format, options),
        Protocol.ConnectUnary => new ConnectUnaryExchange(http, format, options),
        _ => new ConnectStreamExchange(http, format, options),
    };

    /// <summary>Checks the protocol's headers and returns the time the client gives the call; null where it names none.</summary>
    /// <exception cref="RpcFailure">A header is malformed or asks for something absent here.</exception>
    public abstract TimeSpan? Open();

    /// <summary>The next message, or null after the last one.</summary>
    public abstract ValueTask<T?> Read<T>(CancellationToken cancellationToken)
        where T : class, IMessage<T>, new();

    /// <summary>Puts a message into the response's buffer and returns its bytes.</summary>
    public abstract int Write(IMessage message);

    /// <summary>Puts the outcome into the response: trailers, end-of-stream message or error body.</summary>
    public abstract ValueTask End(RpcCode code, string message, ResponseTrailers? trailers);

    /// <summary>The one message of a method that takes exactly one.</summary>
    public async ValueTask<T> ReadOne<T>(CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        var message = await Read<T>(cancellationToken)
            ?? throw new RpcFailure(RpcCode.Unimplemented, "The request holds no message; this method takes exactly one.");
        return await Read<T>(cancellationToken) is null
            ? message
            : throw new RpcFailure(RpcCode.Unimplemented, "The request holds several messages; this method takes exactly one.");
    }

    public async IAsyncEnumerable<T> ReadAll<T>([EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        while (await Read<T>(cancellationToken) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>
    /// Sends what the buffer holds, with the headers where they haven't gone out yet. The token ends the wait, not the sending: Kestrel
    /// resets the stream when a flush is cancelled, and the client would never see how the call ended.
    /// </summary>
    public async ValueTask Flush(CancellationToken cancellationToken)
    {
        var flush = Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        var result = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(cancellationToken);
        if (result.IsCompleted)
        {
            throw new OperationCanceledException("The client reads no further.", cancellationToken);
        }
    }

    protected string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
