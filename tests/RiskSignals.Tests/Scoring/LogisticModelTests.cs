using System.Text;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class LogisticModelTests
{
    private static readonly LogisticWeights Weights = new(
        intercept: -3,
        [
            new("loan_used_ratio_now", Weight: 0.4, Mean: 0.5, Deviation: 0.25, MissingAdds: 0.1),
            new("repayment_late_count_90d", Weight: 0.7, Mean: 0, Deviation: 1, MissingAdds: 0),
        ]);

    [Fact]
    public void The_margin_is_the_weighted_sum_of_standardised_values_with_missing_ones_as_stated()
    {
        var model = Make().Model;
        Assert.Equal(-3 + (0.4 * (0.9 - 0.5) / 0.25) + (0.7 * 2), model.Margin([2, 0.9f, 3]), 1e-6);
        Assert.Equal(-3 + 0.1, model.Margin([float.NaN, float.NaN, float.NaN]), 1e-12);
    }

    [Fact]
    public void Contributions_are_terms_less_their_mean_over_the_reference()
    {
        var model = Make().Model;
        var contributions = new float[3];
        var margin = model.Explain([2, 0.9f, 3], contributions);
        Assert.Equal(0.7 * (2 - 0.5), contributions[0], 1e-6);
        Assert.Equal(0.64 - (((0.4 * (0.3 - 0.5) / 0.25) + 0.1) / 2), contributions[1], 1e-6);
        Assert.Equal(0, contributions[2]);
        Assert.Equal(margin - model.BaseMargin, contributions.Sum(value => (double)value), 1e-6);
    }

    [Theory]
    [InlineData("\"intercept\": -3", "\"intercept\": 1e999", "can't be read")]
    [InlineData("\"deviation\": 0.25", "\"deviation\": 0", "deviation 0")]
    [InlineData("\"deviation\": 0.25", "\"deviation\": -1", "deviation -1")]
    [InlineData("\"missing_adds\": 0.1", "\"missing\": 0.1", "missing")]
    [InlineData("loan_used_ratio_now", "repayment_late_count_90d", "each feature once")]
    [InlineData("\"weights\": [", "\"weights\": [null,", "null at $.weights[0]")]
    [InlineData("\"weights\": [", "\"weights\": [[], null,", "null at $.weights[1]")]
    public void A_malformed_model_is_refused_with_what_is_wrong(string from, string to, string named)
    {
        var text = Encoding.UTF8.GetString(Weights.ToJson());
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => LogisticWeights.Parse(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_numbers_and_no_weights_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LogisticWeights(double.NaN, Weights.Weights));
        Assert.Throws<ArgumentException>(() => new LogisticWeights(0, []));
        Assert.Throws<ArgumentException>(() => new LogisticWeights(0, [new("a_a", double.PositiveInfinity, 0, 1, 0)]));
    }

    [Fact]
    public void A_weight_against_its_features_direction_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => Make(weights: new(0, [new("repayment_late_count_90d", -0.1, 0, 1, 0)])));
        Assert.Contains("'repayment_late_count_90d' has the weight -0.1, against its direction (Rises)", error.Message, StringComparison.Ordinal);
    }

    private static Bundle Make(LogisticWeights? weights = null) => SmallBundle.Of(
        SmallBundle.Features, (weights ?? Weights).ToJson(), [0, 0.3f, 24, 1, float.NaN, 24], kind: ModelKind.Logistic);
}
