using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace RiskSignals.Rpc;

/// <summary>A method of a service descriptor together with the handler that serves it.</summary>
internal abstract class BoundMethod(MethodDescriptor descriptor)
{
    public MethodDescriptor Descriptor { get; } = descriptor;

    public bool IsStreaming => Descriptor.IsServerStreaming || Descriptor.IsClientStreaming;

    /// <summary>Reads the request, runs the handler and writes its messages; the outcome is written by the caller.</summary>
    public abstract Task Run(Call call);

    /// <summary>Sends a handler's messages: at once, or together while the next one is already there and little is pending.</summary>
    protected static async Task Send<TResponse>(Call call, IAsyncEnumerable<TResponse> replies)
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var reply = replies.GetAsyncEnumerator(call.Token);
        var pending = 0;
        while (true)
        {
            var next = reply.MoveNextAsync();
            bool more;
            if (next.IsCompleted)
            {
                more = await next;
            }
            else
            {
                var step = next.AsTask();
                await Flush(call, step);
                await call.Await(step);
                pending = 0;
                more = await step;
            }

            call.Token.ThrowIfCancellationRequested();
            if (!more)
            {
                return;
            }

            pending += call.Exchange.Write(reply.Current);
            if (pending >= call.Options.CoalesceBytesMax)
            {
                await call.Exchange.Flush(call.Token);
                pending = 0;
            }
        }
    }

    /// <summary>
    /// Flushes while the handler works; should that fail, the handler's step is still awaited, for the enumerator is in use.
    /// </summary>
    private static async ValueTask Flush(Call call, Task<bool> step)
    {
        try
        {
            await call.Exchange.Flush(call.Token);
        }
        catch
        {
            await call.Await(step);
            throw;
        }
    }
}

/// <summary>One message in, one out. The handler has a thread of its own, so that one that never yields can't hold up the deadline.</summary>
internal sealed class UnaryMethod<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<TRequest, CallContext, Task<TResponse>> handler) : BoundMethod(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override async Task Run(Call call)
    {
        var request = await call.ReadOne<TRequest>();
        var reply = Task.Run(() => handler(request, call.Context), CancellationToken.None);
        await call.Await(reply);
        call.Exchange.Write(await reply);
    }
}

/// <summary>One message in, any number out.</summary>
internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<TRequest, CallContext, IAsyncEnumerable<TResponse>> handler) : BoundMethod(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override async Task Run(Call call) => await Send(call, handler(await call.ReadOne<TRequest>(), call.Context));
}

/// <summary>Any number of messages each way, interleaved as the handler likes.</summary>
internal sealed class BidirectionalMethod<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<IAsyncEnumerable<TRequest>, CallContext, IAsyncEnumerable<TResponse>> handler)
    : BoundMethod(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Task Run(Call call) => Send(call, handler(call.Exchange.ReadAll<TRequest>(call.Token), call.Context));
}
