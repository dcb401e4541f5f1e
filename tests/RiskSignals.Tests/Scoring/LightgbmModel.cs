using System.Globalization;
using System.Text;

namespace RiskSignals.Tests.Scoring;

/// <summary>Models in LightGBM's text form, and their scores by a plain walk after LightGBM's own documentation.</summary>
internal static class LightgbmModel
{
    public const int None = 0;
    public const int Zero = 1;
    public const int Nan = 2;

    /// <summary>Thresholds in double that a float can't hold, lie at the edges of the float range, or beside LightGBM's zero.</summary>
    public static readonly double[] EdgeThresholds =
    [
        0.0, -0.0, 1e-50, -1e-50, 1e-35, -1e-35, 1e-35f, -1e-35f, Math.BitIncrement((double)1e-35f), Math.BitDecrement(-(double)1e-35f),
        0.1, 0.1f, Math.BitDecrement((double)0.1f), Math.BitIncrement((double)0.1f), 1e300, -1e300, float.MaxValue, -float.MaxValue,
        float.MaxValue * 1.0000001, 1e-45, -1e-45, 1.5, -1.5,
    ];

    public static Node Random(Random random, int features, int depth, bool categories, int count = 100_000)
    {
        if (depth == 0 || count < 4 || random.Next(6) == 0)
        {
            return new(-1) { Value = (random.NextDouble() * 2) - 1, Count = count };
        }

        var left = random.Next(1, Math.Max(2, count - 1));
        return new(random.Next(features))
        {
            Count = count,
            Threshold = random.Next(3) == 0 ? EdgeThresholds[random.Next(EdgeThresholds.Length)] : (random.NextDouble() * 4) - 2,
            Missing = random.Next(3),
            DefaultLeft = random.Next(2) == 0,
            Categories = categories && random.Next(3) == 0 ? [.. Enumerable.Range(0, 100).Where(_ => random.Next(3) == 0)] : null,
            Left = Random(random, features, depth - 1, categories, left),
            Right = Random(random, features, depth - 1, categories, count - left),
        };
    }

    /// <summary>Values at thresholds and one step beside them, near LightGBM's zero, at the ends of the range, missing, or category-like.</summary>
    public static float Value(Random random)
    {
        var threshold = (float)EdgeThresholds[random.Next(EdgeThresholds.Length)];
        return random.Next(10) switch
        {
            0 => float.NaN,
            1 => threshold,
            2 => float.BitIncrement(threshold),
            3 => float.BitDecrement(threshold),
            4 => random.Next(-3, 110),
            5 => random.Next(-3, 110) + 0.75f,
            6 => ((float[])[0f, -0f, -0.5f, -1f, float.MaxValue, -float.MaxValue, 3e9f, -3e9f, 31, 32])[random.Next(10)],
            7 => random.Next(2) == 0 ? float.PositiveInfinity : float.NegativeInfinity,
            _ => (random.NextSingle() * 6) - 3,
        };
    }

    /// <summary>The sum of the leaves, by the rules as LightGBM documents them, in double.</summary>
    public static double Score(IEnumerable<Node> trees, float[] row)
    {
        var sum = 0.0;
        foreach (var root in trees)
        {
            var node = root;
            while (node.Left is not null)
            {
                node = GoesLeft(node, row[node.Feature]) ? node.Left : node.Right!;
            }

            sum += node.Value;
        }

        return sum;
    }

    public static byte[] Bytes(
        int features, IReadOnlyList<Node> trees, string objective = "binary sigmoid:1", IReadOnlyList<string>? names = null)
    {
        var blocks = trees.Select(Tree).ToArray();
        var text = new StringBuilder("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n");
        text.Append(CultureInfo.InvariantCulture, $"max_feature_idx={features - 1}\nobjective={objective}\n");
        text.Append(CultureInfo.InvariantCulture, $"feature_names={Join(names ?? [.. Enumerable.Range(0, features).Select(one => $"Column_{one}")])}\n");
        text.Append(CultureInfo.InvariantCulture, $"feature_infos={Join(Enumerable.Range(0, features).Select(_ => "[-3:3]"))}\n");
        text.Append(CultureInfo.InvariantCulture, $"tree_sizes={Join(blocks.Select(block => block.Length))}\n\n");
        for (var number = 0; number < blocks.Length; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Tree={number}\n{blocks[number]}\n\n");
        }

        text.Append("end of trees\n\nfeature_importances:\nColumn_0=1\n\nparameters:\n[boosting: gbdt]\nend of parameters\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static bool GoesLeft(Node node, double value)
    {
        if (node.Categories is not null)
        {
            return !double.IsNaN(value) && value > -1 && Array.Exists(node.Categories, category => category == Math.Truncate(value));
        }

        if (double.IsNaN(value) && node.Missing != Nan)
        {
            value = 0;
        }

        var isMissing = node.Missing == Nan ? double.IsNaN(value) : node.Missing == Zero && value is >= -(double)1e-35f and <= 1e-35f;
        return isMissing ? node.DefaultLeft : value <= node.Threshold;
    }

    private static string Tree(Node root)
    {
        var splits = new List<Node>();
        var leaves = new List<Node>();
        void Collect(Node node)
        {
            (node.Left is null ? leaves : splits).Add(node);
            if (node.Left is not null)
            {
                Collect(node.Left);
                Collect(node.Right!);
            }
        }

        Collect(root);
        var sets = splits.Where(node => node.Categories is not null).ToList();
        uint[][] words = [.. sets.Select(node => Words(node.Categories!))];
        int Place(Node node) => node.Left is null ? ~leaves.IndexOf(node) : splits.IndexOf(node);
        var lines = new List<string>
        {
            $"num_leaves={leaves.Count}",
            $"num_cat={sets.Count}",
            $"split_feature={Join(splits.Select(node => node.Feature))}",
            $"split_gain={Join(splits.Select(_ => 1))}",
            $"threshold={Join(splits.Select(node => node.Categories is null ? node.Threshold : sets.IndexOf(node)))}",
            $"decision_type={Join(splits.Select(node => (node.Missing << 2) + (node.DefaultLeft ? 2 : 0) + (node.Categories is null ? 0 : 1)))}",
            $"left_child={Join(splits.Select(node => Place(node.Left!)))}",
            $"right_child={Join(splits.Select(node => Place(node.Right!)))}",
            $"leaf_value={Join(leaves.Select(node => node.Value))}",
            $"leaf_weight={Join(leaves.Select(node => node.Count * 0.25))}",
            $"leaf_count={Join(leaves.Select(node => node.Count))}",
            $"internal_value={Join(splits.Select(_ => 0))}",
            $"internal_weight={Join(splits.Select(node => node.Count * 0.25))}",
            $"internal_count={Join(splits.Select(node => node.Count))}",
        };
        if (sets.Count > 0)
        {
            lines.Add($"cat_boundaries={Join(words.Select((_, set) => words.Take(set).Sum(one => one.Length)).Append(words.Sum(one => one.Length)))}");
            lines.Add($"cat_threshold={Join(words.SelectMany(one => one))}");
        }

        lines.Add("is_linear=0");
        lines.Add("shrinkage=0.1");
        return string.Join('\n', lines);
    }

    private static uint[] Words(int[] categories)
    {
        var words = new uint[categories.Length == 0 ? 1 : (categories.Max() / 32) + 1];
        foreach (var category in categories)
        {
            words[category / 32] |= 1u << (category % 32);
        }

        return words;
    }

    private static string Join<T>(IEnumerable<T> values) =>
        string.Join(' ', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    /// <summary>A split, or a leaf when it has no children.</summary>
    internal sealed record Node(int Feature)
    {
        public double Value { get; init; }

        public double Threshold { get; init; }

        public int Missing { get; init; }

        public bool DefaultLeft { get; init; }

        public int[]? Categories { get; init; }

        public int Count { get; init; }

        public Node? Left { get; init; }

        public Node? Right { get; init; }

        /// <summary>This tree with one split replaced by either child, for every split.</summary>
        public IEnumerable<Node> Smaller() => Left is null || Right is null
            ? []
            : [Left, Right, .. Left.Smaller().Select(left => this with { Left = left }), .. Right.Smaller().Select(right => this with { Right = right })];
    }
}
