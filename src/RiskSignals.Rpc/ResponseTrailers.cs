using System.Buffers;

namespace RiskSignals.Rpc;

/// <summary>Metadata a handler sends after its last message.</summary>
public sealed class ResponseTrailers
{
    private static readonly SearchValues<char> NameChars = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_-.");

    private List<KeyValuePair<string, string>>? _entries;

    internal IReadOnlyList<KeyValuePair<string, string>> Entries => (IReadOnlyList<KeyValuePair<string, string>>?)_entries ?? [];

    /// <summary>Adds a text entry of printable ASCII.</summary>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckName(name, binary: false);
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"Trailer '{name}' must be printable ASCII; send other text as bytes under '{name}-bin'.");
        }

        (_entries ??= []).Add(new(name, value));
    }

    /// <summary>Adds bytes under a name that ends in <c>-bin</c>.</summary>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        CheckName(name, binary: true);
        (_entries ??= []).Add(new(name, Convert.ToBase64String(value).TrimEnd('=')));
    }

    private static void CheckName(string name, bool binary)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(NameChars) || name.StartsWith("grpc-", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Trailer name '{name}' must be of the letters a-z, digits, '_', '-', '.' and not begin with 'grpc-'.", nameof(name));
        }

        if (name.EndsWith("-bin", StringComparison.Ordinal) != binary)
        {
            throw new ArgumentException($"Trailer '{name}': a name ends in '-bin' exactly when its value is bytes.", nameof(name));
        }
    }
}
