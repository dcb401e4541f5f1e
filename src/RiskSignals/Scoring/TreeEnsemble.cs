using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>A sum of binary decision trees over numbered features, giving log-odds; plain data, checked when it is read.</summary>
public sealed class TreeEnsemble
{
    /// <summary>More trees than this are refused.</summary>
    public const int TreesMax = 10_000;

    /// <summary>More nodes than this, over all trees, are refused.</summary>
    public const int NodesMax = 4_000_000;

    /// <summary>Trees deeper than this are refused.</summary>
    public const int DepthMax = 64;

    private readonly TreeNode[] nodes;
    private readonly float[] covers;
    private readonly int[] roots;

    internal TreeEnsemble(int featureCount, float baseMargin, TreeNode[] nodes, float[] covers, int[] roots, int depth)
    {
        FeatureCount = featureCount;
        BaseMargin = baseMargin;
        this.nodes = nodes;
        this.covers = covers;
        this.roots = roots;
        Depth = depth;
        ExpectedMargin = baseMargin + roots.Sum(ExpectedValue);
    }

    /// <summary>The length of the rows it takes.</summary>
    public int FeatureCount { get; }

    /// <summary>The log-odds before any tree.</summary>
    public float BaseMargin { get; }

    /// <summary>The mean margin over the training rows, as the trees remember them: what contributions start from.</summary>
    public double ExpectedMargin { get; }

    /// <summary>The largest number of splits on a path.</summary>
    public int Depth { get; }

    /// <summary>The number of trees.</summary>
    public int TreeCount => roots.Length;

    internal ReadOnlySpan<TreeNode> Nodes => nodes;

    /// <summary>Weight of the training rows that passed each node (sum of their hessians).</summary>
    internal ReadOnlySpan<float> Covers => covers;

    internal ReadOnlySpan<int> Roots => roots;

    /// <summary>
    /// The log-odds of one row; NaN is missing and takes each split's default side.
    /// Summed in float, tree after tree, which makes it bit-equal to XGBoost's own sum: do not reorder.
    /// </summary>
    /// <exception cref="ArgumentException">The row is not <see cref="FeatureCount"/> long.</exception>
    public float Margin(ReadOnlySpan<float> row)
    {
        RequireWidth(row.Length);
        var all = nodes;
        var sum = BaseMargin;
        foreach (var root in roots)
        {
            ref readonly var node = ref all[root];
            while (!node.IsLeaf)
            {
                node = ref all[node.Child(row[node.Feature])];
            }

            sum += node.Value;
        }

        return sum;
    }

    /// <summary>The log-odds of every row, in row order; the columns are the model's features in its order.</summary>
    /// <exception cref="ArgumentException">The number of columns or of places for the margins is wrong.</exception>
    public void Margins(FeatureMatrix rows, Span<float> margins)
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

    internal void RequireWidth(int width)
    {
        if (width != FeatureCount)
        {
            throw new ArgumentException($"The row has {width} values but the model takes {FeatureCount}; give its features in its order.");
        }
    }

    private double ExpectedValue(int index)
    {
        var node = nodes[index];
        return node.IsLeaf
            ? node.Value
            : ((ExpectedValue(node.Left) * covers[node.Left]) + (ExpectedValue(node.Left + 1) * covers[node.Left + 1])) / covers[index];
    }
}
