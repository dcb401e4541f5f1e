using System.Threading.Channels;
using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>The handlers behind echo.proto, and what happened to the calls that were cancelled.</summary>
internal sealed class EchoService(TimeProvider time)
{
    private readonly Channel<string> _started = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _cancelled = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Texts of the waiting calls whose handler has begun, in that order.</summary>
    public ChannelReader<string> Started => _started.Reader;

    /// <summary>Texts of the waiting calls whose handler went on, in that order.</summary>
    public ChannelReader<string> Cancelled => _cancelled.Reader;

    /// <summary>Lets the stubborn calls go.</summary>
    public void Release() => _release.TrySetResult();

    public static Task<EchoReply> Say(EchoRequest request, CallContext context)
    {
        context.Trailers.Add("echo-length", request.Text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        context.Trailers.Add("echo-bin", [1, 2, 255]);
        return Task.FromResult(new EchoReply { Text = request.Text, Number = request.Count, Payload = request.Payload });
    }

    public static async IAsyncEnumerable<EchoReply> Repeat(EchoRequest request, CallContext context)
    {
        for (var number = 1; number <= request.Count; number++)
        {
            if (number % 7 == 0)
            {
                await Task.Yield();
            }

            yield return new EchoReply { Text = request.Text, Number = number, Payload = request.Payload };
        }
    }

    public static async IAsyncEnumerable<EchoReply> RepeatThenFail(EchoRequest request, CallContext context)
    {
        await foreach (var reply in Repeat(request, context))
        {
            yield return reply;
        }

        await Fail(request, context);
    }

    public static Task<EchoReply> Fail(EchoRequest request, CallContext context) => request.FailCode == 0
        ? throw new InvalidOperationException("the secret is " + request.Text)
        : throw new RpcFailure((RpcCode)request.FailCode, request.Text);

    public async Task<EchoReply> Wait(EchoRequest request, CallContext context)
    {
        await UntilCancelled(request.Text, context.CancellationToken);
        return new EchoReply();
    }

    public async Task<EchoReply> Stubborn(EchoRequest request, CallContext context)
    {
        _started.Writer.TryWrite(request.Text);
        await _release.Task;
        _cancelled.Writer.TryWrite(context.Metadata.Text("x-text") ?? "nothing");
        return new EchoReply { Text = request.Text };
    }

    /// <summary>Never yields its thread until <see cref="Release"/>.</summary>
    public Task<EchoReply> Block(EchoRequest request, CallContext context)
    {
        _started.Writer.TryWrite(request.Text);
        _release.Task.Wait(CancellationToken.None);
        return Task.FromResult(new EchoReply());
    }

    public async IAsyncEnumerable<EchoReply> WaitInStream(EchoRequest request, CallContext context)
    {
        yield return new EchoReply { Text = request.Text };
        await UntilCancelled(request.Text, context.CancellationToken);
    }

    public Task<CallDescription> Describe(EchoRequest request, CallContext context) => Task.FromResult(new CallDescription
    {
        TimeLeftMs = (long)(context.Deadline - time.GetUtcNow()).TotalMilliseconds,
        Peer = context.Peer,
        MetadataText = context.Metadata.Text("x-text") ?? "",
        MetadataBytes = ByteString.CopyFrom([.. context.Metadata.Binary("x-data-bin").SelectMany(bytes => bytes)]),
    });

    public static async IAsyncEnumerable<EchoReply> Converse(IAsyncEnumerable<EchoRequest> requests, CallContext context)
    {
        var number = 0;
        await foreach (var request in requests)
        {
            number++;
            yield return new EchoReply { Text = request.Text, Number = number };
        }
    }

    private async Task UntilCancelled(string text, CancellationToken cancellationToken)
    {
        _started.Writer.TryWrite(text);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            _cancelled.Writer.TryWrite(text);
        }
    }
}
