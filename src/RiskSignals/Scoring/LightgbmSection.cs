using System.Globalization;
using System.Numerics;
using System.Text;

namespace RiskSignals.Scoring;

/// <summary>The header or one tree of LightGBM's text: lines of a key, an equals sign and values between spaces; some keys stand alone.</summary>
internal sealed class LightgbmSection(string name)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> values = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The key was there before.</exception>
    public void Add(ReadOnlyMemory<byte> line)
    {
        var equals = line.Span.IndexOf((byte)'=');
        var key = Encoding.UTF8.GetString(line.Span[..(equals < 0 ? line.Length : equals)]);
        if (!values.TryAdd(key, equals < 0 ? default : line[(equals + 1)..]))
        {
            throw new FormatException($"{name} has {Short(key)} twice; once is expected.");
        }
    }

    public bool Has(string key) => values.ContainsKey(key);

    public string Text(string key) => Encoding.UTF8.GetString(Value(key));

    public string[] Words(string key) => Text(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One whole number, at least 0.</summary>
    public int Whole(string key) => TryNumber(Value(key), out int number) && number >= 0 ? number : throw Bad(key, "a whole number from 0");

    /// <summary>As many numbers as expected; not more are read than the line has room for.</summary>
    /// <exception cref="FormatException">There are more or fewer, or one doesn't fit the type.</exception>
    public T[] Numbers<T>(string key, int count)
        where T : INumber<T>
    {
        var rest = Value(key).Trim((byte)' ');
        var found = rest.IsEmpty ? 0 : rest.Count((byte)' ') + 1;
        if (found != count)
        {
            throw new FormatException($"{name} has {found} values of {key}; {count} are expected.");
        }

        var numbers = new T[count];
        for (var i = 0; i < count; i++)
        {
            var length = rest.IndexOf((byte)' ') is var space and >= 0 ? space : rest.Length;
            if (!TryNumber(rest[..length], out numbers[i]))
            {
                throw new FormatException($"{name} has the {key} '{Short(Encoding.UTF8.GetString(rest[..length]))}' in place {i}; a number is expected.");
            }

            rest = rest[Math.Min(length + 1, rest.Length)..];
        }

        return numbers;
    }

    public FormatException Bad(string key, string expected) => new($"{name} has {key}={Short(Text(key))}; {expected} is expected.");

    public static bool TryNumber<T>(ReadOnlySpan<byte> text, out T number)
        where T : INumber<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number!);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private ReadOnlySpan<byte> Value(string key) => values.TryGetValue(key, out var value)
        ? value.Span
        : throw new FormatException($"{name} has no {key}; a whole model of LightGBM 3.x or 4.x is expected.");
}
