using System.Text;
using System.Text.Json.Nodes;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class TreeEnsembleTests
{
    // Feature 0 below 2 (or missing): -1; else feature 1 below 0.5: 0.25, else (or missing): 0.75.
    private static readonly TreeText.Node Tree = new(
        0, 2, 10, MissingLeft: true, new(-1, -1, 6), new(1, 0.5f, 4, MissingLeft: false, new(-1, 0.25f, 1), new(-1, 0.75f, 3)));

    [Theory]
    [InlineData(1.99f, 9f, -1f)]
    [InlineData(2f, 0.49f, 0.25f)]
    [InlineData(2f, 0.5f, 0.75f)]
    [InlineData(float.NaN, 9f, -1f)]
    [InlineData(3f, float.NaN, 0.75f)]
    public void A_row_takes_its_path_and_missing_values_the_default_side(float first, float second, float margin)
    {
        var trees = Parse(TreeText.Model(2, "5E-1", Tree));
        Assert.Equal(margin, trees.Margin([first, second]));
    }

    [Theory]
    [InlineData("2.5E-1")]
    [InlineData("[2.5E-1]")]
    public void The_base_score_is_a_probability_also_when_written_as_a_list(string text)
    {
        var trees = Parse(TreeText.Model(1, text));
        Assert.Equal(-MathF.Log(3), trees.Margin([0]), 1e-6f);
    }

    [Fact]
    public void A_matrix_gives_the_margins_of_its_rows()
    {
        var trees = Parse(TreeText.Model(2, "5E-1", Tree, Tree));
        var margins = new double[3];
        trees.Margins(new FeatureMatrix(["a", "b"], [[1, 2, 3], [0, 0, float.NaN]]), margins);
        Assert.Equal([-2, 0.5, 1.5], margins);
        Assert.Throws<ArgumentException>(() => trees.Margin([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => trees.Margins(new FeatureMatrix(["a"], [[1]]), new double[1]));
    }

    [Theory]
    [InlineData(1, 0, 0, 10, 0.1)]
    [InlineData(2, 1, 1, 10, 0)]
    [InlineData(3, 2, 6, 2, 0.1)]
    [InlineData(4, 30, 30, 4, 0.3)]
    public void Random_models_give_the_float_sum_of_the_leaves_their_rows_end_in(int seed, int depthMin, int depthMax, int features, double leaves)
    {
        var models = new RandomEnsembles(seed) { DepthMin = depthMin, DepthMax = depthMax, Features = features, LeafChance = leaves };
        var (roots, trees) = (models.Roots(), models.Ensemble());
        Assert.Equal(depthMax, trees.Depth);
        Assert.All(models.Rows(500), row =>
        {
            var sum = -MathF.Log((1f / 0.3f) - 1f);
            foreach (var root in roots)
            {
                sum += root.LeafOf(row).Value;
            }

            Assert.True(sum == trees.Margin(row), $"{models}: [{string.Join(' ', row)}] has margin {trees.Margin(row):R}, {sum:R} is expected.");
        });
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Trees_grown_leaf_by_leaf_have_the_leaves_asked_for(int seed)
    {
        var models = new RandomEnsembles(seed) { Leaves = 64, DepthMax = 40 };
        Assert.All(models.Roots(), root => Assert.Equal(64, Leaves(root)));
        Assert.InRange(models.Ensemble().Depth, 8, 40);

        static int Leaves(TreeText.Node node) => node.Left is null ? 1 : Leaves(node.Left) + Leaves(node.Right!);
    }

    [Theory]
    [InlineData("left_children", 0, "2", "reaches node 2 twice")]
    [InlineData("left_children", 0, "0", "reaches node 0 twice")]
    [InlineData("right_children", 2, "9", "names node 9")]
    [InlineData("right_children", 1, "3", "names node -1")]
    [InlineData("split_indices", 2, "2", "splits on feature 2")]
    [InlineData("split_indices", 0, "-1", "splits on feature -1")]
    [InlineData("split_conditions", 0, "1e39", "1e39 in split_conditions")]
    [InlineData("split_conditions", 0, "null", "Tree 0 node 0 has the value null in split_conditions")]
    [InlineData("split_conditions", 1, "-1e31", "add up to 1E+31")]
    [InlineData("default_left", 0, "2", "2 in default_left")]
    [InlineData("sum_hessian", 0, "0", "Tree 0 node 0 has cover 0")]
    [InlineData("sum_hessian", 1, "-1", "Tree 0 node 1 has cover -1")]
    [InlineData("sum_hessian", 3, "8.1", "Tree 0 node 3 has cover 8.1")]
    [InlineData("sum_hessian", 2, "1e-31", "too small a share to explain")]
    [InlineData("split_type", 2, "1", "Tree 0 node 2 splits on categories")]
    public void A_spoilt_tree_is_refused_with_its_fault(string array, int place, string value, string fault)
    {
        var model = TreeText.Model(2, "5E-1", Tree);
        FirstTree(model)[array]![place] = JsonNode.Parse(value);
        var error = Assert.Throws<FormatException>(() => Parse(model));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("objective/name", "\"reg:squarederror\"", "only 'binary:logistic'")]
    [InlineData("gradient_booster/name", "\"dart\"", "only 'gbtree'")]
    [InlineData("learner_model_param/num_feature", "\"0\"", "num_feature is 0")]
    [InlineData("learner_model_param/num_class", "\"3\"", "num_class")]
    [InlineData("learner_model_param/num_target", "\"2\"", "num_target is 2")]
    [InlineData("feature_names", "[\"a\"]", "1 names for 2 features")]
    [InlineData("learner_model_param/base_score", "\"1\"", "base_score is '1'")]
    [InlineData("learner_model_param/base_score", "\"NaN\"", "base_score is 'NaN'")]
    public void A_model_of_another_kind_is_refused(string place, string value, string fault)
    {
        var model = TreeText.Model(2, "5E-1", Tree);
        var parts = place.Split('/');
        var parent = parts.Length == 1 ? model["learner"]! : model["learner"]![parts[0]]!;
        parent[parts[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<FormatException>(() => Parse(model));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_categorical_split_a_missing_array_and_a_short_one_are_refused()
    {
        var model = TreeText.Model(2, "5E-1", Tree);
        FirstTree(model)["categories_nodes"] = new JsonArray(1);
        Assert.Contains("categories", Assert.Throws<FormatException>(() => Parse(model)).Message, StringComparison.Ordinal);

        model = TreeText.Model(2, "5E-1", Tree);
        FirstTree(model).Remove("sum_hessian");
        Assert.Contains("no 'sum_hessian' in tree 0", Assert.Throws<FormatException>(() => Parse(model)).Message, StringComparison.Ordinal);

        model = TreeText.Model(2, "5E-1", Tree);
        FirstTree(model)["default_left"]!.AsArray().RemoveAt(0);
        Assert.Contains("4 default_left", Assert.Throws<FormatException>(() => Parse(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_deeper_than_the_cap_is_refused()
    {
        var chain = new TreeText.Node(-1, 1, 1);
        for (var level = 0; level <= TreeEnsemble.DepthMax; level++)
        {
            chain = new(0, 1, level + 2, false, chain, new(-1, 1, 1));
        }

        var error = Assert.Throws<FormatException>(() => Parse(TreeText.Model(1, "5E-1", chain)));
        Assert.Contains("64 splits below the root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused_without_a_crash()
    {
        var bytes = TreeText.Bytes(TreeText.Model(2, "5E-1", Tree));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => XgboostJson.Parse(bytes.AsMemory(0, length)));
        }

        Assert.Throws<FormatException>(() => XgboostJson.Parse(Encoding.UTF8.GetBytes("[1]")));
    }

    private static TreeEnsemble Parse(JsonObject model) => XgboostJson.Parse(TreeText.Bytes(model));

    private static JsonObject FirstTree(JsonObject model) =>
        model["learner"]!["gradient_booster"]!["model"]!["trees"]![0]!.AsObject();
}
