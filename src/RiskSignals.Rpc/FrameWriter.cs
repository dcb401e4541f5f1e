using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace RiskSignals.Rpc;

/// <summary>Writes messages each preceded by flags and length.</summary>
internal static class FrameWriter
{
    /// <summary>Writes one message and returns the bytes written.</summary>
    public static int Write(IBufferWriter<byte> output, Codec codec, IMessage message)
    {
        if (codec == Codec.Json)
        {
            return Write(output, flags: 0, MessageCodec.WriteJson(message));
        }

        var length = message.CalculateSize();
        Prefix(output, flags: 0, length);
        message.WriteTo(output);
        return FrameReader.PrefixLength + length;
    }

    public static int Write(IBufferWriter<byte> output, byte flags, ReadOnlySpan<byte> payload)
    {
        Prefix(output, flags, payload.Length);
        output.Write(payload);
        return FrameReader.PrefixLength + payload.Length;
    }

    private static void Prefix(IBufferWriter<byte> output, byte flags, int length)
    {
        var prefix = output.GetSpan(FrameReader.PrefixLength);
        prefix[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        output.Advance(FrameReader.PrefixLength);
    }
}
