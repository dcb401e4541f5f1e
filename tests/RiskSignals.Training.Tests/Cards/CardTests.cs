using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RiskSignals.Training.Cards;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Tests.Cards;

/// <summary>The card and the JSON beside it, compared figure by figure by a reader of its own.</summary>
public sealed partial class CardTests
{
    private static readonly TrainedBundle Trained = Train();

    [Fact]
    public void Every_number_on_the_card_names_a_path_of_the_json_and_equals_it()
    {
        var (card, json) = (Text("card.html"), Text("metrics.json"));
        var (faults, figures) = Compare(card, json);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(figures > 500, $"{figures} figures were compared");
    }

    [Fact]
    public void The_committed_cards_equal_the_json_beside_them()
    {
        foreach (var card in Directory.GetFiles(Path.Combine(Project.Root, "models"), "card.html", SearchOption.AllDirectories))
        {
            var metrics = Path.Combine(Path.GetDirectoryName(card)!, "metrics.json");
            var (faults, figures) = Compare(File.ReadAllText(card), File.ReadAllText(metrics));
            Assert.True(faults.Count == 0 && figures > 500, $"{card}: {figures} figures\n{string.Join('\n', faults)}");
            Assert.Equal(File.ReadAllBytes(card), CardPage.Render(File.ReadAllBytes(metrics)));
        }
    }

    [Theory]
    [InlineData("<p>AUC 0.91</p>", "'AUC 0.91' has no path")]
    [InlineData("<b data-path=\"a\">0.913</b>", "'0.913' stands for 'a', which is 0.9123")]
    [InlineData("<b data-path=\"a\">0.91 and 5</b>", "'0.91 and 5' stands for 'a', which is 0.9123")]
    [InlineData("<b data-path=\"a\">91.2</b>", "'91.2' stands for 'a', which is 0.9123")]
    [InlineData("<b data-path=\"b[1]\">2</b>", "'b[1]' is not in the document")]
    [InlineData("<b data-path=\"c\">day 13</b>", "'day 13' stands for 'c', which is \"day 12\"")]
    [InlineData("<b data-path=\"a\">91.2 %</b><i data-path=\"b[0]\">1,234</i><i data-path=\"c\">day 12</i>", null)]
    public void The_comparison_finds_what_is_planted(string body, string? fault)
    {
        var (faults, _) = Compare($"<!doctype html>\n<html>{body}</html>", "{\"a\": 0.9123, \"b\": [1234], \"c\": \"day 12\"}");
        Assert.Equal(fault is null ? [] : [fault], faults);
    }

    [Fact]
    public void The_card_opens_from_disk_alone_and_its_drawings_have_words()
    {
        var card = Text("card.html");
        Assert.DoesNotContain("http", card, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<script|<link|<img|\bsrc=|@import|url\(", card);
        var page = Parse(card);
        Assert.All(page.Descendants("a"), link => Assert.StartsWith("#", link.Attribute("href")!.Value, StringComparison.Ordinal));
        foreach (var drawing in page.Descendants("svg").Where(svg => svg.Attribute("aria-hidden") is null))
        {
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.False(string.IsNullOrWhiteSpace(drawing.Element("title")!.Value) || string.IsNullOrWhiteSpace(drawing.Element("desc")!.Value));
        }

        var ids = page.Descendants("section").Select(section => section.Attribute("id")!.Value).ToArray();
        Assert.Equal(page.Descendants("nav").Single().Descendants("a").Select(link => link.Attribute("href")!.Value[1..]), ids);
        Assert.Contains(page.Descendants("polygon"), band => band.Attribute("class")!.Value == "band");
        Assert.All(page.Descendants("table"), table => Assert.NotNull(table.Element("caption")));
    }

    [Fact]
    public void A_json_that_lacks_a_part_is_refused_with_its_path()
    {
        var error = Assert.Throws<InvalidOperationException>(() => CardPage.Render("{\"title\": \"T\"}"u8.ToArray()));
        Assert.Contains("'definition'", error.Message, StringComparison.Ordinal);
    }

    private static TrainedBundle Train()
    {
        var recipe = SyntheticTable.Recipe with
        {
            Validation = SyntheticTable.Recipe.Validation with { Baselines = [LearnerKind.Logistic] },
            Search = new() { Tries = 3, Folds = 2, OuterFolds = 2 },
            Calibration = new() { AnchorDays = 40, Segments = new() { Feature = "income_total_z_30d", Cuts = [0] } },
        };
        var table = SyntheticTable.Make();
        var audit = AuditGroups.Parse(
            [AuditGroups.Header, .. table.BorrowerIds.Distinct().Select((id, i) => $"{id},region,{(i % 3 == 0 ? "north 1" : "south 2")}")]);
        return Trainer.Fit(table, recipe, threads: 1, audit: audit);
    }

    private static string Text(string name) => Encoding.UTF8.GetString(Trained.Files().Single(file => file.Name == name).Bytes.Span);

    private static XElement Parse(string card) => XElement.Parse(card[card.IndexOf('\n', StringComparison.Ordinal)..], LoadOptions.PreserveWhitespace);

    /// <summary>What is wrong with a card, and how many figures were compared.</summary>
    private static (List<string> Faults, int Figures) Compare(string card, string json)
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
    private static bool Equals(string shown, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return shown == value.GetString();
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

    private static JsonElement? Find(JsonElement root, string path)
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

    [GeneratedRegex(@"^(?<minus>−)?\+?(?<number>[0-9][0-9,]*(\.(?<decimals>[0-9]+))?)(?<percent> %)?$")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\[(?<place>[0-9]+)\]|[^.\[\]]+")]
    private static partial Regex Steps();
}
