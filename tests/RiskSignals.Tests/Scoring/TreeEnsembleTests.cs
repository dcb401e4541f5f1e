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
        var margins = new float[3];
        trees.Margins(new FeatureMatrix(["a", "b"], [[1, 2, 3], [0, 0, float.NaN]]), margins);
        Assert.Equal([-2f, 0.5f, 1.5f], margins);
        Assert.Throws<ArgumentException>(() => trees.Margin([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => trees.Margins(new FeatureMatrix(["a"], [[1]]), new float[1]));
    }

    [Theory]
    [InlineData("left_children", 0, "2", "reaches node 2 twice")]
    [InlineData("left_children", 0, "0", "reaches node 0 twice")]
    [InlineData("right_children", 2, "9", "names node 9")]
    [InlineData("right_children", 1, "3", "names node -1")]
    [InlineData("split_indices", 2, "2", "splits on feature 2")]
    [InlineData("split_indices", 0, "-1", "splits on feature -1")]
    [InlineData("split_conditions", 0, "1e39", "1e39 in split_conditions")]
    [InlineData("split_conditions", 0, "null", "wrong kind")]
    [InlineData("default_left", 0, "2", "2 in default_left")]
    [InlineData("sum_hessian", 0, "0", "sum_hessian 0")]
    [InlineData("sum_hessian", 1, "-1", "sum_hessian -1")]
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
    [InlineData("learner_model_param/base_score", "\"1\"", "base_score is '1'")]
    [InlineData("learner_model_param/base_score", "\"NaN\"", "base_score is 'NaN'")]
    public void A_model_of_another_kind_is_refused(string place, string value, string fault)
    {
        var model = TreeText.Model(2, "5E-1", Tree);
        var parts = place.Split('/');
        model["learner"]![parts[0]]![parts[1]] = JsonNode.Parse(value);
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
        Assert.Contains("deeper than 64", error.Message, StringComparison.Ordinal);
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
