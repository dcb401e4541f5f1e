using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Contributions of models that split on categories and take 0 as missing, against the definition and the double reference.</summary>
public sealed class LightgbmContributionsTests
{
    [Fact]
    public void They_equal_brute_force_Shapley_values_by_LightGBMs_own_rules()
    {
        var random = new Random(31);
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var (features, roots) = (random.Next(1, 6), new LightgbmModel.Node[3]);
            Fill(random, features, depth: 5, roots);
            var trees = TreeEnsemble.Parse(LightgbmModel.Bytes(features, roots));
            var row = Row(random, features);
            var found = new double[features];
            TreeShap.Contributions(trees, row, found);
            for (var feature = 0; feature < features; feature++)
            {
                Assert.Equal(roots.Sum(root => Shapley(root, row, feature)), found[feature], 1e-9);
            }

            Assert.Equal(trees.Margin(row), found.Sum() + trees.ExpectedMargin, 1e-9);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public void The_fast_forms_equal_the_double_reference(int depth)
    {
        var random = new Random(depth);
        var roots = new LightgbmModel.Node[25];
        Fill(random, 6, depth, roots);
        var trees = TreeEnsemble.Parse(LightgbmModel.Bytes(6, roots));
        var fast = TreeContributions.Compile(trees);
        var (expected, found) = (new double[6], new float[6]);
        for (var i = 0; i < 150; i++)
        {
            var row = Row(random, 6);
            TreeShap.Contributions(trees, row, expected);
            Assert.Equal(trees.Margin(row), fast.Explain(row, found));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 5e-6));
        }
    }

    private static void Fill(Random random, int features, int depth, LightgbmModel.Node[] roots)
    {
        for (var i = 0; i < roots.Length; i++)
        {
            roots[i] = LightgbmModel.Random(random, features, depth, categories: true);
        }
    }

    private static float[] Row(Random random, int features) => [.. Enumerable.Range(0, features).Select(_ => LightgbmModel.Value(random))];

    /// <summary>The definition: the mean gain of knowing a feature, over all orders in which features may become known.</summary>
    private static double Shapley(LightgbmModel.Node root, float[] row, int feature)
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

    /// <summary>The tree's value when only some features are known; an unknown split is followed both ways by count.</summary>
    private static double Expected(LightgbmModel.Node node, float[] row, int known)
    {
        if (node.Left is null || node.Right is null)
        {
            return node.Value;
        }

        return (known & (1 << node.Feature)) != 0
            ? Expected(LightgbmModel.GoesLeft(node, row[node.Feature]) ? node.Left : node.Right, row, known)
            : ((node.Left.Count * Expected(node.Left, row, known)) + (node.Right.Count * Expected(node.Right, row, known))) / node.Count;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
