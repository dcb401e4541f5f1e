using System.Globalization;
using RiskSignals.Features;
using Xunit.Abstractions;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Every column of the catalogue beside a second, plain implementation, on borrowers drawn at random.</summary>
public sealed class PlainComparisonTests(ITestOutputHelper output)
{
    private const int Borrowers = 360;

    /// <summary>Rows in which a column must have a value: enough that its agreement says something.</summary>
    private const int FiniteMin = 8;

    private static readonly Lazy<PlainComparison> Comparison = new(() => PlainComparison.Of(Enumerable.Range(1, Borrowers)));

    public static TheoryData<string> Names => [.. FeatureCatalog.All.Select(feature => feature.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plain_reading_of_the_facts_gives_the_same(string name)
    {
        Assert.True(PlainColumns.All.ContainsKey(name), "this column has no plain reading: write one from its meaning in docs/features.md");
        var column = Comparison.Value[name];
        Assert.True(column.Differences.Count == 0, $"{column.Differences.Count} of {Borrowers} rows differ: {string.Join("; ", column.Differences.Take(5))}");
        Assert.True(column.Finite >= FiniteMin, $"only {column.Finite} of {Borrowers} rows have a value");
        Assert.True(column.Values.Count > 1, "all rows with a value have the same");
    }

    [Fact]
    public void No_plain_reading_is_left_of_a_column_that_is_gone() =>
        Assert.All(PlainColumns.All.Keys, name => Assert.True(FeatureCatalog.Holds(name), name));

    [Fact]
    public void Every_cause_of_absence_is_compared() => Assert.Equal(
        Enum.GetValues<MissingCause>(),
        FeatureCatalog.All.SelectMany(feature => Comparison.Value[feature.Name].Causes).Distinct().Order());

    [BorrowerDrill]
    public void As_many_borrowers_as_asked_for_give_the_same()
    {
        var ends = BorrowerDrillAttribute.Range!.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        var comparison = PlainComparison.Of(Enumerable.Range(ends[0], ends[1] - ends[0] + 1));
        var differing = FeatureCatalog.All.Select(feature => (feature.Name, comparison[feature.Name].Differences))
            .Where(column => column.Differences.Count > 0)
            .Select(column => $"{column.Name} {column.Differences.Count}: {string.Join("; ", column.Differences.Take(3))}").ToList();
        Assert.True(differing.Count == 0, $"{differing.Count} columns differ:\n{string.Join('\n', differing)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{comparison.Rows} borrowers, {FeatureCatalog.All.Count} columns agree"));
        foreach (var feature in FeatureCatalog.All.OrderBy(feature => comparison[feature.Name].Finite))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{feature.Name}: {comparison[feature.Name]}"));
        }
    }
}
