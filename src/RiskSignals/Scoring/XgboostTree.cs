using System.Text.Json;

namespace RiskSignals.Scoring;

/// <summary>Reads the arrays of one tree as XGBoost writes them; nodes that no other names are what pruning left behind.</summary>
internal static class XgboostTree
{
    /// <exception cref="FormatException">An array is missing, of another length than the others, or holds a value of another kind.</exception>
    public static UnpackedTree Read(JsonElement tree, int number)
    {
        var left = Ints(tree, number, "left_children");
        var count = left.Length;
        var conditions = Floats(tree, number, "split_conditions", count);
        var read = new UnpackedTree
        {
            Number = number,
            Left = left,
            Right = Ints(tree, number, "right_children", count),
            Feature = Ints(tree, number, "split_indices", count),
            Threshold = conditions,
            Value = Array.ConvertAll(conditions, condition => (double)condition),
            Cover = Array.ConvertAll(Floats(tree, number, "sum_hessian", count), cover => (double)cover),
            MissingLeft = Flags(tree, number, "default_left", count),
        };
        RequireNumeric(tree, number, count);
        return read;
    }

    private static void RequireNumeric(JsonElement tree, int number, int count)
    {
        if (tree.TryGetProperty("categories_nodes", out var categories) && categories.GetArrayLength() > 0)
        {
            throw new FormatException($"Tree {number} node {categories[0]} splits on categories; only numeric splits of XGBoost can be scored.");
        }

        if (tree.TryGetProperty("split_type", out _) && Array.IndexOf(Ints(tree, number, "split_type", count), 1) is var node and >= 0)
        {
            throw new FormatException($"Tree {number} node {node} splits on categories; only numeric splits of XGBoost can be scored.");
        }
    }

    private static int[] Ints(JsonElement tree, int number, string name, int? count = null) => Read<int>(
        tree, number, name, count, value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) ? whole : null);

    private static float[] Floats(JsonElement tree, int number, string name, int count) => Read<float>(
        tree,
        number,
        name,
        count,
        value => value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var one) && float.IsFinite(one) ? one : null);

    private static bool[] Flags(JsonElement tree, int number, string name, int count) => Read<bool>(tree, number, name, count, value => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out var whole) && whole is 0 or 1 => whole == 1,
        _ => null,
    });

    private static T[] Read<T>(JsonElement tree, int number, string name, int? count, Func<JsonElement, T?> read)
        where T : struct
    {
        var array = XgboostJson.Get(tree, name, $"tree {number}");
        var values = new T[array.GetArrayLength()];
        if (count is { } expected && values.Length != expected)
        {
            throw new FormatException($"Tree {number} has {values.Length} {name} but {expected} nodes; one a node is expected.");
        }

        var node = 0;
        foreach (var value in array.EnumerateArray())
        {
            values[node] = read(value) ?? throw new FormatException(
                $"Tree {number} node {node} has the value {value.GetRawText()} in {name}; a finite number that fits is expected.");
            node++;
        }

        return values;
    }
}
