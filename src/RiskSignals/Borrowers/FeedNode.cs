using System.Globalization;
using System.Text.Json;

namespace RiskSignals.Borrowers;

/// <summary>A JSON object of a payload and its path. Reading what has the wrong type is refused with the path; unknown fields are not looked at.</summary>
internal readonly record struct FeedNode(JsonElement Element, string Path)
{
    private static readonly DateOnly EarliestDay = new(1900, 1, 1);

    private static readonly DateOnly LatestDay = new(2199, 12, 31);

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public bool IsObject(string name) => Find(name) is { ValueKind: JsonValueKind.Object };

    public bool IsArray(string name) => Find(name) is { ValueKind: JsonValueKind.Array };

    /// <summary>An object, or null if it is absent.</summary>
    public FeedNode? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => new FeedNode(found, $"{Path}.{name}").AsObject(),
        _ => throw Refused(name, "an object"),
    };

    /// <summary>An object that must be there.</summary>
    public FeedNode Required(string name) => Object(name) ?? throw Refused(name, "an object");

    /// <summary>The items of an array, which may be absent; <see cref="AsObject"/> asks whether one is an object.</summary>
    public IEnumerable<FeedNode> Items(string name)
    {
        if (Find(name) is not { } found)
        {
            yield break;
        }

        if (found.ValueKind != JsonValueKind.Array)
        {
            throw Refused(name, "an array");
        }

        var index = 0;
        foreach (var item in found.EnumerateArray())
        {
            yield return new FeedNode(item, string.Create(CultureInfo.InvariantCulture, $"{Path}.{name}[{index++}]"));
        }
    }

    /// <summary>A text, or null if it is absent or empty.</summary>
    public string? Text(string name)
    {
        return Find(name) is { } found && TextOf(found, $"{Path}.{name}") is { Length: > 0 } text ? text : null;
    }

    /// <summary>The texts of an array, which may be absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            texts.Add(TextOf(item.Element, item.Path));
        }

        return texts;
    }

    public string RequiredText(string name) => Text(name) ?? throw Refused(name, "text");

    /// <summary>An id: a text that can be kept as it stands.</summary>
    public string? Id(string name) => Text(name) is not { } id ? null
        : id.Length <= FactField.TextLengthMax && !id.Any(char.IsControl) ? id
        : throw Refused(name, $"text of 1 to {FactField.TextLengthMax} characters");

    public string RequiredId(string name) => Id(name) ?? throw Refused(name, $"text of 1 to {FactField.TextLengthMax} characters");

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refused(name, "true or false"),
    };

    public long? WholeNumber(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } found when found.TryGetInt64(out var number) => number,
        _ => throw Refused(name, "a whole number"),
    };

    /// <summary>The day of a date or of a moment, as written there: a bank books on its own calendar.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var read = DateOnly.TryParseExact(text.Length > 10 ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= EarliestDay && day <= LatestDay
            && (text.Length == 10
                || (text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)));
        return read ? day : throw Refused(name, "a day as 2024-03-31 or a moment as 2024-03-31T06:00:00+00:00");
    }

    public string Currency(string name) =>
        Text(name) is { } text && MinorUnits.IsCurrency(text) ? text : throw Refused(name, "a currency code of three capital letters, as GBP");

    /// <summary>An amount that feeds write as text, as "12.50".</summary>
    public Money TextAmount(string name, string currency) =>
        MinorUnits.TryRead(RequiredText(name), currency, out var amount) ? amount : throw Refused(name, AmountOf(currency));

    /// <summary>An amount that feeds write as a number, as 12.5; read from its digits.</summary>
    public Money? NumberAmount(string name, string currency)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        return found.ValueKind != JsonValueKind.Number ? throw Refused(name, "a number")
            : MinorUnits.TryRead(found.GetRawText(), currency, out var amount) ? amount
            : throw Refused(name, AmountOf(currency));
    }

    /// <summary>Refuses what is no JSON object, or one that says something twice: which of the two is meant is not known.</summary>
    public FeedNode AsObject()
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw new FactRefusedException(Path, Shown(Element), "an object");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in Element.EnumerateObject())
        {
            if (NameOf(field) is not { } name)
            {
                throw new FactRefusedException(Path, "a field whose name holds half a character", "whole characters");
            }

            if (!names.Add(name))
            {
                throw new FactRefusedException($"{Path}.{OneLine(name)}", "there twice", "each field once");
            }
        }

        return this;
    }

    /// <summary>Says that a field can't be used.</summary>
    public FactRefusedException Refused(string name, string expected) =>
        new($"{Path}.{name}", Find(name) is { } found ? Shown(found) : "absent", expected);

    private static string TextOf(JsonElement element, string path)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new FactRefusedException(path, Shown(element), "text");
        }
        catch (InvalidOperationException)
        {
            throw new FactRefusedException(path, "half a character", "whole characters");
        }
    }

    private static string AmountOf(string currency) => MinorUnits.Decimals(currency) switch
    {
        0 => $"a whole amount of {currency}",
        var decimals => string.Create(CultureInfo.InvariantCulture, $"an amount of {currency} with at most {decimals} decimals"),
    };

    private static string Shown(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return "an object";
            case JsonValueKind.Array:
                return "an array";
            case JsonValueKind.String:
                try
                {
                    return OneLine(element.GetString()!);
                }
                catch (InvalidOperationException)
                {
                    return "half a character";
                }

            default:
                return element.GetRawText();
        }
    }

    /// <summary>As an error message can show it.</summary>
    private static string OneLine(string text) =>
        string.Concat(text.Take(FactRefusedException.ValueLengthMax + 1).Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement? Find(string name) =>
        Element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;
}
