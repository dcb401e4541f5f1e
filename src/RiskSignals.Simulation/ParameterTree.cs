using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>
/// Turns parameters into JSON and back by the constructors of their records: a record is an object of its parameters in snake_case,
/// a table over an enumeration an object of its words. What doesn't fit is noted with its path, and reading goes on.
/// </summary>
internal sealed class ParameterTree
{
    private readonly List<string> faults = [];

    /// <summary>All that was found wrong so far, each with its JSON path.</summary>
    public IReadOnlyList<string> Faults => faults;

    public static string Word(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    /// <summary>Parameters as JSON, complete.</summary>
    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ when KeyOf(value.GetType()) is { } key =>
            new JsonObject(WordsOf(key).Zip(((IEnumerable)value).Cast<object>(), (word, each) => KeyValuePair.Create(word, Write(each)))),
        IEnumerable list => new JsonArray([.. list.Cast<object>().Select(Write)]),
        _ => new JsonObject(Parts(value.GetType())
            .Select(part => KeyValuePair.Create(Word(part.Name!), Write(value.GetType().GetProperty(part.Name!)!.GetValue(value))))),
    };

    /// <summary>The parameters that JSON holds; undefined where faults are noted.</summary>
    public object? Read(Type type, JsonNode? node, string path, ParameterInfo? declared = null)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type == typeof(string) || type == typeof(DateOnly))
        {
            return ReadValue(type, node, path, declared);
        }

        if (KeyOf(type) is { } key)
        {
            return ReadTable(type, key, node, path, declared);
        }

        return typeof(IEnumerable).IsAssignableFrom(type)
            ? ReadList(type.GetGenericArguments()[0], node, path, declared)
            : ReadRecord(type, node, path, declared);
    }

    /// <summary>Notes a fault.</summary>
    public object? Fault(string path, string fault)
    {
        faults.Add($"{path} {fault}");
        return null;
    }

    private static Type? KeyOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EnumTable<,>) ? type.GetGenericArguments()[0] : null;

    private static IReadOnlyList<string> WordsOf(Type key) =>
        (IReadOnlyList<string>)typeof(Codes<>).MakeGenericType(key).GetProperty(nameof(Codes<>.Words))!.GetValue(null)!;

    private static ParameterInfo[] Parts(Type record) =>
        record.GetConstructors().Select(constructor => constructor.GetParameters()).MaxBy(parameters => parameters.Length)!;

    private static string Show(JsonNode? node) => node is null ? "null" : node is JsonValue ? $"{node}" : $"an {node.GetValueKind()}".ToLowerInvariant();

    private object? ReadValue(Type type, JsonNode? node, string path, ParameterInfo? declared)
    {
        var (value, expected) = Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => (As<int>(node), "a whole number"),
            TypeCode.Int64 => (As<long>(node), "a whole number"),
            TypeCode.UInt64 => (As<ulong>(node), "a whole number of 0 or more"),
            TypeCode.Double => (As<double>(node), "a number"),
            TypeCode.String => (As<string>(node), "text"),
            _ => (DateOnly.TryParseExact(As<string>(node) as string, "yyyy-MM-dd", out var day) ? day : null, "a day as 2024-03-31"),
        };
        if (value is null)
        {
            return Fault(path, $"is {Show(node)}; expected {expected}");
        }

        if (declared?.GetCustomAttribute<BoundsAttribute>() is { } bounds && !bounds.Allows(Convert.ToDouble(value, CultureInfo.InvariantCulture)))
        {
            Fault(path, FormattableString.Invariant($"is {value}; expected {bounds.Words}"));
        }

        if (declared?.GetCustomAttribute<TextAttribute>() is { } text && !text.Allows((string)value))
        {
            Fault(path, $"is '{value}'; expected {text.Words}");
        }

        if (declared?.GetCustomAttribute<YearsAttribute>() is { } years && !years.Allows((DateOnly)value))
        {
            Fault(path, FormattableString.Invariant($"is {value:yyyy-MM-dd}; expected {years.Words}"));
        }

        return value;

        static object? As<T>(JsonNode? node) => node is JsonValue known && known.TryGetValue<T>(out var value) ? value : null;
    }

    private object? ReadRecord(Type type, JsonNode? node, string path, ParameterInfo? declared)
    {
        if (node is not JsonObject fields)
        {
            return Fault(path, $"is {Show(node)}; expected an object");
        }

        var parts = Parts(type);
        NoteUnknown(fields, [.. parts.Select(part => Word(part.Name!))], path, "field");
        var before = faults.Count;
        var values = parts.Select(part => ReadPart(part, fields, path, declared)).ToArray();
        foreach (var together in type.GetCustomAttributes<AtMostOneAttribute>())
        {
            string[] words = [.. together.Shares.Select(Word)];
            if (Sum(words.Select(word => fields[word])) is > 1 + 1e-9 and var sum)
            {
                Fault(path, FormattableString.Invariant($"has {string.Join(", ", words)} that add up to {sum:0.######}; expected at most 1"));
            }
        }

        if (faults.Count > before)
        {
            return null;
        }

        if (values is [double from, double to] && type == typeof(Spread) && from > to)
        {
            return Fault(path, FormattableString.Invariant($"runs from {from} to {to}; expected the smaller number first"));
        }

        return Activator.CreateInstance(type, values);
    }

    private object? ReadPart(ParameterInfo part, JsonObject fields, string path, ParameterInfo? declared)
    {
        var word = Word(part.Name!);
        if (fields[word] is { } node)
        {
            // The ends of a spread are bounded by what the spread stands for.
            return Read(part.ParameterType, node, $"{path}.{word}", part.Member.DeclaringType == typeof(Spread) ? declared : part);
        }

        return part.HasDefaultValue ? part.DefaultValue : Fault($"{path}.{word}", "is missing");
    }

    private object? ReadTable(Type type, Type key, JsonNode? node, string path, ParameterInfo? declared)
    {
        if (node is not JsonObject entries)
        {
            return Fault(path, $"is {Show(node)}; expected an object with one entry each for {string.Join(", ", WordsOf(key))}");
        }

        var words = WordsOf(key);
        NoteUnknown(entries, words, path, Word(key.Name).Replace('_', ' '));
        var before = faults.Count;
        var valueType = type.GetGenericArguments()[1];
        var values = Array.CreateInstance(valueType, words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var entry = entries[words[i]];
            values.SetValue(
                entry is null ? Fault($"{path}.{words[i]}", "is missing") : Read(valueType, entry, $"{path}.{words[i]}", declared), i);
        }

        if (declared?.GetCustomAttribute<AddUpAttribute>() is not null
            && Sum(words.Select(word => entries[word] is JsonObject fields ? fields["share"] : entries[word])) is { } sum && Math.Abs(sum - 1) >= 1e-9)
        {
            Fault(path, FormattableString.Invariant($"has shares that add up to {sum:0.######}; expected 1"));
        }

        return faults.Count > before ? null : Activator.CreateInstance(type, values);
    }

    private object? ReadList(Type type, JsonNode? node, string path, ParameterInfo? declared)
    {
        if (node is not JsonArray { Count: > 0 } items)
        {
            return Fault(path, $"is {Show(node)}; expected a list with at least one entry");
        }

        var values = Array.CreateInstance(type, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var value = Read(type, items[i], $"{path}[{i}]", declared);
            values.SetValue(value ?? (type.IsValueType ? Activator.CreateInstance(type) : null), i);
        }

        return values;
    }

    private void NoteUnknown(JsonObject fields, IReadOnlyList<string> known, string path, string what)
    {
        foreach (var (word, _) in fields)
        {
            if (!known.Contains(word))
            {
                Fault($"{path}.{word}", $"is an unknown {what}; expected {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>The sum of shares; null if one is no share, which is noted where it stands.</summary>
    private static double? Sum(IEnumerable<JsonNode?> shares)
    {
        var sum = 0.0;
        foreach (var node in shares)
        {
            if (node is not JsonValue share || !share.TryGetValue<double>(out var number) || !(number is >= 0 and <= 1))
            {
                return null;
            }

            sum += number;
        }

        return sum;
    }
}
