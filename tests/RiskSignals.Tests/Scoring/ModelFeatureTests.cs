using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ModelFeatureTests
{
    [Fact]
    public void Every_feature_for_scores_can_enter_a_model_and_no_other_can()
    {
        foreach (var feature in FeatureCatalog.All)
        {
            if (feature.Use == FeatureUse.Score)
            {
                var taken = ModelFeature.Of(feature);
                taken.RequireAllowed();
                Assert.Equal((feature.Name, feature.Direction, feature.Unit), (taken.Name, taken.Direction, taken.Unit));
                Assert.Equal(feature.ReasonText is not null, taken.IsReason);
            }
            else
            {
                var error = Assert.Throws<ArgumentException>(() => ModelFeature.Of(feature));
                Assert.Contains(feature.Name, error.Message, StringComparison.Ordinal);
            }
        }
    }
}
