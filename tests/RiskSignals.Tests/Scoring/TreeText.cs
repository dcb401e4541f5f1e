using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RiskSignals.Tests.Scoring;

/// <summary>Writes models in XGBoost's JSON form, whole enough for XGBoost itself, for tests that need to know or to spoil every number.</summary>
internal static class TreeText
{
    /// <summary>A two-class model over numbered features.</summary>
    public static JsonObject Model(int features, string baseScore, params Node[] trees) =>
        JsonNode.Parse(Bytes(features, baseScore, trees))!.AsObject();

    public static byte[] Bytes(JsonNode model) => Encoding.UTF8.GetBytes(model.ToJsonString());

    /// <summary>The bytes of a two-class model over numbered features.</summary>
    public static byte[] Bytes(int features, string baseScore, IReadOnlyList<Node> trees)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("learner");
            json.WriteStartObject("attributes");
            json.WriteEndObject();
            Array(json, "feature_names", [], _ => { });
            Array(json, "feature_types", [], _ => { });
            json.WriteStartObject("gradient_booster");
            json.WriteString("name", "gbtree");
            json.WriteStartObject("model");
            Texts(json, "gbtree_model_param", ("num_parallel_tree", "1"), ("num_trees", Text(trees.Count)), ("size_leaf_vector", "0"));
            Array(json, "tree_info", trees, _ => json.WriteNumberValue(0));
            json.WriteStartArray("trees");
            for (var number = 0; number < trees.Count; number++)
            {
                Tree(json, trees[number], number, features);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            Texts(json, "learner_model_param", ("base_score", baseScore), ("num_class", "0"), ("num_feature", Text(features)), ("num_target", "1"));
            json.WriteStartObject("objective");
            json.WriteString("name", "binary:logistic");
            Texts(json, "reg_loss_param", ("scale_pos_weight", "1"));
            json.WriteEndObject();
            json.WriteEndObject();
            Array(json, "version", [1, 7, 4], json.WriteNumberValue);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

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

    private static void Tree(Utf8JsonWriter json, Node root, int number, int features)
    {
        var nodes = new List<(Node Node, int Parent)> { (root, int.MaxValue) };
        var left = new List<int>();
        for (var place = 0; place < nodes.Count; place++)
        {
            var node = nodes[place].Node;
            left.Add(node.Left is null ? -1 : nodes.Count);
            if (node.Left is not null)
            {
                nodes.Add((node.Left, place));
                nodes.Add((node.Right!, place));
            }
        }

        json.WriteStartObject();
        json.WriteNumber("id", number);
        Texts(json, "tree_param", ("num_deleted", "0"), ("num_feature", Text(features)), ("num_nodes", Text(nodes.Count)), ("size_leaf_vector", "0"));
        Array(json, "left_children", left, json.WriteNumberValue);
        Array(json, "right_children", left, child => json.WriteNumberValue(child < 0 ? -1 : child + 1));
        Array(json, "parents", nodes, one => json.WriteNumberValue(one.Parent));
        Array(json, "split_indices", nodes, one => json.WriteNumberValue(Math.Max(one.Node.Feature, 0)));
        Array(json, "split_conditions", nodes, one => Float(json, one.Node.Value));
        Array(json, "split_type", nodes, _ => json.WriteNumberValue(0));
        Array(json, "default_left", nodes, one => json.WriteNumberValue(one.Node.MissingLeft ? 1 : 0));
        Array(json, "sum_hessian", nodes, one => Float(json, one.Node.Cover));
        Array(json, "base_weights", nodes, _ => Float(json, 0));
        Array(json, "loss_changes", nodes, _ => Float(json, 0));
        foreach (var name in (string[])["categories", "categories_nodes", "categories_segments", "categories_sizes"])
        {
            Array(json, name, [], _ => { });
        }

        json.WriteEndObject();
    }

    /// <summary>XGBoost takes a number without point and exponent for a whole one, and refuses it where it wants a float.</summary>
    private static void Float(Utf8JsonWriter json, float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        json.WriteRawValue(text.Contains('E', StringComparison.Ordinal) ? text.Replace("E+", "E", StringComparison.Ordinal) : text + "E0");
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            write(value);
        }

        json.WriteEndArray();
    }

    private static void Array(Utf8JsonWriter json, string name, int[] values, Action<int> write) => Array<int>(json, name, values, write);

    private static void Texts(Utf8JsonWriter json, string name, params (string Name, string Value)[] texts)
    {
        json.WriteStartObject(name);
        foreach (var text in texts)
        {
            json.WriteString(text.Name, text.Value);
        }

        json.WriteEndObject();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A split, or a leaf when it has no children; the value is the threshold or what the leaf adds.</summary>
    internal sealed record Node(
        int Feature, float Value, float Cover, bool MissingLeft = false, Node? Left = null, Node? Right = null)
    {
        /// <summary>The leaf a row ends in, followed node by node.</summary>
        public Node LeafOf(float[] row)
        {
            var node = this;
            while (node.Left is not null)
            {
                var value = row[node.Feature];
                node = (float.IsNaN(value) ? node.MissingLeft : value < node.Value) ? node.Left : node.Right!;
            }

            return node;
        }
    }
}
