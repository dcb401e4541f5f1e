using System.Runtime.Intrinsics.X86;
using FsCheck;
using FsCheck.Fluent;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Every form must give the bits of the plain walk, for every row, however the rows come.</summary>
public sealed class CompiledTreesTests
{
    /// <summary>The 512-bit form runs in halves where there is no AVX-512, so it is tested everywhere that AVX2 is.</summary>
    private static readonly ExecutionForm[] Forms =
    [
        ExecutionForm.Walk, ExecutionForm.Lockstep, .. Avx2.IsSupported ? [ExecutionForm.Binned256, ExecutionForm.Binned512] : (ExecutionForm[])[],
    ];

    private static readonly RandomEnsembles[] Models =
    [
        new(1) { DepthMin = 0, DepthMax = 0, Trees = 3 },
        new(2) { DepthMin = 0, DepthMax = 1, Trees = 7, BaseScore = "5E-1" },
        new(3) { DepthMin = 1, DepthMax = 3, Trees = 50 },
        new(4) { DepthMin = 6, DepthMax = 6, Trees = 30, LeafChance = 0 },
        new(5) { DepthMin = 7, DepthMax = 8, Trees = 10, LeafChance = 0 },
        new(6) { DepthMin = 9, DepthMax = 30, Trees = 12, LeafChance = 0.3 },
        new(7) { Leaves = 31, DepthMax = 20, Trees = 40 },
        new(8) { Leaves = 64, DepthMax = 40, Trees = 30 },
        new(9) { Leaves = 65, DepthMax = 64, Trees = 10 },
        new(10) { Leaves = 200, DepthMax = 60, Trees = 10 },
        new(11) { Leaves = 1_500, DepthMax = 64, Trees = 2 },
        new(12) { Trees = 5_000, DepthMax = 4, Features = 5 },
        new(13) { Features = 1, Thresholds = 254, Trees = 60 },
        new(14) { Features = 1, Thresholds = 260, Trees = 60 },
        new(15) { Features = 3, Thresholds = 3_000, Trees = 200, DepthMin = 6, LeafChance = 0 },
    ];

    public static TheoryData<int> Seeds => [.. Models.Select(models => models.Seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_form_gives_the_bits_of_the_walk(int seed)
    {
        var models = Models.Single(one => one.Seed == seed);
        var trees = models.Ensemble();
        var rows = models.Rows(333);
        foreach (var form in Forms)
        {
            RequireWalk(CompiledTrees.Compile(trees, form), rows, $"{models} as {form}");
        }
    }

    [Fact]
    public void Every_number_of_rows_has_its_odd_tail_scored()
    {
        var models = new RandomEnsembles(20) { Trees = 3, DepthMax = 4 };
        var trees = models.Ensemble();
        var rows = models.Rows(200);
        foreach (var form in Forms)
        {
            var compiled = CompiledTrees.Compile(trees, form);
            for (var count = 0; count <= rows.Length; count++)
            {
                RequireWalk(compiled, rows[..count], $"{models} as {form}, {count} rows", single: false);
            }
        }
    }

    [Fact]
    public void Sums_in_double_have_the_bits_of_the_walk()
    {
        const int Features = 8;
        var random = new Random(21);
        foreach (var depth in (int[])[3, 6, 9])
        {
            var roots = Enumerable.Range(0, 30).Select(_ => Plain(LightgbmModel.Random(random, Features, depth, categories: false))).ToArray();
            var trees = LightgbmText.Parse(LightgbmModel.Bytes(Features, roots));
            var rows = Enumerable.Range(0, 150).Select(_ => Enumerable.Range(0, Features).Select(_ => LightgbmModel.Value(random)).ToArray()).ToArray();
            Assert.Contains(rows, row => trees.Margin(row) != (float)trees.Margin(row));
            foreach (var form in Forms)
            {
                RequireWalk(CompiledTrees.Compile(trees, form), rows, $"seed 21, depth {depth} in LightGBM's form as {form}");
            }
        }

        static LightgbmModel.Node Plain(LightgbmModel.Node node) => node.Left is null
            ? node
            : node with { Missing = LightgbmModel.Nan, Left = Plain(node.Left), Right = Plain(node.Right!) };
    }

    [Fact]
    public void Categories_and_zero_as_missing_are_walked()
    {
        var random = new Random(27);
        var trees = LightgbmText.Parse(LightgbmModel.Bytes(4, [LightgbmModel.Random(random, 4, 6, categories: true)]));
        var compiled = CompiledTrees.Compile(trees);
        Assert.Equal(ExecutionForm.Walk, compiled.Form);
        RequireWalk(compiled, [.. Enumerable.Range(0, 90).Select(_ => Enumerable.Range(0, 4).Select(_ => LightgbmModel.Value(random)).ToArray())], "seed 27");
        Assert.Throws<ArgumentException>(() => CompiledTrees.Compile(trees, ExecutionForm.Lockstep));
    }

    [Fact]
    public void More_than_a_thousand_columns_are_binned_and_more_than_two_thousand_walk_in_step()
    {
        var wide = new RandomEnsembles(22) { Features = 700, Thresholds = 9, Trees = 300, DepthMin = 6, LeafChance = 0 };
        Assert.InRange(Columns(wide), 1_025, 2_048);
        RequireWalk(CompiledTrees.Compile(wide.Ensemble()), wide.Rows(150), $"{wide}");
        var wider = wide with { Features = 3_000 };
        Assert.True(Columns(wider) > 2_048);
        var trees = wider.Ensemble();
        RequireWalk(CompiledTrees.Compile(trees), wider.Rows(20), $"{wider}");
        if (Avx2.IsSupported)
        {
            Assert.NotEqual(ExecutionForm.Lockstep, CompiledTrees.Compile(wide.Ensemble()).Form);
            Assert.Equal(ExecutionForm.Lockstep, CompiledTrees.Compile(trees).Form);
            var error = Assert.Throws<ArgumentException>(() => CompiledTrees.Compile(trees, ExecutionForm.Binned256));
            Assert.Contains("at most 2048", error.Message, StringComparison.Ordinal);
        }

        // With few thresholds, a feature has a column a side that its missing values go to.
        static int Columns(RandomEnsembles models)
        {
            var found = new HashSet<(int, bool)>();
            foreach (var root in models.Roots())
            {
                Collect(root);
            }

            return found.Count;

            void Collect(TreeText.Node node)
            {
                if (node.Left is not null)
                {
                    found.Add((node.Feature, node.MissingLeft));
                    Collect(node.Left);
                    Collect(node.Right!);
                }
            }
        }
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    [InlineData(20_000, true)]
    public void A_tree_of_more_than_512_leaves_walks_in_step_and_has_the_same_bits_binned(int leaves, bool inStep)
    {
        var models = new RandomEnsembles(28) { Leaves = leaves, DepthMax = 64, Trees = 1 };
        var trees = models.Ensemble();
        Assert.Equal((2 * leaves) - 1, trees.Nodes.Length);
        Assert.Equal(inStep || !Avx2.IsSupported, CompiledTrees.Compile(trees).Form == ExecutionForm.Lockstep);
        foreach (var form in Forms)
        {
            RequireWalk(CompiledTrees.Compile(trees, form), models.Rows(150), $"{models} as {form}", single: false);
        }
    }

    [Fact]
    public void Several_threads_and_columns_give_the_same_bits()
    {
        var models = new RandomEnsembles(23) { Trees = 5 };
        var some = models.Rows(512);
        var rows = Enumerable.Range(0, 9_001).Select(row => some[row * 7 % some.Length]).ToArray();
        var trees = models.Ensemble();
        foreach (var form in Forms)
        {
            var compiled = CompiledTrees.Compile(trees, form);
            var expected = rows.Select(row => trees.Margin(row)).ToArray();
            var margins = new double[rows.Length];
            compiled.Margins(rows.SelectMany(row => row).ToArray(), margins, threads: 3);
            Assert.Equal(expected, margins);
            Array.Clear(margins);
            compiled.Margins(Matrix(rows), margins, threads: 2);
            Assert.Equal(expected, margins);
        }
    }

    [Fact]
    public void A_cancelled_run_ends_with_the_cancellation()
    {
        var models = new RandomEnsembles(24) { Trees = 2 };
        var compiled = CompiledTrees.Compile(models.Ensemble());
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var rows = new float[10_000 * models.Features];
        Assert.ThrowsAny<OperationCanceledException>(() => compiled.Margins(rows, new double[10_000], threads: 2, cancelled.Token));
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var models = new RandomEnsembles(25);
        var rows = models.Rows(300);
        var (flat, matrix, margins) = (rows.SelectMany(row => row).ToArray(), Matrix(rows), new double[rows.Length]);
        foreach (var form in Forms)
        {
            var compiled = CompiledTrees.Compile(models.Ensemble(), form);
            Run(compiled);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(compiled);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        void Run(CompiledTrees compiled)
        {
            compiled.Margins(flat, margins);
            compiled.Margins(matrix, margins);
            margins[0] = compiled.Margin(flat.AsSpan(0, models.Features));
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var compiled = CompiledTrees.Compile(new RandomEnsembles(26).Ensemble());
        Assert.Throws<ArgumentException>(() => compiled.Margin(new float[9]));
        Assert.Throws<ArgumentException>(() => compiled.Margins(new float[25], new double[2]));
        Assert.Throws<ArgumentException>(() => compiled.Margins(Matrix([new float[10]]), new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => compiled.Margins(new float[10], new double[1], threads: 0));
    }

    /// <summary>FsCheck shrinks a failing case to a smaller one and prints both, with the seeds.</summary>
    [Fact]
    public void Whatever_the_shape_all_forms_agree()
    {
        var shapes =
            from features in Gen.Choose(1, 40)
            from trees in Gen.Choose(1, 12)
            from leaves in Gen.Choose(0, 90)
            from depth in Gen.Choose(0, 9)
            from thresholds in Gen.Choose(4, 600)
            from rows in Gen.Choose(1, 140)
            from seed in Gen.Choose(1, 1_000_000)
            select new Shape(seed, features, trees, leaves, depth, thresholds, rows);
        Prop.ForAll(Arb.From(shapes, Smaller), shape =>
        {
            var models = shape.Models();
            foreach (var form in Forms)
            {
                RequireWalk(CompiledTrees.Compile(models.Ensemble(), form), models.Rows(shape.Rows), $"{shape} as {form}", single: false);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(2024, 11));

        static IEnumerable<Shape> Smaller(Shape shape) => new[]
        {
            shape with { Trees = shape.Trees / 2 }, shape with { Trees = shape.Trees - 1 },
            shape with { Leaves = shape.Leaves / 2 }, shape with { Depth = shape.Depth - 1 },
            shape with { Features = shape.Features / 2 }, shape with { Features = shape.Features - 1 },
            shape with { Thresholds = shape.Thresholds / 2 }, shape with { Rows = shape.Rows / 2 }, shape with { Rows = shape.Rows - 1 },
        }.Where(smaller => smaller != shape && smaller is { Trees: > 0, Depth: >= 0, Features: > 0, Thresholds: >= 4, Rows: > 0 });
    }

    private static void RequireWalk(CompiledTrees compiled, float[][] rows, string what, bool single = true)
    {
        var margins = new double[rows.Length];
        compiled.Margins(rows.SelectMany(row => row).ToArray(), margins);
        for (var i = 0; i < rows.Length; i++)
        {
            var walked = BitConverter.DoubleToInt64Bits(compiled.Trees.Margin(rows[i]));
            Require(walked == BitConverter.DoubleToInt64Bits(margins[i]), i, margins[i]);
            if (single)
            {
                var alone = compiled.Margin(rows[i]);
                Require(walked == BitConverter.DoubleToInt64Bits(alone), i, alone);
            }
        }

        void Require(bool isSame, int row, double found) =>
            Assert.True(isSame, $"{what}: row {row} [{string.Join(' ', rows[row])}] has {found:R}, the walk says {compiled.Trees.Margin(rows[row]):R}.");
    }

    private static FeatureMatrix Matrix(float[][] rows) => new(
        [.. Enumerable.Range(0, rows[0].Length).Select(column => $"f{column}")],
        [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row[column]).ToArray())]);

    private sealed record Shape(int Seed, int Features, int Trees, int Leaves, int Depth, int Thresholds, int Rows)
    {
        public RandomEnsembles Models() => new(Seed)
        {
            Features = Features, Trees = Trees, Leaves = Leaves, DepthMin = Math.Min(1, Depth), DepthMax = Leaves > 0 ? 40 : Depth, Thresholds = Thresholds,
        };
    }
}
