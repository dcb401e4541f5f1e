using System.Text.Json;

namespace RiskSignals.Scoring;

/// <summary>The arrays of one tree as XGBoost writes them, checked for length; unread nodes are what pruning left behind.</summary>
internal sealed class XgboostTree
{
    public XgboostTree(JsonElement tree, int number)
    {
        Number = number;
        Left = Ints(tree, "left_children");
        var count = Left.Length;
        Right = Ints(tree, "right_children", count);
        Feature = Ints(tree, "split_indices", count);
        Condition = Floats(tree, "split_conditions", count);
        Cover = Floats(tree, "sum_hessian", count);
        MissingLeft = Flags(tree, "default_left", count);
        if (count == 0)
        {
            throw new FormatException($"Tree {number} has no node; at least one leaf is expected.");
        }

        if (tree.TryGetProperty("categories_nodes", out var categories) && categories.GetArrayLength() > 0)
        {
            throw new FormatException($"Tree {number} splits on categories; only numeric splits can be scored.");
        }
    }

    public int Number { get; }

    public int[] Left { get; }

    public int[] Right { get; }

    public int[] Feature { get; }

    /// <summary>The threshold of a split, the value of a leaf.</summary>
    public float[] Condition { get; }

    public float[] Cover { get; }

    public bool[] MissingLeft { get; }

    private int[] Ints(JsonElement tree, string name, int? count = null) =>
        Read(tree, name, count, value => value.TryGetInt32(out var number) ? number : throw Bad(name, value));

    private float[] Floats(JsonElement tree, string name, int count) =>
        Read(tree, name, count, value => value.TryGetSingle(out var number) && float.IsFinite(number) ? number : throw Bad(name, value));

    private bool[] Flags(JsonElement tree, string name, int count) => Read(tree, name, count, value => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out var number) && number is 0 or 1 => value.GetInt32() == 1,
        _ => throw Bad(name, value),
    });

    private T[] Read<T>(JsonElement tree, string name, int? count, Func<JsonElement, T> read)
    {
        var values = XgboostJson.Get(tree, name, $"tree {Number}");
        if (count is { } expected && values.GetArrayLength() != expected)
        {
            throw new FormatException($"Tree {Number} has {values.GetArrayLength()} {name} but {expected} nodes; one a node is expected.");
        }

        return [.. values.EnumerateArray().Select(read)];
    }

    private FormatException Bad(string name, JsonElement value) =>
        new($"Tree {Number} has the value {value.GetRawText()} in {name}; a finite number that fits is expected.");
}
