using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>Writes trees as XGBoost 1.7 saves a <c>binary:logistic</c> booster, whole enough for XGBoost itself to read.</summary>
internal static class XgboostText
{
    /// <param name="trees">Nodes of each; the first is the root.</param>
    /// <param name="features">Length of a row.</param>
    /// <param name="baseRate">The probability before any tree, inside 0–1.</param>
    /// <param name="valueOf">What a leaf adds to the log-odds.</param>
    public static byte[] Write(
        IReadOnlyList<IReadOnlyList<RandomTree.Node>> trees, int features, float baseRate, Func<RandomTree.Node, float> valueOf) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["learner"] = new JsonObject
            {
                ["attributes"] = new JsonObject(),
                ["feature_names"] = new JsonArray(),
                ["feature_types"] = new JsonArray(),
                ["gradient_booster"] = new JsonObject
                {
                    ["name"] = "gbtree",
                    ["model"] = new JsonObject
                    {
                        ["gbtree_model_param"] = Texts(("num_parallel_tree", "1"), ("num_trees", Text(trees.Count)), ("size_leaf_vector", "0")),
                        ["tree_info"] = Array(trees, _ => 0),
                        ["trees"] = Array(trees.Select((tree, number) => (tree, number)), one => Tree(one.tree, one.number, features, valueOf)),
                    },
                },
                ["learner_model_param"] = Texts(
                    ("base_score", baseRate.ToString("E8", CultureInfo.InvariantCulture)),
                    ("num_class", "0"),
                    ("num_feature", Text(features)),
                    ("num_target", "1")),
                ["objective"] = new JsonObject { ["name"] = "binary:logistic", ["reg_loss_param"] = Texts(("scale_pos_weight", "1")) },
            },
            ["version"] = new JsonArray(1, 7, 4),
        }.ToJsonString());

    private static JsonObject Tree(IReadOnlyList<RandomTree.Node> nodes, int number, int features, Func<RandomTree.Node, float> valueOf)
    {
        var parents = new int[nodes.Count];
        parents[0] = int.MaxValue;
        for (var place = 0; place < nodes.Count; place++)
        {
            if (nodes[place].Left >= 0)
            {
                (parents[nodes[place].Left], parents[nodes[place].Right]) = (place, place);
            }
        }

        return new()
        {
            ["id"] = number,
            ["tree_param"] = Texts(("num_deleted", "0"), ("num_feature", Text(features)), ("num_nodes", Text(nodes.Count)), ("size_leaf_vector", "0")),
            ["left_children"] = Array(nodes, node => node.Left),
            ["right_children"] = Array(nodes, node => node.Right),
            ["parents"] = Array(parents, parent => parent),
            ["split_indices"] = Array(nodes, node => node.Column),
            ["split_conditions"] = Array(nodes, node => Midpoints.Number(node.Left >= 0 ? node.Threshold : valueOf(node))),
            ["split_type"] = Array(nodes, _ => 0),
            ["default_left"] = Array(nodes, node => node.MissingLeft ? 1 : 0),
            ["sum_hessian"] = Array(nodes, node => Midpoints.Number((float)node.Cover)),
            ["base_weights"] = Array(nodes, node => Midpoints.Number(valueOf(node))),
            ["loss_changes"] = Array(nodes, _ => Midpoints.Number(0)),
            ["categories"] = new JsonArray(),
            ["categories_nodes"] = new JsonArray(),
            ["categories_segments"] = new JsonArray(),
            ["categories_sizes"] = new JsonArray(),
        };
    }

    private static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode> write) => [.. values.Select(write)];

    private static JsonObject Texts(params (string Name, string Value)[] texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Name, (JsonNode?)text.Value)));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
