using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Which contributions become reasons; a logistic model over plain features makes each contribution weight · (value − reference).</summary>
public sealed class ReasonTests
{
    [Fact]
    public void At_most_four_reasons_the_strongest_first_and_none_below_a_tenth_of_what_raised_the_risk()
    {
        var reasons = Reasons(("a_a", 8), ("b_b", 7), ("c_c", 6), ("d_d", 5), ("e_e", 4));
        Assert.Equal(["a_a", "b_b", "c_c", "d_d"], reasons.Select(reason => reason.Feature));
        Assert.Equal(["a_a", "b_b"], Reasons(("a_a", 6), ("b_b", 3), ("c_c", 0.99f), ("d_d", -5)).Select(reason => reason.Feature));
    }

    [Fact]
    public void A_risky_loan_of_many_small_causes_is_told_the_largest_of_them_and_one_that_passes_is_not()
    {
        var eleven = Enumerable.Range(0, 11).Select(i => ($"{(char)('a' + i)}_a", 0.1f + (0.001f * i))).ToArray();
        Assert.Empty(Reasons(eleven));
        Assert.Equal(["k_a", "j_a", "i_a", "h_a"], Reasons(-2, eleven).Select(reason => reason.Feature));
        Assert.Empty(Reasons(-1.5, [.. eleven.Select(one => (one.Item1, 0.04f))]));
    }

    [Fact]
    public void A_family_that_no_feature_can_speak_for_by_its_own_weight_is_passed_over()
    {
        // The feature that added most has no text; where the other added next to nothing, it is not what made the number.
        Assert.Equal(["b_b"], Spoken(0.5f, 0.0001f));
        Assert.Equal(["b_b"], Spoken(0.9f, 0.06f));
        Assert.Equal(["b_b"], Spoken(0.04f, 0.045f));
        Assert.Equal(["a_a_90d", "b_b"], Spoken(0.4f, 0.1f));

        static string[] Spoken(float silent, float speaks)
        {
            ModelFeature[] features = [Feature("a_a_30d", isReason: false), Feature("a_a_90d", isReason: true), Feature("b_b", isReason: true)];
            var score = Scorer.Score(Bundle(features, [1, 1, 1], [0, 0, 0]), [silent, speaks, 0.2f]).Score!;
            return [.. score.Reasons.Select(reason => reason.Feature).Order(StringComparer.Ordinal)];
        }

        static ModelFeature Feature(string name, bool isReason) => new(name, RiskDirection.Rises, "days", isReason ? "Text" : "", isReason);
    }

    [Fact]
    public void Contributions_smaller_than_a_good_calibration_can_tell_are_no_reasons()
    {
        Assert.Empty(Reasons(("a_a", 0.049f)));
        Assert.Single(Reasons(("a_a", 0.051f)));
    }

    [Fact]
    public void Families_are_summed_before_they_are_ranked_and_told_by_the_feature_that_added_most()
    {
        var reasons = Reasons(("income_total_sum_30d", 2), ("spend_total_z_30d", 3), ("income_total_z_30d", 2.5f));
        Assert.Equal(["income_total_z_30d", "spend_total_z_30d"], reasons.Select(reason => reason.Feature));
        Assert.Equal(["income_total", "spend_total"], reasons.Select(reason => reason.Family));
        Assert.Equal(4.5, reasons[0].Contribution, 1e-5);
    }

    [Fact]
    public void A_family_whose_members_outweigh_each_other_is_no_reason()
    {
        Assert.Equal(["b_b"], Reasons(("a_a_30d", 3), ("a_a_90d", -3), ("b_b", 1)).Select(reason => reason.Feature));
    }

    [Fact]
    public void Equal_families_come_in_the_order_of_the_bundle()
    {
        Assert.Equal(["c_c", "a_a", "b_b"], Reasons(("c_c", 1), ("a_a", 1), ("b_b", 1)).Select(reason => reason.Feature));
    }

    [Theory]
    [InlineData(2, true, "worse than the middle of the reference, 1")]
    [InlineData(1, false, "no worse than the middle, although worse than the mean")]
    [InlineData(1.00001f, false, "not worse by what anybody would see")]
    public void A_value_no_worse_than_the_middle_of_the_reference_is_no_reason(float value, bool isReason, string why)
    {
        // The mean of the reference is 0, which makes contributions of both values positive.
        var bundle = Bundle([new("a_a", RiskDirection.Rises, "days", "Text", IsReason: true)], [1], [-2, 1, 1]);
        Assert.True(Scorer.Score(bundle, [value]).Score!.Reasons.Count > 0 == isReason, why);
    }

    [Fact]
    public void A_value_that_nobody_of_the_reference_has_is_no_reason()
    {
        var bundle = Bundle([new("a_a", RiskDirection.Rises, "days", "Text", IsReason: true)], [1], [float.NaN, float.NaN]);
        Assert.Empty(Scorer.Score(bundle, [5]).Score!.Reasons);
    }

    [Theory]
    [InlineData("income_total_slope_180d", RiskDirection.Falls, 0.1f, 0.2f, 0)]
    [InlineData("income_total_slope_180d", RiskDirection.Falls, -0.1f, 0.2f, 1)]
    [InlineData("spend_total_z_30d", RiskDirection.Rises, -1f, -2f, 0)]
    [InlineData("spend_total_z_30d", RiskDirection.Rises, 1f, -2f, 1)]
    public void The_text_of_a_change_is_told_only_of_a_change_to_that_side(string name, RiskDirection direction, float value, float reference, int count)
    {
        var bundle = Bundle([new(name, direction, "sd", "It changed", IsReason: true)], [direction == RiskDirection.Rises ? 9 : -9], [reference]);
        Assert.Equal(count, Scorer.Score(bundle, [value]).Score!.Reasons.Count);
    }

    [Theory]
    [InlineData("{value} instalments were not paid", "count", 1, "1 instalment was not paid")]
    [InlineData("{value} instalments were not paid", "count", 2, "2 instalments were not paid")]
    [InlineData("{value} instalments were not paid", "count", 11, "11 instalments were not paid")]
    [InlineData("Your loan became overdue {value} times", "count", 1, "Your loan became overdue once")]
    [InlineData("Your balance was below zero on {value} days", "days", 1, "Your balance was below zero on 1 day")]
    [InlineData("You spent {value} of your income", "ratio", 1, "You spent 100 % of your income")]
    [InlineData("You spent {value} of your income", "ratio", 0.854f, "You spent 85 % of your income")]
    [InlineData("Paid {value} days late", "days", 3.26f, "Paid 3.3 days late")]
    public void One_is_told_as_one_and_shares_in_per_cent(string text, string unit, float value, string expected)
    {
        var bundle = Bundle([new("a_a", RiskDirection.Rises, unit, text, IsReason: true)], [1], [0]);
        Assert.Equal(expected, Scorer.Score(bundle, [value]).Score!.Reasons.Single().Text);
    }

    [Fact]
    public void Every_text_of_the_catalogue_that_counts_reads_well_of_one()
    {
        foreach (var feature in FeatureCatalog.Scored.Where(one => one.ReasonText?.Contains("{value}", StringComparison.Ordinal) == true))
        {
            var worse = feature.Direction == RiskDirection.Rises ? 0 : 2;
            var bundle = Bundle([ModelFeature.Of(feature)], [worse == 0 ? 1 : -1], [worse]);
            var text = Scorer.Score(bundle, [1]).Score!.Reasons.Single().Text;
            Assert.DoesNotMatch("(^| )1 ([a-z-]+ )?[a-z-]*[a-rt-z]s( |$)", text.Replace(" was ", " ", StringComparison.Ordinal));
            Assert.DoesNotMatch("(^| )1 .*( were | their | they )", text);
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("repayment_late_count_90d", "repayment_late")]
    [InlineData("repayment_days_late_mean_90d", "repayment_late")]
    [InlineData("repayment_dpd_value_now", "repayment_overdue")]
    [InlineData("repayment_promise_broken_count_90d", "repayment_promise")]
    [InlineData("balance_eod_p10_31d_60d", "balance_level")]
    [InlineData("returned_own_funds_count_30d", "returned_debit")]
    [InlineData("returned_own_closed_flag_90d", "returned_own")]
    [InlineData("cashflow_net_ratio_30d", "cashflow")]
    [InlineData("months_late_mean_6m", "months_late")]
    public void A_family_is_what_windows_and_statistics_are_about(string feature, string family)
    {
        Assert.Equal(family, ReasonFamily.Of(feature));
    }

    [Fact]
    public void The_windows_of_an_attribute_are_one_family_and_no_family_crosses_the_repayment_line()
    {
        foreach (var attribute in FeatureCatalog.All.GroupBy(feature => feature.Attribute, StringComparer.Ordinal))
        {
            Assert.Single(attribute.Select(feature => ReasonFamily.Of(feature.Name)).Distinct());
        }

        foreach (var family in FeatureCatalog.All.GroupBy(feature => ReasonFamily.Of(feature.Name), StringComparer.Ordinal))
        {
            Assert.Single(family.Select(feature => feature.Group is FeatureGroup.Repayment or FeatureGroup.Loan or FeatureGroup.Contact).Distinct());
        }
    }

    private static IReadOnlyList<Reason> Reasons(params (string Feature, float Contribution)[] parts) => Reasons(-20, parts);

    private static IReadOnlyList<Reason> Reasons(double intercept, params (string Feature, float Contribution)[] parts) => Scorer.Score(
        Bundle(
            [.. parts.Select(part => new ModelFeature(part.Feature, RiskDirection.Rises, "days", "Text", IsReason: true))],
            [.. parts.Select(_ => 1.0)],
            new float[parts.Length],
            intercept),
        [.. parts.Select(part => part.Contribution)]).Score!.Reasons;

    private static Bundle Bundle(IReadOnlyList<ModelFeature> features, double[] weights, float[] reference, double intercept = -20) => SmallBundle.Of(
        features,
        new LogisticWeights(intercept, [.. features.Select((feature, i) => new LogisticWeight(feature.Name, weights[i], 0, 1, 0))]).ToJson(),
        reference,
        kind: ModelKind.Logistic);
}
