using System.Text.RegularExpressions;

namespace RiskSignals.House.Tests;

public partial class DocumentTests
{
    private static IEnumerable<SourceFile> Documents => SourceTree.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_link_between_documents_leads_somewhere() => HouseRules.Keep(DeadLinks(Documents));

    [Fact]
    public void A_dead_link_is_found() => Assert.Single(DeadLinks([new("README.md", "see [it](docs/nowhere.md)")]));

    [Fact]
    public void Every_make_verb_in_a_document_exists()
    {
        var verbs = Regex.Matches(SourceTree.Read("make.cs"), @"^    ""(\w+)""(?: or .*)? =>", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToHashSet();
        var used = Documents.SelectMany(file => MakeVerb().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(used);
        Assert.Subset(verbs, used);
    }

    [Fact]
    public void Every_decision_record_has_its_three_parts()
    {
        var records = Documents.Where(file => file.Path.StartsWith("docs/adr/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(records);
        Assert.All(records, record =>
        {
            Assert.Matches(@"^docs/adr/\d{4}-[a-z0-9-]+\.md$", record.Path);
            Assert.All(new[] { "## Context", "## Decision", "## Consequences" }, part => Assert.Contains(part, record.Text, StringComparison.Ordinal));
        });
        Assert.Equal(records.Length, records.Select(record => record.Path[..13]).Distinct().Count());
    }

    [Fact]
    public void The_readme_quotes_both_benchmarks_with_the_published_figures()
    {
        var readme = SourceTree.Read("README.md");
        Assert.Matches(@"berka_auc 0\.9\d{3} low 0\.\d{4} high [01]\.\d{4}", readme);
        Assert.Matches(@"taiwan_auc 0\.7\d{3} ks 0\.4\d{3} brier 0\.1\d{3}", readme);
        Assert.All(new[] { "0.9465", "0.9476", "0.7778", "0.7809", "0.422", "0.1338" }, figure => Assert.Contains(figure, readme, StringComparison.Ordinal));
    }

    /// <summary>Each table names the file of its figures: <c>| figure | value | … |</c> beside <c>ratio figure value</c>.</summary>
    [Fact]
    public void The_readme_quotes_the_scoring_benchmark_as_it_was_kept()
    {
        var readme = SourceTree.Read("README.md");
        var file = Regex.Match(readme, @"\]\((bench/results/[^)]+-scoring\.md)\)").Groups[1].Value;
        var kept = Regex.Matches(SourceTree.Read(file), @"^ratio (\w+) ([\d.]+)$", RegexOptions.Multiline)
            .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        var quoted = Regex.Matches(readme, @"^\| `(\w+)` \| ([\d.]+) \|", RegexOptions.Multiline)
            .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        Assert.NotEmpty(kept);
        Assert.Equal(kept.OrderBy(line => line.Key), quoted.OrderBy(line => line.Key));
    }

    [Fact]
    public void The_readme_quotes_the_training_benchmark_as_it_was_kept()
    {
        var readme = SourceTree.Read("README.md");
        var kept = SourceTree.Read(Regex.Match(readme, @"\]\((bench/results/[^)]+-training\.md)\)").Groups[1].Value);
        var quoted = Regex.Match(readme, "`(training_ratio_python [^`]+)`").Groups[1].Value;
        Assert.Contains(quoted, kept.Split('\n'));
    }

    [Fact]
    public void The_glossary_has_the_words_of_the_stages() =>
        Assert.All(
            new[] { "borrower", "loan", "instalment", "treatment", "trial" },
            word => Assert.Contains($"| {word} |", SourceTree.Read("docs/glossary.md"), StringComparison.Ordinal));

    private static IEnumerable<string> DeadLinks(IEnumerable<SourceFile> documents) =>
        from document in documents
        from Match link in Link().Matches(document.Text)
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
        let path = Path.Combine(SourceTree.Root, Path.GetDirectoryName(document.Path)!, target.Split('#')[0])
        where !File.Exists(path) && !Directory.Exists(path)
        select $"{document.Path} links to {target}";

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"dotnet make\.cs (\w+)")]
    private static partial Regex MakeVerb();
}
