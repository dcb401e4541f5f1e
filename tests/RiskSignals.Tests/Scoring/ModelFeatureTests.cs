using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ModelFeatureTests
{
    [Theory]
    [InlineData("gender")]
    [InlineData("gender_identity")]
    [InlineData("Sex")]
    [InlineData("is_married")]
    [InlineData("spouse_income_ratio_90d")]
    [InlineData("number_of_children")]
    [InlineData("numberOfDependents")]
    [InlineData("dependants_count_now")]
    [InlineData("age")]
    [InlineData("age_bracket")]
    [InlineData("applicant_age")]
    [InlineData("applicantAge")]
    [InlineData("main.customer.age.value")]
    [InlineData("current_age_years")]
    [InlineData("borrower_age_years")]
    [InlineData("country_of_birth")]
    [InlineData("citizen_flag")]
    [InlineData("ethnic_group")]
    [InlineData("faith_value_now")]
    [InlineData("pregnant_flag_now")]
    [InlineData("sexual_orientation")]
    [InlineData("disabled_flag")]
    public void A_feature_that_names_what_is_protected_is_refused(string name)
    {
        var error = Assert.Throws<ArgumentException>(Feature(name).RequireAllowed);
        Assert.Contains($"'{name}' is protected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loan_age_years")]
    [InlineData("account_age_days")]
    [InlineData("mean_age_90d")]
    [InlineData("childcare_ratio_90d")]
    [InlineData("mortgage_ratio_90d")]
    [InlineData("races2")]
    [InlineData("x")]
    public void A_feature_that_only_sounds_like_it_is_not(string name) => Feature(name).RequireAllowed();

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

    private static ModelFeature Feature(string name) => new(name, RiskDirection.None, "count", "", IsReason: false);
}
