using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RiskSignals.Rpc;

/// <summary>One call under way: its exchange, what its handler may know, and its early end.</summary>
internal sealed class Call(string method, HttpContext http, Exchange exchange, CallContext context, RpcOptions options, ILogger log)
{
    public Exchange Exchange => exchange;

    public CallContext Context => context;

    public RpcOptions Options => options;

    public CancellationToken Token => context.CancellationToken;

    /// <summary>True once the outcome was sent before the handler had ended.</summary>
    public bool EndedEarly { get; private set; }

    public bool ClientLeft => http.RequestAborted.IsCancellationRequested;

    /// <summary>The one message of the request.</summary>
    public ValueTask<T> ReadOne<T>()
        where T : class, IMessage<T>, new() => exchange.ReadOne<T>(Token);

    /// <summary>
    /// Waits for a step of the handler. Where the deadline comes first, the client gets its answer at once; the step is awaited all the
    /// same, because the server reuses the request's objects as soon as the request's delegate returns.
    /// </summary>
    /// <exception cref="OperationCanceledException">The deadline passed or the client left before the step was done.</exception>
    public async ValueTask Await(Task step)
    {
        if (step.IsCompleted)
        {
            return;
        }

        await step.WaitAsync(Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (step.IsCompleted)
        {
            return;
        }

        try
        {
            await EndEarly();
        }
        finally
        {
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (step.Exception?.InnerException is { } late)
        {
            RpcLog.LateFailure(log, late, method);
        }

        throw new OperationCanceledException(Token);
    }

    /// <summary>Answers DEADLINE_EXCEEDED now, unless nobody is there to hear it.</summary>
    public async ValueTask EndEarly()
    {
        if (EndedEarly)
        {
            return;
        }

        EndedEarly = true;
        if (ClientLeft)
        {
            RpcLog.ClientLeft(log, method);
            return;
        }

        RpcLog.DeadlineExceeded(log, method);
        await exchange.End(RpcCode.DeadlineExceeded, "The deadline passed before the call was done.", context.Trailers);
        await http.Response.CompleteAsync();
    }
}
