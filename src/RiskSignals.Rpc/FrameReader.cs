using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>How the messages of one request are compressed and encoded, and how large they may be.</summary>
internal readonly record struct MessageRules(Codec Codec, string Encoding, RpcOptions Options)
{
    public bool IsGzip => Encoding == "gzip";

    /// <summary>The rules of a request, refused where it names a compression unknown here.</summary>
    public static MessageRules From(string header, string? encoding, Codec codec, RpcOptions options) => encoding switch
    {
        null or "" or "identity" => new(codec, "identity", options),
        "gzip" => new(codec, "gzip", options),
        _ => throw new RpcFailure(
            RpcCode.Unimplemented, $"Header {header} names compression '{encoding}'; expected identity or gzip."),
    };

    public RpcFailure TooLarge(long length) => new(
        RpcCode.ResourceExhausted,
        $"A message of {length} bytes exceeds the largest of {Options.MessageBytesMax} bytes; send it in smaller messages.");
}

/// <summary>Reads messages that are each preceded by five bytes: flags, then the length as a big-endian number.</summary>
internal sealed class FrameReader(PipeReader pipe, MessageRules rules)
{
    public const int PrefixLength = 5;

    private const byte Compressed = 1;

    /// <summary>The next message, or null after the last one. The result of the previous call stays valid.</summary>
    public async ValueTask<T?> Read<T>(CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        while (true)
        {
            var result = await ReadPipe(pipe, cancellationToken);
            var buffer = result.Buffer;
            var consumed = buffer.Start;
            var examined = buffer.End;
            try
            {
                if (TrySlice(buffer, out var flags, out var payload))
                {
                    consumed = examined = payload.End;
                    return MessageCodec.Read<T>(rules.Codec, Plain(flags, payload));
                }

                if (result.IsCompleted)
                {
                    return buffer.IsEmpty
                        ? null
                        : throw new RpcFailure(RpcCode.InvalidArgument, "The stream ends in the middle of a message.");
                }
            }
            finally
            {
                pipe.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>Reads from a request body; failures of the transport become failures of the call.</summary>
    internal static async ValueTask<ReadResult> ReadPipe(PipeReader pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAsync(cancellationToken);
        }
        catch (BadHttpRequestException problem)
        {
            throw new RpcFailure(RpcCode.InvalidArgument, $"The request body can't be read: {problem.Message}");
        }
        catch (IOException problem)
        {
            throw new RpcFailure(RpcCode.Cancelled, $"The connection broke while the request was read: {problem.Message}");
        }
    }

    private bool TrySlice(in ReadOnlySequence<byte> buffer, out byte flags, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        flags = 0;
        if (buffer.Length < PrefixLength)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        flags = prefix[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > rules.Options.MessageBytesMax)
        {
            throw rules.TooLarge(length);
        }

        if (buffer.Length < PrefixLength + length)
        {
            return false;
        }

        payload = buffer.Slice(PrefixLength, length);
        return true;
    }

    private ReadOnlySequence<byte> Plain(byte flags, in ReadOnlySequence<byte> payload) => flags switch
    {
        0 => payload,
        Compressed when rules.IsGzip => Inflation.Gunzip(payload, rules.Options),
        Compressed => throw new RpcFailure(RpcCode.InvalidArgument, "A message is marked as compressed, but no compression was named."),
        _ => throw new RpcFailure(RpcCode.InvalidArgument, $"A message has flags {flags}; expected 0 (plain) or 1 (compressed)."),
    };
}
