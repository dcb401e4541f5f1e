using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class TreeShapTests
{
    [Fact]
    public void Contributions_equal_brute_force_Shapley_values_over_small_trees()
    {
        var random = new Random(11);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var features = random.Next(1, 6);
            TreeText.Node[] roots = [.. Enumerable.Range(0, 3).Select(_ => TreeText.Random(random, features, depth: 5))];
            var trees = XgboostJson.Parse(TreeText.Bytes(TreeText.Model(features, "5E-1", roots)));
            float[] row = [.. Enumerable.Range(0, features).Select(_ => random.Next(5) == 0 ? float.NaN : (random.NextSingle() * 6) - 3)];

            var found = new double[features];
            TreeShap.Contributions(trees, row, found);
            var expected = Enumerable.Range(0, features).Select(feature => roots.Sum(root => Shapley(root, row, feature)));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            Assert.Equal(trees.Margin(row), found.Sum() + trees.ExpectedMargin, 1e-5);
        }
    }

    [Fact]
    public void A_feature_no_tree_splits_on_contributes_nothing()
    {
        var trees = XgboostJson.Parse(TreeText.Bytes(TreeText.Model(2, "5E-1", TreeText.Random(new Random(2), 1, 4))));
        var found = new double[2];
        TreeShap.Contributions(trees, [0.3f, 7], found);
        Assert.Equal(0, found[1]);
        Assert.NotEqual(0, found[0]);
    }

    /// <summary>The definition: the mean gain of knowing a feature, over all orders in which features may become known.</summary>
    private static double Shapley(TreeText.Node root, float[] row, int feature)
    {
        var sum = 0.0;
        for (var known = 0; known < 1 << row.Length; known++)
        {
            if ((known & (1 << feature)) == 0)
            {
                var size = int.PopCount(known);
                var weight = Factorial(size) * Factorial(row.Length - size - 1) / Factorial(row.Length);
                sum += weight * (Expected(root, row, known | (1 << feature)) - Expected(root, row, known));
            }
        }

        return sum;
    }

    /// <summary>The tree's value when only some features are known; an unknown split is followed both ways by cover.</summary>
    private static double Expected(TreeText.Node node, float[] row, int known)
    {
        if (node.Left is null || node.Right is null)
        {
            return node.Value;
        }

        if ((known & (1 << node.Feature)) != 0)
        {
            var value = row[node.Feature];
            var left = float.IsNaN(value) ? node.MissingLeft : value < node.Value;
            return Expected(left ? node.Left : node.Right, row, known);
        }

        return ((node.Left.Cover * Expected(node.Left, row, known)) + (node.Right.Cover * Expected(node.Right, row, known))) / node.Cover;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
