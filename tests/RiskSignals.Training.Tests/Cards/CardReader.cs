using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RiskSignals.Training.Tests.Cards;

/// <summary>Reads a card and the JSON beside it on its own, without the code that writes them.</summary>
internal static partial class CardReader
{
    public static XElement Parse(string card) => XElement.Parse(card[card.IndexOf('\n', StringComparison.Ordinal)..], LoadOptions.PreserveWhitespace);

    /// <summary>What is wrong with a card, and how many figures were compared.</summary>
    public static (List<string> Faults, int Figures) Compare(string card, string json)
    {
        using var document = JsonDocument.Parse(json);
        var page = Parse(card);
        var faults = page.DescendantNodes().OfType<XText>()
            .Where(text => text.Parent!.Name.LocalName != "style" && text.Value.Any(char.IsAsciiDigit) && text.Parent!.Attribute("data-path") is null)
            .Select(text => $"'{text.Value.Trim()}' has no path").ToList();
        var figures = page.Descendants().Where(element => element.Attribute("data-path") is not null).ToArray();
        foreach (var figure in figures)
        {
            var path = figure.Attribute("data-path")!.Value;
            if (Find(document.RootElement, path) is not { } value)
            {
                faults.Add($"'{path}' is not in the document");
            }
            else if (figure.HasElements || !Equals(figure.Value, value))
            {
                faults.Add($"'{figure.Value}' stands for '{path}', which is {value.GetRawText()}");
            }
        }

        return (faults, figures.Length);
    }

    /// <summary>A word as it is; a number as near as its digits can tell.</summary>
    public static bool Equals(string shown, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return shown == value.GetString() || shown == value.GetString()!.Replace('_', ' ');
        }

        var found = Figure().Match(shown);
        if (value.ValueKind != JsonValueKind.Number || !found.Success)
        {
            return false;
        }

        var scale = found.Groups["percent"].Success ? 100 : 1;
        var digits = found.Groups["decimals"].Length;
        var number = double.Parse(found.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var signed = found.Groups["minus"].Success ? -number : number;
        return Math.Abs(signed - (scale * value.GetDouble())) <= (0.5 * Math.Pow(10, -digits)) + 1e-9;
    }

    public static JsonElement? Find(JsonElement root, string path)
    {
        JsonElement? at = root;
        foreach (Match step in Steps().Matches(path))
        {
            at = step.Groups["place"].Success
                ? at is { ValueKind: JsonValueKind.Array } list && int.Parse(step.Groups["place"].Value, CultureInfo.InvariantCulture) is var place
                    && place < list.GetArrayLength() ? list[place] : null
                : at is { ValueKind: JsonValueKind.Object } held && held.TryGetProperty(step.Value, out var inner) ? inner : null;
        }

        return at;
    }

    [GeneratedRegex(@"^(?<minus>−)?\+?(?<number>[0-9][0-9,]*(\.(?<decimals>[0-9]+))?)(?<percent>[ \u00a0]%)?$")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\[(?<place>[0-9]+)\]|[^.\[\]]+")]
    private static partial Regex Steps();
}
