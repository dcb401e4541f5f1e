using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ScorerTests
{
    [Fact]
    public void A_score_carries_target_probability_band_reasons_and_bundle()
    {
        var bundle = SmallBundle.Make();
        var score = Scorer.Score(bundle, [3, 0.85f, 24]).Score!;
        Assert.Equal(("MISS30@1", bundle.Hash), (score.Target, score.BundleHash));
        Assert.Equal(-0.5, score.Margin, 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(0.5)), score.Probability, 1e-6);
        Assert.Equal("high", score.Band);
        Assert.Equal(["3 instalments were late", "You are using 85 % of your credit limit"], score.Reasons.Select(reason => reason.Text));
        Assert.Equal("REPAYMENT_LATE_COUNT_90D", score.Reasons[0].Id);
        Assert.Equal(1, score.Reasons[0].Contribution, 1e-9);
        Assert.Equal(3, score.Reasons[0].Value);
    }

    [Fact]
    public void A_feature_without_an_approved_text_is_never_a_reason_however_much_it_raises_the_risk()
    {
        var reasons = Scorer.Score(SmallBundle.Make(), [0, 0.9f, 3]).Score!.Reasons;
        Assert.Equal(["loan_used_ratio_now"], reasons.Select(reason => reason.Feature));
    }

    [Fact]
    public void Where_a_high_score_is_good_news_reasons_are_what_lowers_it()
    {
        var reasons = Scorer.Score(SmallBundle.Make(higherIsRiskier: false), [0, 0.9f, 3]).Score!.Reasons;
        Assert.Equal(["repayment_late_count_90d"], reasons.Select(reason => reason.Feature));
        Assert.True(reasons[0].Contribution > 0);
    }

    [Fact]
    public void A_missing_value_is_no_reason_whatever_it_did_to_the_risk()
    {
        var trees = TreeText.Bytes(TreeText.Model(
            3, "5E-1", new TreeText.Node(1, 0.5f, 100, false, new(-1, -0.5f, 50), new(-1, 0.5f, 50))));
        var bundle = Bundle.Create(
            "MISS30@1", "1", true, "catalog", SmallBundle.Features, trees, new(CalibrationKind.Platt, 1, 0, 0, [], []), SmallBundle.Bands);
        Assert.Single(Scorer.Score(bundle, [0, 0.9f, 24]).Score!.Reasons);
        Assert.Empty(Scorer.Score(bundle, [0, float.NaN, 24]).Score!.Reasons);
    }

    [Fact]
    public void A_row_that_cannot_be_scored_is_refused_by_name_and_the_batch_goes_on()
    {
        var nan = float.NaN;
        var matrix = new FeatureMatrix(
            ["loan_mob_value_now", "unused", "repayment_late_count_90d", "loan_used_ratio_now"],
            [[24, nan, 24], [0, 0, 0], [3, nan, float.PositiveInfinity], [0.85f, nan, 1]]);
        var results = Scorer.ScoreAll(SmallBundle.Make(), matrix);
        Assert.Equal([ScoreStatus.Scored, ScoreStatus.NoData, ScoreStatus.ValueNotFinite], results.Select(result => result.Status));
        Assert.Contains("repayment_late_count_90d", results[2].Detail, StringComparison.Ordinal);
        Assert.Null(results[1].Score);

        var alone = Scorer.Score(SmallBundle.Make(), [3, 0.85f, 24]).Score!;
        Assert.Equal((alone.Probability, alone.Margin), (results[0].Score!.Probability, results[0].Score!.Margin));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Scorer.ScoreAll(SmallBundle.Make(), new(["other"], [[1]])));
        Assert.Contains("repayment_late_count_90d", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_more_than_four_reasons_and_a_text_only_once()
    {
        ModelFeature[] features = [.. Enumerable.Range(0, 6).Select(i =>
            new ModelFeature($"f{i}", RiskDirection.None, "days", i == 4 ? "Text 5: {value}" : $"Text {i}: {{value}}", true))];
        TreeText.Node[] stumps = [.. Enumerable.Range(0, 6).Select(i =>
            new TreeText.Node(i, 1, 100, true, new(-1, -1 - i, 50), new(-1, 1 + i, 50)))];
        var model = TreeText.Bytes(TreeText.Model(6, "5E-1", stumps));
        var bundle = Bundle.Create(
            "MISS30@1", "1", true, "c", features, model, new(CalibrationKind.Platt, 1, 0, 0, [], []), SmallBundle.Bands);
        var reasons = Scorer.Score(bundle, [2, 2, 2, 2, 2, 2]).Score!.Reasons;
        Assert.Equal(["f5", "f3", "f2", "f1"], reasons.Select(reason => reason.Feature));
    }
}
