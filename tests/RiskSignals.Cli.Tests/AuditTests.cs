using System.Globalization;
using System.Text.Json;

namespace RiskSignals.Cli.Tests;

/// <summary>risk train --audit: protected attributes for the card, and for nothing else.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("risk-audit-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_audit_file_puts_fairness_on_the_card_and_leaves_the_bundle_as_it_is()
    {
        var lines = Enumerable.Range(0, 400).Select(i => $"P{i},region,{(i < 4 ? "isle" : i % 2 == 0 ? "north" : "south")}");
        var audit = Write("audit.csv", ["borrower_id,attribute,group", .. lines]);
        var without = Train("without");
        var with = Train("with", "--audit", audit);
        Assert.Equal(without[^1], with[^1]);
        Assert.StartsWith("trained EXTERNAL@1 1 sha256 ", with[^1], StringComparison.Ordinal);
        using var silent = Metrics("without");
        Assert.Equal(0, silent.RootElement.GetProperty("fairness").GetArrayLength());
        using var told = Metrics("with");
        var groups = told.RootElement.GetProperty("fairness")[0].GetProperty("groups").EnumerateArray()
            .ToDictionary(group => group.GetProperty("group").GetString()!, group => group.GetProperty("verdict").GetString());
        Assert.Equal("insufficient_evidence", groups.GetValueOrDefault("isle", "insufficient_evidence"));
        Assert.Contains("compared", groups.Values);
        Assert.Contains("By region", File.ReadAllText(Path.Combine(folder, "with", "external", "1", "card.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,sex", "begins with 'id,sex'")]
    [InlineData("borrower_id,attribute,group\nP1,region", "line 2")]
    [InlineData("borrower_id,attribute,group\nX1,region,north", "none of the borrowers of the test rows")]
    public void A_wrong_audit_file_is_refused_and_nothing_is_written(string text, string named)
    {
        var (exitCode, _, errors) = RiskProgram.Run(Arguments("refused", "--audit", Write("wrong.csv", text.Split('\n'))));
        Assert.Equal(2, exitCode);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "refused")));
    }

    private string[] Train(string models, params string[] more) => RiskProgram.Succeeds(Arguments(models, more));

    private string[] Arguments(string models, params string[] more)
    {
        var random = new Random(3);
        var recipe = Write("recipe.json", [
            """{ "target": "EXTERNAL@1", "version": "1", "higher_is_riskier": true, "definition": "One.", "intended_use": "Tests.", "seed": 1,""",
            """ "fit": { "rounds": 20, "depth": 2 }, "validation": { "resamples": 100, "baselines": [] }, "bands": [ { "name": "all", "upper_excl": 1 } ] }""",
        ]);
        var table = Write("table.csv", ["person,late,other,bad", .. Enumerable.Range(0, 1_600).Select(row =>
        {
            var late = random.Next(6);
            return string.Create(CultureInfo.InvariantCulture, $"P{row % 400},{late},{random.Next(9)},{(random.NextDouble() < 0.1 + (0.12 * late) ? 1 : 0)}");
        })]);
        return ["train", recipe, "--table", table, "--label", "bad", "--group", "person", "--models", Path.Combine(folder, models), .. more];
    }

    private JsonDocument Metrics(string models) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, models, "external", "1", "metrics.json")));

    private string Write(string name, string[] lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
