using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>Features against plain, slow readings of their meaning, written over lists.</summary>
public sealed class FeatureOracleTests
{
    private const string LoanId = "loan1";

    private const int Seeds = 60;

    private static readonly BorrowerHistory[] Histories =
        [.. Enumerable.Range(1, Seeds).Select(seed => GeneratedFacts.AsOf(GeneratedFacts.Of(seed), GeneratedFacts.Today))];

    private static readonly FeatureRow[] Rows = [.. Histories.Select(history => FeatureCatalog.Compute(history, LoanId))];

    private static readonly PlainReading[] Readings = [.. Histories.Select(history => new PlainReading(history, LoanId))];

    public static TheoryData<string> Names => [.. PlainReading.Features.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plain_reading_of_the_meaning_gives_the_same(string name)
    {
        var values = 0;
        for (var i = 0; i < Seeds; i++)
        {
            var expected = PlainReading.Features[name](Readings[i]);
            var actual = Rows[i][name];
            values += double.IsNaN(expected) ? 0 : 1;
            Assert.True(
                double.IsNaN(expected) ? float.IsNaN(actual) : Math.Abs(actual - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)),
                $"seed {i + 1}: expected {expected}, got {actual} ({Rows[i].Cause(name)})");
        }

        Assert.True(values >= 5, "too few histories have a value");
    }
}
