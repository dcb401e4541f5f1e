using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ConditionsOfUseTests
{
    private static readonly SupportRange[] Ranges =
        [new(0, 12, MayBeMissing: false), new(0, 1.5f, MayBeMissing: true), new(float.NaN, float.NaN, MayBeMissing: true)];

    [Theory]
    [InlineData(3, 0.5f, 24, null)]
    [InlineData(0, 1.5f, 9_999, null)]
    [InlineData(3, float.NaN, float.NaN, null)]
    [InlineData(12.5f, 0.5f, 24, "Feature 'repayment_late_count_90d' is 12.5, far from the training rows (0..12)")]
    [InlineData(3, -0.1f, 24, "Feature 'loan_used_ratio_now' is -0.1, far from the training rows (0..1.5 or missing)")]
    [InlineData(float.NaN, 0.5f, 24, "Feature 'repayment_late_count_90d' is missing")]
    public void A_row_outside_what_the_model_learnt_from_is_out_of_scope_by_name(float late, float used, float months, string? refused)
    {
        var result = Scorer.Score(Bounded(), [late, used, months]);
        Assert.Equal(refused is null ? ScoreStatus.Scored : ScoreStatus.OutOfScope, result.Status);
        Assert.Equal(refused is null, result.Score is not null);
        Assert.StartsWith(refused ?? "", result.Detail, StringComparison.Ordinal);

        // A batch says the same, and goes on.
        var matrix = new FeatureMatrix([.. SmallBundle.Features.Select(feature => feature.Name)], [[late, 1], [used, 1], [months, 24]]);
        Assert.Equal([result.Status, ScoreStatus.Scored], Scorer.ScoreAll(Bounded(), matrix).Select(one => one.Status));
    }

    [Fact]
    public void A_product_or_jurisdiction_that_nothing_was_learnt_of_is_out_of_scope_and_an_unstated_one_is_not()
    {
        var conditions = new ConditionsOfUse(["card", "loan"], ["EU", "UK"], []);
        Assert.Null(conditions.Refuses("loan", "UK"));
        Assert.Null(conditions.Refuses("loan", null));
        Assert.Contains("Product 'mortgage' was not among the training rows (card, loan)", conditions.Refuses("mortgage", "UK"), StringComparison.Ordinal);
        Assert.Contains("Jurisdiction 'US-CA'", conditions.Refuses("loan", "US-CA"), StringComparison.Ordinal);
        Assert.Null(ConditionsOfUse.None.Refuses("anything", "anywhere"));
    }

    [Fact]
    public void Conditions_read_back_from_a_bundle_and_malformed_ones_are_refused_by_number()
    {
        var made = Bounded();
        var read = Bundle.Parse(made.Json, made.ModelJson);
        Assert.Equal(["loan"], read.Conditions.Products);
        Assert.Equal(Ranges.Select(range => range.ToString()), read.Conditions.Ranges.Select(range => range.ToString()));
        foreach (var wrong in (string[])["", "1..0", "1", "0..x", "0..Infinity", "0..1 or", "any or missing or missing"])
        {
            var error = Assert.Throws<ArgumentException>(() => new ConditionsText([], [], ["0..1", wrong]).Read(2));
            Assert.Contains($"The range of feature 1 is '{wrong}'", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => new ConditionsText([], [], ["0..1"]).Read(2));
        Assert.Throws<ArgumentException>(() => new ConditionsOfUse(["a", "a"], [], []));
        Assert.Throws<ArgumentException>(() => new ConditionsOfUse([], [" "], []));
    }

    [Fact]
    public void A_score_carries_an_interval_that_holds_it_and_a_part_moves_both()
    {
        var interval = VennAbersFit.Fit([.1, .2, .3, .4, .5, .6], [false, false, true, false, true, true], []);
        var features = SmallBundle.Features;
        var plain = Scorer.Score(Bounded(interval: interval), [3, 0.3f, 24]).Score!;
        Assert.NotNull(plain.Interval);
        Assert.InRange(plain.Probability, plain.Interval.Value.Low, plain.Interval.Value.High);

        var segments = new SegmentOffsets("loan_mob_value_now", [12], [0.5, -0.25], 0.1);
        var moved = Scorer.Score(Bounded(interval: interval, segments: segments), [3, 0.3f, 24]).Score!;
        Assert.Equal(LogOdds.Of(plain.Probability) - 0.25, LogOdds.Of(moved.Probability), 1e-9);
        Assert.InRange(moved.Probability, moved.Interval!.Value.Low, moved.Interval.Value.High);
        Assert.Null(Scorer.Score(SmallBundle.Make(), [3, 0.3f, 24]).Score!.Interval);

        foreach (var wrong in (SegmentOffsets[])
                 [
                     segments with { Feature = "borrower_sex_flag" }, segments with { Feature = "loan_used_ratio_now" },
                     segments with { Cuts = [1, 1], Offsets = [0, 0, 0] }, segments with { Offsets = [0] }, segments with { MissingOffset = 9 },
                     segments with { Offsets = [0, double.NaN] },
                 ])
        {
            Assert.Throws<ArgumentException>(() => Bounded(segments: wrong));
        }
    }

    [Fact]
    public void Each_flipped_bit_of_a_bundle_with_every_part_is_refused()
    {
        var made = Bounded(
            VennAbersFit.Fit([.1, .2, .3], [false, true, true], []), new SegmentOffsets("loan_mob_value_now", [12], [0.5, -0.25], 0.1));
        Assert.Equal(made.Hash, Bundle.Parse(made.Json, made.ModelJson).Hash);
        for (var place = 0; place < made.Json.Length; place++)
        {
            var json = made.Json.ToArray();
            json[place] ^= (byte)(1 << (place % 8));
            Assert.ThrowsAny<FormatException>(() => Bundle.Parse(json, made.ModelJson));
        }
    }

    private static Bundle Bounded(VennAbers? interval = null, SegmentOffsets? segments = null)
    {
        var made = SmallBundle.Make();
        return Bundle.Create(
            made.Target, made.Version, made.HigherIsRiskier, made.CatalogHash, made.Features, made.ModelJson, made.Calibration, made.Bands,
            made.PassingBand, made.Reference, segments: segments, interval: interval, conditions: new(["loan"], [], Ranges));
    }
}
