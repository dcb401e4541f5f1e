using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>The headers a caller sent with its call. Names are matched without regard to case.</summary>
public sealed class RequestMetadata(IHeaderDictionary headers)
{
    /// <summary>The value of a text entry, several joined by commas; null where the caller sent none.</summary>
    public string? Text(string name) => headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The decoded values of an entry named <c>…-bin</c>, in the order sent; empty where the caller sent none.</summary>
    /// <exception cref="RpcFailure">INVALID_ARGUMENT: a value is not Base64.</exception>
    public IReadOnlyList<byte[]> Binary(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Metadata '{name}' is text: only names that end in '-bin' carry bytes.", nameof(name));
        }

        if (!headers.TryGetValue(name, out var lines))
        {
            return [];
        }

        return [.. lines.SelectMany(line => (line ?? "").Split(',')).Select(value => Decode(name, value.Trim()))];
    }

    private static byte[] Decode(string name, string value)
    {
        // Senders may leave out the padding.
        var padded = value.PadRight((value.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            ? bytes[..length]
            : throw new RpcFailure(RpcCode.InvalidArgument, $"Metadata '{name}' is not Base64; encode its bytes as Base64.");
    }
}
