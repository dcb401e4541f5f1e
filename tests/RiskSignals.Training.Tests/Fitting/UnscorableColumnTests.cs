using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

/// <summary>Tries to get a column that may not be scored into training: through a table, and through a recipe.</summary>
public sealed class UnscorableColumnTests
{
    private static readonly Feature[] Unscorable = [.. FeatureCatalog.All.Where(feature => feature.Use != FeatureUse.Score)];

    [Fact]
    public void A_table_refuses_it_by_name()
    {
        foreach (var name in Unscorable.Select(feature => feature.Name))
        {
            var features = new FeatureMatrix([name], [[1f, 2f]]);
            ModelFeature[] model = [new(name, RiskDirection.None, "count", "", IsReason: false)];
            var error = Assert.Throws<ArgumentException>(() =>
                new TrainingTable(features, model, [true, false], ["a", "b"], [new(2024, 1, 1), new(2024, 1, 1)]));
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cohort_does_not_hold_it_and_so_no_recipe_can_ask_for_it()
    {
        var held = Cohort.ModelFeatures();
        foreach (var name in Unscorable.Select(feature => feature.Name))
        {
            Assert.DoesNotContain(held, feature => feature.Name == name);
            var error = Assert.Throws<FormatException>(() => new FeatureChoice { Include = [name] }.Choose(held));
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }
    }
}
