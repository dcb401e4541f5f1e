using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>A sum of binary decision trees over numbered features, giving log-odds; plain data, checked when it is read.</summary>
public sealed class TreeEnsemble
{
    /// <summary>A model of more bytes than this is refused before it is parsed: 128 MiB.</summary>
    public const int BytesMax = 1 << 27;

    /// <summary>More features than this are refused.</summary>
    public const int FeaturesMax = 100_000;

    /// <summary>More trees than this are refused.</summary>
    public const int TreesMax = 10_000;

    /// <summary>More nodes than this, over all trees, are refused.</summary>
    public const int NodesMax = 4_000_000;

    /// <summary>Trees deeper than this are refused.</summary>
    public const int DepthMax = 64;

    /// <summary>A model whose margin could be further from 0 than this is refused: its sum might not be finite.</summary>
    public const double MarginMax = 1e30;

    private readonly TreeNode[] nodes;
    private readonly double[] covers;
    private readonly int[] roots;
    private readonly uint[][] categorySets;

    internal TreeEnsemble(PackedTrees packed, double baseMargin, bool sumsInFloat, IReadOnlyList<string> featureNames)
    {
        FeatureCount = packed.FeatureCount;
        BaseMargin = baseMargin;
        SumsInFloat = sumsInFloat;
        FeatureNames = featureNames;
        nodes = [.. packed.Nodes];
        covers = [.. packed.Covers];
        roots = [.. packed.Roots];
        categorySets = [.. packed.CategorySets];
        Depth = packed.Depth;
        HasOnlyThresholds = !Array.Exists(nodes, node => node.Kind != SplitKind.Threshold);
        ExpectedMargin = baseMargin + roots.Sum(ExpectedValue);
    }

    /// <summary>The length of the rows it takes.</summary>
    public int FeatureCount { get; }

    /// <summary>The names the model gives its features, in the order of a row; empty when it gives none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The log-odds before any tree.</summary>
    public double BaseMargin { get; }

    /// <summary>The mean margin over the training rows, as the trees remember them: what contributions start from.</summary>
    public double ExpectedMargin { get; }

    /// <summary>The largest number of splits on a path.</summary>
    public int Depth { get; }

    /// <summary>The number of trees.</summary>
    public int TreeCount => roots.Length;

    /// <summary>Whether the margin is summed in float, as XGBoost does, or in double, as LightGBM does.</summary>
    internal bool SumsInFloat { get; }

    /// <summary>Whether every split is a <see cref="SplitKind.Threshold"/>.</summary>
    internal bool HasOnlyThresholds { get; }

    /// <summary>All nodes, tree after tree, each tree breadth first from its root.</summary>
    internal ReadOnlySpan<TreeNode> Nodes => nodes;

    /// <summary>
    /// A node each: how many training rows passed it, by weight (XGBoost: sum of hessians; LightGBM: count).
    /// Finite; above 0 at splits, at least 0 at leaves, at most twice the parent's.
    /// </summary>
    internal ReadOnlySpan<double> Covers => covers;

    /// <summary>A tree each: the index of its root.</summary>
    internal ReadOnlySpan<int> Roots => roots;

    /// <summary>The sets that splits on categories name: bit c % 32 of word c / 32 says that c goes left.</summary>
    internal ReadOnlySpan<uint[]> CategorySets => categorySets;

    /// <summary>
    /// The thresholds that a feature is compared with, rising, each once. Where no split is on categories or takes 0 as missing, the model
    /// can't tell apart two values that have the same number of thresholds at or below them.
    /// </summary>
    public float[] Thresholds(int feature) =>
        [.. nodes.Where(node => node.Feature == feature && node.Kind != SplitKind.Categories).Select(node => node.Threshold).Distinct().Order()];

    /// <summary>The features that some split looks up in a set of categories, rising.</summary>
    public int[] CategoricalFeatures() => SplitBy(SplitKind.Categories);

    /// <summary>The features of which some split takes 0 as missing, rising.</summary>
    public int[] ZeroMissingFeatures() => SplitBy(SplitKind.ThresholdZeroMissing);

    /// <summary>Reads a model in any form that can be scored: XGBoost's JSON or UBJSON, or LightGBM's text; its first bytes say which.</summary>
    /// <exception cref="FormatException">It is none of them or can't be scored; the message names the place and the value.</exception>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> model)
    {
        var start = model.Span[..Math.Min(model.Length, 4)];
        return start.SequenceEqual("tree"u8) ? LightgbmText.Parse(model)
            : start.Length > 1 && start[0] == '{' && !"\"} \t\r\n"u8.Contains(start[1]) ? XgboostUbjson.Parse(model)
            : XgboostJson.Parse(model);
    }

    /// <summary>
    /// The log-odds of one row; NaN is missing and takes each split's default side.
    /// Summed tree after tree, for XGBoost in float, which makes it bit-equal to XGBoost's own sum: do not reorder.
    /// </summary>
    /// <exception cref="ArgumentException">The row is not <see cref="FeatureCount"/> long.</exception>
    public double Margin(ReadOnlySpan<float> row)
    {
        RequireWidth(row.Length);
        if (SumsInFloat)
        {
            var sum = (float)BaseMargin;
            foreach (var root in roots)
            {
                sum += (float)nodes[Leaf(root, row)].Value;
            }

            return sum;
        }

        var total = BaseMargin;
        foreach (var root in roots)
        {
            total += nodes[Leaf(root, row)].Value;
        }

        return total;
    }

    /// <summary>The log-odds of every row, in row order; the columns are the model's features in its order.</summary>
    /// <exception cref="ArgumentException">The number of columns or of places for the margins is wrong.</exception>
    public void Margins(FeatureMatrix rows, Span<double> margins)
    {
        RequireWidth(rows.Names.Count);
        if (margins.Length != rows.Rows)
        {
            throw new ArgumentException($"There are {rows.Rows} rows but room for {margins.Length} margins; give one place a row.");
        }

        var row = new float[FeatureCount];
        for (var index = 0; index < margins.Length; index++)
        {
            rows.CopyRow(index, row);
            margins[index] = Margin(row);
        }
    }

    /// <summary>The indices of a tree's nodes.</summary>
    internal (int From, int ToExcl) NodeRange(int tree) => (roots[tree], tree + 1 < roots.Length ? roots[tree + 1] : nodes.Length);

    /// <summary>The index of the leaf a row ends in.</summary>
    internal int Leaf(int root, ReadOnlySpan<float> row)
    {
        var index = root;
        while (!nodes[index].IsLeaf)
        {
            ref readonly var node = ref nodes[index];
            index = Child(node, row[node.Feature]);
        }

        return index;
    }

    /// <summary>The index of the child that a value of the split's feature goes to; NaN is missing.</summary>
    internal int Child(in TreeNode split, float value) => split.Kind switch
    {
        SplitKind.Categories => Holds(categorySets[split.CategorySet], value) ? split.Left : split.Right,
        SplitKind.ThresholdZeroMissing when Math.Abs(value) <= TreeNode.ZeroMax => split.MissingLeft ? split.Left : split.Right,
        _ => (float.IsNaN(value) ? split.MissingLeft : value < split.Threshold) ? split.Left : split.Right,
    };

    internal static void RequireSize(int bytes)
    {
        if (bytes > BytesMax)
        {
            throw new FormatException($"The model has {bytes} bytes; at most {BytesMax} are read, make it smaller.");
        }
    }

    internal void RequireWidth(int width)
    {
        if (width != FeatureCount)
        {
            throw new ArgumentException($"The row has {width} values but the model takes {FeatureCount}; give its features in its order.");
        }
    }

    /// <summary>Fractions are cut off toward 0, so −0.5 is category 0, as it is to LightGBM.</summary>
    private static bool Holds(uint[] set, float value)
    {
        if (!(value > -1 && value < set.Length * 32f))
        {
            return false;
        }

        var category = (int)value;
        return (set[category / 32] >> (category % 32) & 1) == 1;
    }

    private int[] SplitBy(SplitKind kind) =>
        [.. nodes.Where(node => !node.IsLeaf && node.Kind == kind).Select(node => node.Feature).Distinct().Order()];

    private double ExpectedValue(int index)
    {
        var node = nodes[index];
        return node.IsLeaf
            ? node.Value
            : ((ExpectedValue(node.Left) * covers[node.Left]) + (ExpectedValue(node.Right) * covers[node.Right])) / covers[index];
    }
}
