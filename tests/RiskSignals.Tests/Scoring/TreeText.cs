using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RiskSignals.Tests.Scoring;

/// <summary>Writes models in XGBoost's JSON form by hand, for tests that need to know or to spoil every number.</summary>
internal static class TreeText
{
    /// <summary>A two-class model over numbered features.</summary>
    public static JsonObject Model(int features, string baseScore, params Node[] trees) => new()
    {
        ["learner"] = new JsonObject
        {
            ["objective"] = new JsonObject { ["name"] = "binary:logistic" },
            ["learner_model_param"] = new JsonObject
            {
                ["base_score"] = baseScore,
                ["num_class"] = "0",
                ["num_feature"] = features.ToString(CultureInfo.InvariantCulture),
            },
            ["gradient_booster"] = new JsonObject
            {
                ["name"] = "gbtree",
                ["model"] = new JsonObject { ["trees"] = new JsonArray([.. trees.Select(Tree)]) },
            },
        },
    };

    public static byte[] Bytes(JsonNode model) => Encoding.UTF8.GetBytes(model.ToJsonString());

    /// <summary>A random tree; feature −1 marks a leaf. Covers of children sum to their parent's.</summary>
    public static Node Random(Random random, int features, int depth, float cover = 1000)
    {
        if (depth == 0 || (depth < 3 && random.Next(4) == 0))
        {
            return new(-1, (random.NextSingle() * 2) - 1, cover);
        }

        var left = cover * (0.1f + (0.8f * random.NextSingle()));
        return new(
            random.Next(features),
            random.Next(-2, 3),
            cover,
            random.Next(2) == 0,
            Random(random, features, depth - 1, left),
            Random(random, features, depth - 1, cover - left));
    }

    private static JsonNode Tree(Node root)
    {
        var nodes = new List<Node>();
        void Collect(Node node)
        {
            nodes.Add(node);
            if (node.Left is not null)
            {
                Collect(node.Left);
                Collect(node.Right!);
            }
        }

        Collect(root);
        JsonArray Of<T>(Func<Node, T> value) => new([.. nodes.Select(node => JsonValue.Create(value(node)))]);
        int Place(Node? node) => node is null ? -1 : nodes.FindIndex(one => ReferenceEquals(one, node));
        return new JsonObject
        {
            ["left_children"] = Of(node => Place(node.Left)),
            ["right_children"] = Of(node => Place(node.Right)),
            ["split_indices"] = Of(node => Math.Max(node.Feature, 0)),
            ["split_conditions"] = Of(node => node.Value),
            ["default_left"] = Of(node => node.MissingLeft ? 1 : 0),
            ["sum_hessian"] = Of(node => node.Cover),
        };
    }

    internal sealed record Node(
        int Feature, float Value, float Cover, bool MissingLeft = false, Node? Left = null, Node? Right = null);
}
