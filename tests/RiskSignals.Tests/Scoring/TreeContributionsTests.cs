using FsCheck;
using FsCheck.Fluent;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Every form of contributions against definitions written out, and against each other.</summary>
public sealed class TreeContributionsTests
{
    private const double Within = 5e-6;

    [Theory]
    [InlineData(1, 3, 8)]
    [InlineData(3, 5, 8)]
    [InlineData(6, 8, 8)]
    [InlineData(6, 30, 20)]
    [InlineData(7, 9, 3)]
    [InlineData(9, 12, 3)]
    public void Path_dependent_contributions_equal_the_double_reference(int depth, int features, int treeCount)
    {
        var random = new Random(depth);
        var trees = Ensemble(random, features, depth, treeCount);
        RequireReference(trees, Rows(random, 70, features));
    }

    [Theory]
    [InlineData(16, 20)]
    [InlineData(30, 40)]
    [InlineData(64, 70)]
    [InlineData(64, 5)]
    public void Long_paths_equal_the_double_reference(int depth, int features)
    {
        var random = new Random(depth);
        TreeText.Node[] roots = [.. Enumerable.Range(0, 5).Select(_ => Vine(random, features, depth, 1000))];
        RequireReference(XgboostJson.Parse(TreeText.Bytes(TreeText.Model(features, "5E-1", roots))), Rows(random, 40, features));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(6, 6)]
    [InlineData(8, 5)]
    [InlineData(9, 10)]
    public void Contributions_against_reference_rows_equal_brute_force_Shapley_values(int depth, int features)
    {
        var random = new Random(depth + 100);
        TreeText.Node[] roots = [.. Enumerable.Range(0, 3).Select(_ => TreeText.Random(random, features, depth))];
        var trees = XgboostJson.Parse(TreeText.Bytes(TreeText.Model(features, "4E-1", roots)));
        var reference = Rows(random, 7, features);
        var rows = Rows(random, 6, features);
        var compiled = TreeContributions.Compile(trees, new(features, reference));
        var found = new float[rows.Length];
        var margins = new double[6];
        compiled.Explain(rows, found, margins);
        for (var row = 0; row < 6; row++)
        {
            var values = rows.AsSpan(row * features, features).ToArray();
            var expected = Shapley(features, known => MeanMargin(trees, values, reference, known));
            Assert.All(expected.Zip(found[(row * features)..]), pair => Assert.Equal(pair.First, pair.Second, Within));
            Assert.Equal(MeanMargin(trees, values, reference, known: 0), compiled.BaseMargin, 1e-12);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void One_row_many_rows_two_threads_and_plain_code_give_the_same_bits(int depth)
    {
        const int Features = 11;
        var random = new Random(depth + 200);
        var trees = Ensemble(random, Features, depth, treeCount: depth == 6 ? 8 : 3);
        foreach (var count in (int[])[1, 7, 8, 31, 33, 513, 1100])
        {
            foreach (var reference in (ReferencePopulation?[])[null, new(Features, Rows(random, 5, Features))])
            {
                var rows = Rows(random, count, Features);
                var compiled = TreeContributions.Compile(trees, reference);
                var plain = TreeContributions.Compile(trees, reference, ContributionForm.Portable);
                var (expected, found, single) = (new float[rows.Length], new float[rows.Length], new float[Features]);
                var (margins, others) = (new double[count], new double[count]);
                plain.Explain(rows, expected, margins);
                compiled.Explain(rows, found, others);
                Assert.Equal(expected, found);
                Assert.Equal(margins, others);
                found.AsSpan().Clear();
                compiled.Explain(rows, found, others, threads: 2);
                Assert.Equal(expected, found);
                for (var row = 0; row < count; row++)
                {
                    var values = rows.AsSpan(row * Features, Features);
                    Assert.Equal(BitConverter.DoubleToInt64Bits(trees.Margin(values)), BitConverter.DoubleToInt64Bits(margins[row]));
                    Assert.Equal(margins[row], compiled.Explain(values, single));
                    Assert.Equal(expected[(row * Features)..((row + 1) * Features)], single);
                    Assert.Equal(margins[row], plain.Explain(values, single));
                    Assert.Equal(expected[(row * Features)..((row + 1) * Features)], single);
                }
            }
        }
    }

    [Fact]
    public void A_model_of_single_leaves_contributes_nothing_and_keeps_its_margin()
    {
        var trees = XgboostJson.Parse(TreeText.Bytes(TreeText.Model(2, "5E-1", new(-1, 0.25f, 10), new TreeText.Node(-1, -0.5f, 10))));
        foreach (var reference in (ReferencePopulation?[])[null, new(2, [1, 2])])
        {
            var found = new float[] { 9, 9 };
            var compiled = TreeContributions.Compile(trees, reference);
            Assert.Equal(-0.25, compiled.Explain([1, float.NaN], found));
            Assert.Equal([0, 0], found);
            Assert.Equal(-0.25, compiled.BaseMargin, 1e-12);
        }
    }

    [Fact]
    public void A_row_equal_to_the_only_reference_row_has_nothing_to_explain()
    {
        var random = new Random(4);
        var row = Rows(random, 1, 6);
        var found = new float[6];
        foreach (var depth in (int[])[4, 9])
        {
            var compiled = TreeContributions.Compile(Ensemble(random, 6, depth, treeCount: 4), new(6, row));
            Assert.Equal(compiled.BaseMargin, compiled.Explain(row, found), 1e-6);
            Assert.All(found, contribution => Assert.Equal(0, contribution));
        }
    }

    [Fact]
    public void A_feature_no_tree_splits_on_contributes_nothing_and_twins_contribute_the_same()
    {
        var random = new Random(5);
        var root = TreeText.Random(random, features: 2, depth: 5);
        var twin = Exchange(root);
        var trees = XgboostJson.Parse(TreeText.Bytes(TreeText.Model(3, "5E-1", root, twin)));
        float[] row = [0.5f, 0.5f, 7];
        var found = new float[3];
        foreach (var reference in (ReferencePopulation?[])[null, new(3, [-1, -1, 0, 2, 2, 1])])
        {
            TreeContributions.Compile(trees, reference).Explain(row, found);
            Assert.Equal(0, found[2]);
            Assert.Equal(found[0], found[1], 1e-6);
            Assert.NotEqual(0, found[0]);
        }
    }

    [Fact]
    public void Explaining_allocates_nothing_once_it_has_run()
    {
        var random = new Random(7);
        foreach (var depth in (int[])[6, 9])
        {
            foreach (var reference in (ReferencePopulation?[])[null, new(5, Rows(random, 3, 5))])
            {
                var compiled = TreeContributions.Compile(Ensemble(random, 5, depth, treeCount: 3), reference);
                var rows = Rows(random, 600, 5);
                var (found, margins) = (new float[rows.Length], new double[600]);
                compiled.Explain(rows, found, margins);
                compiled.Explain(rows.AsSpan(0, 5), found.AsSpan(0, 5));
                var before = GC.GetAllocatedBytesForCurrentThread();
                compiled.Explain(rows, found, margins);
                compiled.Explain(rows.AsSpan(0, 5), found.AsSpan(0, 5));
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var compiled = TreeContributions.Compile(Ensemble(new(8), 3, 2, treeCount: 1));
        Assert.Throws<ArgumentException>(() => compiled.Explain(new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => compiled.Explain(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => compiled.Explain(new float[6], new float[6], new double[3]));
        Assert.Throws<ArgumentException>(() => TreeContributions.Compile(Ensemble(new(8), 3, 2, treeCount: 1), new(2, [1, 2])));
        Assert.Throws<OperationCanceledException>(() => compiled.Explain(new float[6], new float[6], new double[2], 1, new(canceled: true)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void Categories_and_zeros_taken_as_missing_are_explained(int depth)
    {
        const int Features = 6;
        var random = new Random(depth + 300);
        LightgbmModel.Node[] roots = [.. Enumerable.Range(0, 6).Select(_ => LightgbmModel.Random(random, Features, depth, categories: true))];
        var trees = LightgbmText.Parse(LightgbmModel.Bytes(Features, roots));
        float[] rows = [.. Enumerable.Range(0, 200 * Features).Select(_ => LightgbmModel.Value(random))];
        RequireReference(trees, rows);

        float[] reference = [.. rows.Take(5 * Features).Select(value => float.IsInfinity(value) ? 2f : value)];
        var compiled = TreeContributions.Compile(trees, new(Features, reference));
        var found = new float[Features];
        for (var row = 0; row < 20; row++)
        {
            var values = rows[(row * Features)..((row + 1) * Features)];
            Assert.Equal(trees.Margin(values), compiled.Explain(values, found));
            var expected = Shapley(Features, known => MeanMargin(trees, values, reference, known));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Within));
        }
    }

    [Fact]
    public void Splits_on_equal_sets_of_categories_share_a_column()
    {
        var leaf = new LightgbmModel.Node(-1) { Count = 5, Value = 1 };
        LightgbmModel.Node[] roots = [Stump(0, 1, 40), Stump(0, 40, 1), Stump(1, 1, 40), Stump(0, 2)];
        var trees = LightgbmText.Parse(LightgbmModel.Bytes(2, roots));
        Assert.Equal(2, trees.CategorySets.Length);
        Assert.Equal(2 + 3, new SplitColumns(trees).Count);
        Assert.All(
            (float[][])[[1, 2], [2, 1], [40, 40], [float.NaN, 1]], row => Assert.Equal(LightgbmModel.Score(roots, row), trees.Margin(row), 1e-12));

        LightgbmModel.Node Stump(int feature, params int[] categories) =>
            new(feature) { Count = 10, Categories = categories, Left = leaf, Right = leaf with { Value = -feature - 2 } };
    }

    [Fact]
    public void Many_sets_of_categories_make_smaller_blocks_not_larger_ones()
    {
        var leaf = new LightgbmModel.Node(-1) { Count = 5, Value = 1 };
        var roots = Enumerable.Range(1, 1_500).Select(set => new LightgbmModel.Node(0)
        {
            Count = 10, Left = leaf, Right = leaf with { Value = -1 }, Categories = [.. Enumerable.Range(0, 11).Where(bit => (set >> bit & 1) == 1)],
        }).ToArray();
        var trees = LightgbmText.Parse(LightgbmModel.Bytes(1, roots));
        var rows = Enumerable.Range(0, 512).Select(row => (float)(row % 12)).ToArray();
        var compiled = TreeContributions.Compile(trees);
        var (found, margins) = (new float[512], new double[512]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        compiled.Explain(rows, found, margins);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(rows.Select(row => trees.Margin([row])), margins);
    }

    [Fact]
    public void Too_many_splits_for_so_many_reference_rows_are_refused_by_tree_and_numbers()
    {
        var root = Balanced(70_000, cover: 1 << 20);
        var trees = XgboostJson.Parse(TreeText.Bytes(1, "5E-1", [root]));
        var error = Assert.Throws<ArgumentException>(() => TreeContributions.Compile(trees, new(1, new float[1_000])));
        Assert.Contains("Tree 0 has 69999 splits, which makes 69999000 for 1000 reference rows", error.Message, StringComparison.Ordinal);
        var found = new float[1];
        Assert.Equal(trees.Margin([1]), TreeContributions.Compile(trees, new(1, new float[10])).Explain([1], found));
        Assert.Equal(trees.Margin([1]) - trees.Margin([0]), found[0], Within);

        static TreeText.Node Balanced(int leaves, float cover) => leaves == 1
            ? new(-1, leaves + (cover / (1 << 20)), cover)
            : new(0, leaves / 20_000f, cover, true, Balanced(leaves / 2, cover / 2), Balanced(leaves - (leaves / 2), cover / 2));
    }

    /// <summary>FsCheck shrinks a failing shape to a smaller one and prints both, with the seeds.</summary>
    [Fact]
    public void Whatever_the_shape_contributions_are_the_reference_s_and_add_up()
    {
        var shapes =
            from features in Gen.Choose(1, 12)
            from trees in Gen.Choose(1, 6)
            from leaves in Gen.Choose(0, 40)
            from depth in Gen.Choose(0, 11)
            from rows in Gen.Choose(1, 40)
            from seed in Gen.Choose(1, 1_000_000)
            select (Models: new RandomEnsembles(seed) { Features = features, Trees = trees, Leaves = leaves, DepthMin = 0, DepthMax = depth }, rows);
        Prop.ForAll(Arb.From(shapes, Smaller), shape => RequireReference(
            shape.Models.Ensemble(), [.. shape.Models.Rows(shape.rows).SelectMany(row => row)]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2024, 11));

        static IEnumerable<(RandomEnsembles, int)> Smaller((RandomEnsembles Models, int Rows) shape) => new[]
        {
            (shape.Models with { Trees = shape.Models.Trees / 2 }, shape.Rows), (shape.Models with { Trees = shape.Models.Trees - 1 }, shape.Rows),
            (shape.Models with { DepthMax = shape.Models.DepthMax - 1 }, shape.Rows), (shape.Models with { Leaves = shape.Models.Leaves / 2 }, shape.Rows),
            (shape.Models with { Features = shape.Models.Features - 1 }, shape.Rows), (shape.Models, shape.Rows / 2), (shape.Models, shape.Rows - 1),
        }.Where(smaller => smaller != shape && smaller is { Item1: { Trees: > 0, DepthMax: >= 0, Features: > 0 }, Item2: > 0 });
    }

    private static void RequireReference(TreeEnsemble trees, float[] rows)
    {
        var features = trees.FeatureCount;
        var compiled = TreeContributions.Compile(trees);
        var found = new float[rows.Length];
        var margins = new double[rows.Length / features];
        compiled.Explain(rows, found, margins);
        Assert.Equal(trees.ExpectedMargin, compiled.BaseMargin);
        var expected = new double[features];
        for (var row = 0; row < margins.Length; row++)
        {
            var values = rows.AsSpan(row * features, features);
            Assert.Equal(trees.Margin(values), margins[row]);
            TreeShap.Contributions(trees, values, expected);
            for (var feature = 0; feature < features; feature++)
            {
                Assert.Equal(expected[feature], found[(row * features) + feature], Within);
            }

            var sum = compiled.BaseMargin + found.Skip(row * features).Take(features).Sum(one => (double)one);
            Assert.Equal(margins[row], sum, 5e-6 * Math.Max(1, Math.Abs(compiled.BaseMargin) + found.Skip(row * features).Take(features).Sum(Math.Abs)));
        }
    }

    /// <summary>The definition: the mean gain of knowing a feature, over all orders in which features may become known.</summary>
    private static double[] Shapley(int features, Func<int, double> worth)
    {
        var worths = Enumerable.Range(0, 1 << features).Select(worth).ToArray();
        return
        [
            .. Enumerable.Range(0, features).Select(feature => Enumerable.Range(0, 1 << features)
                .Where(known => (known >> feature & 1) == 0)
                .Sum(known => Weight(int.PopCount(known), features) * (worths[known | (1 << feature)] - worths[known]))),
        ];
    }

    private static double Weight(int size, int features) =>
        Factorial(size) * Factorial(features - size - 1) / Factorial(features);

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);

    /// <summary>The mean margin when features that aren't known take the values of one reference row after the other.</summary>
    private static double MeanMargin(TreeEnsemble trees, float[] row, float[] reference, int known) =>
        reference.Chunk(row.Length).Average(other => (double)trees.Margin(
            [.. row.Select((value, feature) => (known >> feature & 1) == 1 ? value : other[feature])]));

    private static TreeText.Node Exchange(TreeText.Node node) => node with
    {
        Feature = node.Feature < 0 ? node.Feature : 1 - node.Feature,
        Left = node.Left is null ? null : Exchange(node.Left),
        Right = node.Right is null ? null : Exchange(node.Right),
    };

    private static TreeEnsemble Ensemble(Random random, int features, int depth, int treeCount) => XgboostJson.Parse(TreeText.Bytes(
        TreeText.Model(features, "5E-1", [.. Enumerable.Range(0, treeCount).Select(_ => TreeText.Random(random, features, depth))])));

    /// <summary>One long path with a leaf at every split.</summary>
    private static TreeText.Node Vine(Random random, int features, int depth, float cover)
    {
        if (depth == 0)
        {
            return new(-1, (random.NextSingle() * 2) - 1, cover);
        }

        var share = cover * (0.1f + (0.2f * random.NextSingle()));
        var leaf = new TreeText.Node(-1, (random.NextSingle() * 2) - 1, share);
        var rest = Vine(random, features, depth - 1, cover - share);
        var right = random.Next(2) == 0;
        return new(random.Next(features), random.Next(-2, 3), cover, random.Next(2) == 0, right ? leaf : rest, right ? rest : leaf);
    }

    /// <summary>Values on and between the thresholds, one in five missing.</summary>
    private static float[] Rows(Random random, int count, int features) =>
        [.. Enumerable.Range(0, count * features).Select(_ => random.Next(5) == 0 ? float.NaN : random.Next(-6, 7) / 2f)];
}
