using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class LightgbmTests
{
    // Feature 1 at most 0.5: leaf 0 (−1, 60 rows); else feature 0 by the line's rule: leaf 1 (2, 30 rows) or leaf 2 (4, 10 rows).
    private const string Model = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=binary sigmoid:1
        feature_names=late_share income
        feature_infos=[0:1] [0:5000]
        tree_sizes=300

        Tree=0
        num_leaves=3
        num_cat=1
        split_feature=1 0
        split_gain=12.5 3
        threshold=0.5 THRESHOLD
        decision_type=10 DECISION
        left_child=-1 -2
        right_child=1 -3
        leaf_value=-1 2 4
        leaf_weight=15 7.5 2.5
        leaf_count=60 30 10
        internal_value=0 2.5
        internal_weight=25 10
        internal_count=100 40
        cat_boundaries=0 2
        cat_threshold=10 2147483649
        is_linear=0
        shrinkage=0.1


        end of trees

        feature_importances:
        late_share=1

        parameters:
        [boosting: gbdt]
        end of parameters

        """;

    // Decision type: 1 categorical, 2 missing goes left, 4 zero is missing, 8 NaN is missing. Categories: 1, 3, 32 and 63.
    [Theory]
    [InlineData("1.5", 0, 1.5f, true, "a value at the threshold goes left")]
    [InlineData("1.5", 0, 1.5000001f, false, "one step above goes right")]
    [InlineData("0.1", 0, 0.1f, false, "0.1 in float lies above 0.1 in double")]
    [InlineData("0.3", 0, 0.3f, false, "0.3 in float lies above 0.3 in double")]
    [InlineData("0.7", 0, 0.7f, true, "0.7 in float lies below 0.7 in double")]
    [InlineData("0", 0, -0f, true, "both zeros are one")]
    [InlineData("-0", 0, 0f, true, "both zeros are one")]
    [InlineData("-0", 0, float.Epsilon, false, "the smallest number is above 0")]
    [InlineData("1e300", 0, float.MaxValue, true, "every finite float is below")]
    [InlineData("1e300", 0, float.PositiveInfinity, false, "infinity is above")]
    [InlineData("-1e300", 0, -float.MaxValue, false, "every finite float is above")]
    [InlineData("-1e300", 0, float.NegativeInfinity, true, "infinity is below")]
    [InlineData("1.5", 0, float.NaN, true, "no missing values known: NaN is 0, at most 1.5")]
    [InlineData("-1.5", 2, float.NaN, false, "no missing values known: NaN is 0, above −1.5, whatever the default side")]
    [InlineData("1.5", 4, 0f, false, "0 is missing and goes right, though below")]
    [InlineData("1.5", 4, 1e-35f, false, "so does what lies this close to 0")]
    [InlineData("1.5", 4, 1.1e-35f, true, "this is no longer 0")]
    [InlineData("1.5", 4, -1e-35f, false, "nor is the sign a matter")]
    [InlineData("1.5", 4, float.NaN, false, "NaN is missing as well")]
    [InlineData("-1.5", 6, 0f, true, "0 is missing and goes left, though above")]
    [InlineData("-1.5", 6, 1f, false, "a value goes by the threshold")]
    [InlineData("-1.5", 6, float.NaN, true, "NaN is missing as well")]
    [InlineData("1.5", 8, float.NaN, false, "NaN goes to the default side")]
    [InlineData("-1.5", 10, float.NaN, true, "NaN goes to the default side")]
    [InlineData("-1.5", 10, 0f, false, "0 is a value like others")]
    [InlineData("0", 1, 1f, true, "in the set")]
    [InlineData("0", 1, 0f, false, "not in the set")]
    [InlineData("0", 1, 3.9f, true, "the fraction is cut off")]
    [InlineData("0", 1, 63f, true, "the last bit of the second word")]
    [InlineData("0", 1, 32f, true, "the first bit of the second word")]
    [InlineData("0", 1, 64f, false, "beyond the words")]
    [InlineData("0", 1, -1f, false, "negative numbers are no category")]
    [InlineData("0", 1, 3e9f, false, "nor is more than an int")]
    [InlineData("0", 1, float.PositiveInfinity, false, "nor infinity")]
    [InlineData("0", 3, float.NaN, false, "NaN is in no set, whatever the default side")]
    [InlineData("0", 11, float.NaN, false, "NaN is in no set, whatever the missing type")]
    public void A_rule_of_LightGBM_sends_a_value_to_its_side(string threshold, int decision, float value, bool left, string why)
    {
        var trees = Parse(Fill(threshold, decision));
        Assert.True(trees.Margin([value, 1]) == (left ? 2 : 4), why);
        Assert.Equal(-1, trees.Margin([value, float.NaN]));
    }

    [Fact]
    public void Names_and_covers_come_with_the_model()
    {
        var trees = Parse(Fill("1.5", 8));
        Assert.Equal(["late_share", "income"], trees.FeatureNames);
        Assert.Equal(0.4, trees.ExpectedMargin, 1e-15);
        var contributions = new double[2];
        TreeShap.Contributions(trees, [float.NaN, 1], contributions);
        Assert.Equal(4 - 0.4, contributions.Sum(), 1e-12);
    }

    [Fact]
    public void A_bundle_takes_the_model_if_it_names_the_bundles_features_in_order()
    {
        ModelFeature[] features =
        [
            new("late_share", RiskDirection.Rises, "ratio", "A share of {value} was late", IsReason: true),
            new("income", RiskDirection.None, "money", "", IsReason: false),
        ];
        var model = Encoding.UTF8.GetBytes(Fill("1.5", 8).Replace("income", "INCOME", StringComparison.Ordinal));
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Of(features, model, passing: [0, 0.1f]));
        Assert.Contains("Feature 1 of the model is 'INCOME', of the bundle 'income'", error.Message, StringComparison.Ordinal);

        var made = SmallBundle.Of(features, Encoding.UTF8.GetBytes(Fill("1.5", 8)), passing: [0, 0.1f], bands: [new("low", 0.5), new("high", 1)]);
        var score = Scorer.Score(Bundle.Parse(made.Json, made.ModelJson), [2, 1]).Score!;
        Assert.Equal((4, "high", "late_share"), (score.Margin, score.Band, score.Reasons.Single().Feature));
    }

    [Fact]
    public void Names_that_LightGBM_made_up_are_none()
    {
        var trees = Parse(Fill("1.5", 8).Replace("late_share income\n", "Column_0 Column_1\n", StringComparison.Ordinal));
        Assert.Empty(trees.FeatureNames);
    }

    [Fact]
    public void Another_sigmoid_factor_scales_the_margin()
    {
        var trees = Parse(Fill("1.5", 8).Replace("sigmoid:1", "sigmoid:0.7", StringComparison.Ordinal));
        Assert.Equal(4 * 0.7, trees.Margin([2, 1]), 1e-15);
    }

    /// <summary>FsCheck shrinks a failing case, first to one row, then tree by tree and split by split, and prints the model's text.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void Random_models_score_as_a_plain_walk_after_the_documentation_does(bool categories, int seed) => Prop
        .ForAll(
            Arb.From(from one in Gen.Choose(1, 1_000_000) select Case.Random(one, categories), one => one.Smaller()),
            one =>
            {
                var trees = TreeEnsemble.Parse(one.Bytes());
                return Array.TrueForAll(one.Rows, row => trees.Margin(row) == LightgbmModel.Score(one.Roots, row));
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay((ulong)seed, 11));

    [Theory]
    [InlineData("tree\n", "forest\n", "doesn't begin with the line 'tree'")]
    [InlineData("version=v4", "version=v2", "version=v2; v3 or v4")]
    [InlineData("num_class=1", "num_class=3", "num_class=3")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=2", "num_tree_per_iteration=2")]
    [InlineData("label_index=0", "average_output", "average_output: a random forest")]
    [InlineData("objective=binary sigmoid:1", "objective=regression", "objective=regression; 'binary sigmoid:NUMBER'")]
    [InlineData("objective=binary sigmoid:1", "objective=binary sigmoid:0", "objective=binary sigmoid:0")]
    [InlineData("objective=binary sigmoid:1", "", "no objective")]
    [InlineData("max_feature_idx=1", "max_feature_idx=100000", "max_feature_idx=100000")]
    [InlineData("max_feature_idx=1", "max_feature_idx=2", "2 feature_names but max_feature_idx 2")]
    [InlineData("tree_sizes=300", "tree_sizes=300 300", "2 tree_sizes but 1 trees")]
    [InlineData("Tree=0", "Tree=1", "'Tree=1' follows 0 trees")]
    [InlineData("is_linear=0", "is_linear=1", "Tree 0 has is_linear=1")]
    [InlineData("num_leaves=3", "num_leaves=4", "Tree 0 has 3 values of leaf_value; 4 are expected")]
    [InlineData("num_leaves=3", "num_leaves=0", "num_leaves=0; 1 to")]
    [InlineData("num_leaves=3", "num_leaves=3000000000", "num_leaves=3000000000")]
    [InlineData("split_feature=1 0", "split_feature=1 2", "Tree 0 node 1 splits on feature 2")]
    [InlineData("split_feature=1 0", "split_feature=1 x", "Tree 0 has the split_feature 'x' in place 1")]
    [InlineData("threshold=0.5 1.5", "threshold=nan 1.5", "Tree 0 node 0 splits at NaN")]
    [InlineData("threshold=0.5 1.5", "threshold=1e999 1.5", "Tree 0 node 0 splits at Infinity")]
    [InlineData("decision_type=10 8", "decision_type=10 12", "Tree 0 node 1 has decision_type 12")]
    [InlineData("decision_type=10 8", "decision_type=1 8", "Tree 0 node 0 names category set 0.5")]
    [InlineData("decision_type=10 8", "", "Tree 0 has no decision_type")]
    [InlineData("left_child=-1 -2", "left_child=0 -2", "Tree 0 node 0 reaches node 0 twice")]
    [InlineData("left_child=-1 -2", "left_child=-1 -1", "Tree 0 node 1 reaches leaf 0 twice")]
    [InlineData("left_child=-1 -2", "left_child=-1 2", "Tree 0 node 1 has left_child 2; -3 to 1 is expected")]
    [InlineData("left_child=-1 -2", "left_child=-1 -4", "Tree 0 node 1 has left_child -4")]
    [InlineData("left_child=-1 -2", "left_child=-1 -2147483648", "left_child -2147483648")]
    [InlineData("leaf_value=-1 2 4", "leaf_value=-1 nan 4", "Tree 0 leaf 1 adds NaN")]
    [InlineData("leaf_value=-1 2 4", "leaf_value=-1 1e31 4", "add up to 1E+31")]
    [InlineData("leaf_count=60 30 10", "leaf_count=60 30 -1", "Tree 0 leaf 2 has cover -1")]
    [InlineData("internal_count=100 40", "internal_count=100 0", "Tree 0 node 1 has cover 0")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=0 3", "Tree 0 has 2 values of cat_threshold; 3 are expected")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=2 0", "don't rise from 0")]
    [InlineData("cat_threshold=10", "cat_threshold=-10", "cat_threshold '-10'")]
    [InlineData("shrinkage=0.1", "threshold=1 1", "Tree 0 has threshold twice")]
    [InlineData("end of trees", "end", "ends within tree 0")]
    public void A_spoilt_model_is_refused_with_its_fault(string part, string spoilt, string fault)
    {
        var text = Fill("1.5", 8);
        Assert.Contains(part, text, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Parse(text.Replace(part, spoilt, StringComparison.Ordinal)));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_before_the_end_of_the_trees_is_refused()
    {
        var text = Fill("1.5", 8);
        for (var length = 0; length < text.IndexOf("end of trees", StringComparison.Ordinal) + "end of trees".Length; length++)
        {
            Assert.Throws<FormatException>(() => LightgbmText.Parse(Encoding.UTF8.GetBytes(text[..length])));
        }
    }

    [Fact]
    public void Lines_may_end_as_Windows_writes_them()
    {
        var trees = Parse(Fill("1.5", 8).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(4, trees.Margin([2, 1]));
    }

    private static string Fill(string threshold, int decision) => Model
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace("THRESHOLD", threshold, StringComparison.Ordinal)
        .Replace("DECISION", $"{decision}", StringComparison.Ordinal);

    private static TreeEnsemble Parse(string text) => LightgbmText.Parse(Encoding.UTF8.GetBytes(text));

    private sealed record Case(int Seed, int Features, LightgbmModel.Node[] Roots, float[][] Rows)
    {
        public static Case Random(int seed, bool categories)
        {
            var random = new Random(seed);
            var features = random.Next(1, 8);
            return new(
                seed,
                features,
                [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => LightgbmModel.Random(random, features, random.Next(0, 8), categories))],
                [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, features).Select(_ => LightgbmModel.Value(random)).ToArray())]);
        }

        public byte[] Bytes() => LightgbmModel.Bytes(Features, Roots);

        public IEnumerable<Case> Smaller()
        {
            if (Rows.Length > 1)
            {
                return Rows.Select(row => this with { Rows = [row] });
            }

            var fewer = Roots.Select((_, place) => this with { Roots = [.. Roots[..place], .. Roots[(place + 1)..]] });
            var simpler = Roots.SelectMany((root, place) => root.Smaller().Select(
                one => this with { Roots = [.. Roots[..place], one, .. Roots[(place + 1)..]] }));
            return fewer.Concat(simpler);
        }

        public override string ToString() =>
            $"seed {Seed}, {Rows.Length} rows, the first [{string.Join(' ', Rows[0])}], of\n{Encoding.UTF8.GetString(Bytes())}";
    }
}
