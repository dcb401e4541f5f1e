using System.Collections.Frozen;

namespace RiskSignals.Rpc;

internal enum Protocol
{
    Grpc,
    ConnectUnary,
    ConnectStream,
}

internal enum Codec
{
    Proto,
    Json,
}

/// <summary>Which protocol and which message encoding a request speaks, by its content type.</summary>
internal sealed record WireFormat(Protocol Protocol, Codec Codec, string ContentType)
{
    private static readonly FrozenDictionary<string, WireFormat> ByMediaType = new WireFormat[]
    {
        new(Protocol.Grpc, Codec.Proto, "application/grpc"),
        new(Protocol.Grpc, Codec.Proto, "application/grpc+proto"),
        new(Protocol.Grpc, Codec.Json, "application/grpc+json"),
        new(Protocol.ConnectUnary, Codec.Proto, "application/proto"),
        new(Protocol.ConnectUnary, Codec.Json, "application/json"),
        new(Protocol.ConnectStream, Codec.Proto, "application/connect+proto"),
        new(Protocol.ConnectStream, Codec.Json, "application/connect+json"),
    }.ToFrozenDictionary(format => format.ContentType, StringComparer.OrdinalIgnoreCase);

    /// <summary>The content types taken by a method, for the Accept-Post header.</summary>
    public static string Accepted(bool streaming) =>
        string.Join(", ", ByMediaType.Values.Where(format => format.Carries(streaming)).Select(format => format.ContentType).Order());

    public static WireFormat? Find(string? contentType)
    {
        if (contentType is null)
        {
            return null;
        }

        var parameters = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = parameters < 0 ? contentType : contentType[..parameters].TrimEnd();
        return ByMediaType.GetValueOrDefault(mediaType);
    }

    /// <summary>Connect has one set of content types for unary methods and another for streaming ones.</summary>
    public bool Carries(bool streaming) => Protocol == Protocol.Grpc || streaming == (Protocol == Protocol.ConnectStream);
}
