using System.Buffers;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace RiskSignals.Rpc;

/// <summary>Messages to bytes and back, as protobuf or as its JSON form.</summary>
internal static class MessageCodec
{
    /// <summary>Refuses unknown fields: a misspelt field that was silently dropped could change a decision.</summary>
    private static readonly JsonParser JsonReader = new(JsonParser.Settings.Default);

    private static readonly JsonFormatter JsonWriter = new(JsonFormatter.Settings.Default);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static T Read<T>(Codec codec, in ReadOnlySequence<byte> bytes)
        where T : class, IMessage<T>, new()
    {
        try
        {
            return codec == Codec.Proto
                ? MessageType<T>.Parser.ParseFrom(bytes)
                : (T)JsonReader.Parse(StrictUtf8.GetString(bytes), MessageType<T>.Descriptor);
        }
        catch (Exception problem)
        {
            // The parsers throw many kinds on hostile input; all of them mean the same to the caller.
            throw new RpcFailure(RpcCode.InvalidArgument, $"The message can't be read as {codec}: {problem.Message}");
        }
    }

    public static byte[] WriteJson(IMessage message) => Encoding.UTF8.GetBytes(JsonWriter.Format(message));
}

/// <summary>What is needed of a message type, looked up once.</summary>
internal static class MessageType<T>
    where T : class, IMessage<T>, new()
{
    public static readonly MessageDescriptor Descriptor = new T().Descriptor;

    public static readonly MessageParser<T> Parser = (MessageParser<T>)Descriptor.Parser;
}
