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
        Assert.Equal(2, score.Reasons[0].Contribution, 1e-6);
        Assert.Equal((3, "repayment_late"), (score.Reasons[0].Value, score.Reasons[0].Family));
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
        var reasons = Scorer.Score(SmallBundle.Make(higherIsRiskier: false), [4, 0.3f, 3]).Score!.Reasons;
        Assert.Equal(["repayment_late_count_90d"], reasons.Select(reason => reason.Feature));
        Assert.True(reasons[0].Contribution > 0);
    }

    [Fact]
    public void A_missing_value_is_no_reason_whatever_it_did_to_the_risk()
    {
        var trees = TreeText.Bytes(TreeText.Model(
            3, "5E-1", new TreeText.Node(1, 0.5f, 100, false, new(-1, -0.5f, 50), new(-1, 0.5f, 50))));
        var bundle = SmallBundle.Of(SmallBundle.Features, trees, [0, 0.2f, 24], bands: [new("low", 0.5), new("high", 1)]);
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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_batch_on_any_number_of_threads_gives_what_single_rows_give(int threads)
    {
        var random = new Random(5);
        var columns = Enumerable.Range(0, 3)
            .Select(_ => Enumerable.Range(0, 700).Select(_ => random.Next(6) == 0 ? float.NaN : random.NextSingle() * 30).ToArray()).ToArray();
        var bundle = SmallBundle.Make();
        var results = Scorer.ScoreAll(bundle, new([.. SmallBundle.Features.Select(feature => feature.Name)], columns), threads);
        for (var i = 0; i < results.Count; i++)
        {
            var alone = Scorer.Score(bundle, [columns[0][i], columns[1][i], columns[2][i]]);
            Assert.Equal(
                (alone.Status, alone.Score?.Margin, alone.Score?.Probability, alone.Score?.Band),
                (results[i].Status, results[i].Score?.Margin, results[i].Score?.Probability, results[i].Score?.Band));
            Assert.Equal(alone.Score?.Reasons ?? [], results[i].Score?.Reasons ?? []);
        }
    }

    [Fact]
    public void A_cancelled_batch_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var matrix = new FeatureMatrix([.. SmallBundle.Features.Select(feature => feature.Name)], [[1], [1], [1]]);
        Assert.Throws<OperationCanceledException>(() => Scorer.ScoreAll(SmallBundle.Make(), matrix, threads: 1, cancelled.Token));
    }

    [Theory]
    [InlineData(5e-5)]
    [InlineData(-5e-5)]
    [InlineData(double.NaN)]
    public void A_row_whose_contributions_do_not_add_up_to_its_margin_is_refused_by_name(double error)
    {
        var bundle = SmallBundle.Make();
        float[] row = [3, 0.85f, 24];
        var contributions = new float[3];
        var margin = bundle.Model.Explain(row, contributions);
        Assert.Equal(ScoreStatus.Scored, Scorer.Complete(bundle, row, margin, contributions).Status);

        contributions[1] += (float)error;
        var refused = Scorer.Complete(bundle, row, margin, contributions);
        Assert.Equal(ScoreStatus.ContributionsUnsound, refused.Status);
        Assert.Null(refused.Score);
        Assert.Contains("margin is -0.5", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_thousands_of_small_leaves_drifts_in_float_and_no_row_is_refused_for_it()
    {
        // Of one size, so that every sum is rounded to the same side for a while; a seventh of this would be refused in a model of few trees.
        TreeText.Node[] stumps = [.. Enumerable.Range(0, 5_000).Select(i => new TreeText.Node(
            i % 3, 0.5f, 100, true, new(-1, -0.0011f, 50), new(-1, 0.0011f, 50)))];
        var bundle = SmallBundle.Of(SmallBundle.Features, TreeText.Bytes(3, "5E-1", stumps), [0, 0, 0]);
        foreach (var row in (float[][])[[0, 0, 0], [1, 1, 1], [1, 1, 0], [0, 1, float.NaN], [1, 0, 0]])
        {
            Assert.Equal(ScoreStatus.Scored, Scorer.Score(bundle, row).Status);
        }

        var contributions = new float[3];
        var margin = bundle.Model.Explain([1, 1, 1], contributions);
        Assert.True(Math.Abs(bundle.Model.BaseMargin + contributions.Sum(one => (double)one) - margin) > 1e-4);
        contributions[0] += 0.01f;
        Assert.Equal(ScoreStatus.ContributionsUnsound, Scorer.Complete(bundle, [1, 1, 1], margin, contributions).Status);
    }

    [Fact]
    public void Rows_and_places_that_do_not_fit_are_refused()
    {
        var bundle = SmallBundle.Make();
        Assert.Throws<ArgumentException>(() => Scorer.Score(bundle, [1, 2]));
        Assert.Throws<ArgumentException>(() => Scorer.Margins(bundle, new float[6], new double[3]));
        Assert.Throws<ArgumentException>(() => Scorer.Explain(bundle, new float[6], new double[2], new ScoreResult[1]));
    }

    [Fact]
    public void A_block_explained_at_another_margin_than_it_was_scored_at_is_refused()
    {
        var results = new ScoreResult[1];
        Scorer.Explain(SmallBundle.Make(), [3, 0.85f, 24], [-0.5000001], results);
        Assert.Equal(ScoreStatus.ContributionsUnsound, results[0].Status);
    }
}
