using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class TreeDirectionsTests
{
    private const int Features = 3;

    [Fact]
    public void A_feature_that_is_said_to_hold_never_moves_a_margin_against_its_sign()
    {
        var random = new Random(5);
        var (held, broken) = (0, 0);
        for (var model = 0; model < 400; model++)
        {
            var trees = XgboostJson.Parse(TreeText.Bytes(Features, "5E-1", [TreeText.Random(random, Features, depth: 1 + (model % 3))]));
            int[] signs = [random.Next(-1, 2), random.Next(-1, 2), random.Next(-1, 2)];
            var notHeld = TreeDirections.NotHeld(trees, signs);
            for (var feature = 0; feature < Features; feature++)
            {
                var moves = Moves(trees, feature, signs[feature], random);
                Assert.False(moves && !notHeld.Contains(feature), $"Model {model}: feature {feature} moves the margin against {signs[feature]}.");
                held += signs[feature] != 0 && !notHeld.Contains(feature) ? 1 : 0;
                broken += moves ? 1 : 0;
            }
        }

        Assert.True(held > 100 && broken > 100, $"{held} held, {broken} moved against their sign");
    }

    [Fact]
    public void A_split_that_takes_0_as_missing_or_asks_for_categories_holds_no_direction()
    {
        var zero = Split(missing: LightgbmModel.Zero, categories: null);
        var set = Split(missing: LightgbmModel.Nan, categories: [1, 4]);
        Assert.Equal([0], TreeDirections.NotHeld(zero, [1, 0, 0]));
        Assert.Equal([0], TreeDirections.NotHeld(set, [-1, 0, 0]));
        Assert.Empty(TreeDirections.NotHeld(zero, [0, 1, 1]));
        Assert.Equal([0], zero.ZeroMissingFeatures());
        Assert.Equal([0], set.CategoricalFeatures());
        Assert.Empty(set.ZeroMissingFeatures());
        Assert.Throws<ArgumentException>(() => TreeDirections.NotHeld(zero, [1]));

        static TreeEnsemble Split(int missing, int[]? categories) => TreeEnsemble.Parse(LightgbmModel.Bytes(Features, [new(0)
        {
            Count = 100,
            Threshold = 1.5,
            Missing = missing,
            Categories = categories,
            Left = new(-1) { Value = -1, Count = 50 },
            Right = new(-1) { Value = 1, Count = 50 },
        }]));
    }

    /// <summary>Whether raising the feature by itself ever moves a margin the wrong way, asked of some hundred rows.</summary>
    private static bool Moves(TreeEnsemble trees, int feature, int sign, Random random)
    {
        for (var i = 0; i < 300; i++)
        {
            float[] row = [random.Next(-3, 4), random.Next(-3, 4), random.Next(-3, 4)];
            var before = trees.Margin(row);
            row[feature] += random.Next(1, 4);
            if (sign * (trees.Margin(row) - before) < 0)
            {
                return true;
            }
        }

        return false;
    }
}
