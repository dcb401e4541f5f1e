using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using RiskSignals.Training.Cards;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Tests.Cards;

/// <summary>The card and the JSON beside it, compared figure by figure.</summary>
public sealed class CardTests
{
    internal static readonly TrainedBundle Trained = Train();

    [Fact]
    public void Every_number_on_the_card_names_a_path_of_the_json_and_equals_it()
    {
        var (card, json) = (Text("card.html"), Text("metrics.json"));
        var (faults, figures) = CardReader.Compare(card, json);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(figures > 500, $"{figures} figures were compared");
    }

    [Fact]
    public void The_committed_cards_equal_the_json_beside_them()
    {
        foreach (var card in Directory.GetFiles(Path.Combine(Project.Root, "models"), "card.html", SearchOption.AllDirectories))
        {
            var metrics = Path.Combine(Path.GetDirectoryName(card)!, "metrics.json");
            var (faults, figures) = CardReader.Compare(File.ReadAllText(card), File.ReadAllText(metrics));
            Assert.True(faults.Count == 0 && figures > 500, $"{card}: {figures} figures\n{string.Join('\n', faults)}");
            Assert.Equal(File.ReadAllBytes(card), CardPage.Render(File.ReadAllBytes(metrics)));
        }
    }

    [Fact]
    public void The_points_of_the_reliability_drawing_stand_where_their_ticks_say()
    {
        var drawing = CardReader.Parse(Text("card.html")).Descendants("svg").Single(svg => svg.Element("title")!.Value == "Observed against predicted share");
        var ticks = drawing.Elements("text").Where(text => text.Attribute("data-path")?.Value.StartsWith("scales.shares", StringComparison.Ordinal) == true)
            .Select(text => (Share: Number(text.Value.TrimEnd('%', '\u00a0')) / 100, X: Place(text, "x"), Y: Place(text, "y") - 4)).ToArray();
        var across = ticks.Where(tick => tick.Y > 320).ToArray();
        var up = ticks.Where(tick => tick.X < 56).ToArray();
        using var document = JsonDocument.Parse(Text("metrics.json"));
        var points = drawing.Elements("circle").Select(circle => (
            Predicted: Read(across.Select(tick => (tick.Share, tick.X)).ToArray(), Place(circle, "cx")),
            Observed: Read(up.Select(tick => (tick.Share, tick.Y)).ToArray(), Place(circle, "cy")))).OrderByDescending(point => point.Predicted);
        Assert.All(points.Zip(document.RootElement.GetProperty("test").GetProperty("deciles").EnumerateArray()), pair =>
        {
            Assert.Equal(pair.Second.GetProperty("predicted").GetDouble(), pair.First.Predicted, 0.002);
            Assert.Equal(pair.Second.GetProperty("observed").GetDouble(), pair.First.Observed, 0.002);
        });

        static double Read((double Share, double At)[] ticks, double place) =>
            ticks[0].Share + ((place - ticks[0].At) / (ticks[^1].At - ticks[0].At) * (ticks[^1].Share - ticks[0].Share));
        static double Place(XElement element, string name) => Number(element.Attribute(name)!.Value);
        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
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
        var (faults, _) = CardReader.Compare($"<!doctype html>\n<html>{body}</html>", "{\"a\": 0.9123, \"b\": [1234], \"c\": \"day 12\"}");
        Assert.Equal(fault is null ? [] : [fault], faults);
    }

    [Fact]
    public void The_card_opens_from_disk_alone_and_its_drawings_have_words()
    {
        var card = Text("card.html");
        Assert.DoesNotContain("http", card, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<script|<link|<img|\bsrc=|@import|url\(", card);
        var page = CardReader.Parse(card);
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

    internal static string Text(string name) => Encoding.UTF8.GetString(Trained.Files().Single(file => file.Name == name).Bytes.Span);
}
