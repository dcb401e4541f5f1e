using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class TreeModelTests
{
    [Fact]
    public void Contributions_equal_brute_force_Shapley_values_against_every_reference_row()
    {
        var random = new Random(21);
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var width = random.Next(1, 7);
            TreeText.Node[] roots = [.. Enumerable.Range(0, 4).Select(_ => TreeText.Random(random, width, depth: 5))];
            var reference = Rows(random, width, 1 + random.Next(5));
            var row = Rows(random, width, 1);
            var model = Model(width, reference, roots);

            var found = new float[width];
            var margin = model.Explain(row, found);
            var expected = Enumerable.Range(0, width).Select(feature => Shapley(model, row, reference, feature)).ToArray();
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 5e-6));
            Assert.Equal(margin - model.BaseMargin, found.Sum(value => (double)value), 5e-6);
            Assert.Equal(model.Trees.Margin(row), (float)margin);
        }
    }

    [Fact]
    public void A_row_of_the_reference_alone_has_no_contributions_and_an_unused_feature_never_has()
    {
        var random = new Random(22);
        var model = Model(3, [1, -1, 2], TreeText.Random(random, 2, 4), TreeText.Random(random, 2, 4));
        var found = new float[3];
        model.Explain([1, -1, 2], found);
        Assert.Equal([0, 0, 0], found);
        model.Explain([-2, 3, float.NaN], found);
        Assert.Equal(0, found[2]);
        Assert.NotEqual(0, found[0]);
    }

    private static TreeModel Model(int width, float[] reference, params TreeText.Node[] roots) => (TreeModel)SmallBundle.Of(
        [.. Enumerable.Range(0, width).Select(i => new ModelFeature($"f_{i}", RiskDirection.None, "days", "", IsReason: false))],
        TreeText.Bytes(TreeText.Model(width, "5E-1", roots)),
        reference,
        bands: [new("all", 1)]).Model;

    private static float[] Rows(Random random, int width, int rows) =>
        [.. Enumerable.Range(0, width * rows).Select(_ => random.Next(5) == 0 ? float.NaN : (random.NextSingle() * 6) - 3)];

    /// <summary>The definition: the mean gain of taking a feature from the row, over all orders, mean over the reference rows.</summary>
    private static double Shapley(TreeModel model, float[] row, float[] reference, int feature)
    {
        var (width, sum) = (row.Length, 0.0);
        for (var known = 0; known < 1 << width; known++)
        {
            if ((known & (1 << feature)) == 0)
            {
                var size = int.PopCount(known);
                var weight = Factorial(size) * Factorial(width - size - 1) / Factorial(width);
                sum += weight * (Mean(known | (1 << feature)) - Mean(known));
            }
        }

        return sum;

        double Mean(int known) => Enumerable.Range(0, reference.Length / width)
            .Average(other => (double)model.Trees.Margin(
                [.. Enumerable.Range(0, width).Select(i => (known & (1 << i)) != 0 ? row[i] : reference[(other * width) + i])]));
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
