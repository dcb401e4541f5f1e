namespace RiskSignals.Scoring;

/// <summary>The splits of one deep tree by number, the root's first; none if the tree is a leaf.</summary>
internal sealed class TreeSplits
{
    private readonly TreeSplit[] splits;
    private readonly double rootValue;

    public TreeSplits(TreeEnsemble trees, TreeShape shape, SplitColumns columns)
    {
        rootValue = trees.Nodes[shape.Root].Value;
        splits = new TreeSplit[shape.Splits.Count];
        for (var number = 0; number < splits.Length; number++)
        {
            var node = trees.Nodes[shape.Splits[number]];
            var (left, right) = (trees.Nodes[node.Left], trees.Nodes[node.Right]);
            splits[number] = new(
                node.Feature,
                columns.Of(node),
                left.IsLeaf ? -1 : shape.Number(node.Left),
                right.IsLeaf ? -1 : shape.Number(node.Right),
                left.Value,
                right.Value);
        }
    }

    public ReadOnlySpan<TreeSplit> All => splits;

    /// <summary>Adds the leaf that each row of the block is in to its margin.</summary>
    public void AddLeaves(ContributionBlock block)
    {
        var values = block.Values.Span;
        for (var row = 0; row < block.Rows; row++)
        {
            block.AddLeaf(row, splits.Length == 0 ? rootValue : Leaf(values[row..], block.Stride));
        }
    }

    private double Leaf(ReadOnlySpan<float> values, int stride)
    {
        var index = 0;
        while (true)
        {
            ref readonly var split = ref splits[index];
            var right = split.On.GoesRight(values[split.On.Column * stride]);
            index = right ? split.Right : split.Left;
            if (index < 0)
            {
                return right ? split.RightValue : split.LeftValue;
            }
        }
    }
}

/// <summary>One split.</summary>
/// <param name="Feature">The feature it splits on.</param>
/// <param name="On">How it decides.</param>
/// <param name="Left">The number of the split on the left, or −1 for a leaf.</param>
/// <param name="Right">The number of the split on the right, or −1 for a leaf.</param>
/// <param name="LeftValue">The value of a leaf on the left.</param>
/// <param name="RightValue">The value of a leaf on the right.</param>
internal readonly record struct TreeSplit(int Feature, ColumnSplit On, int Left, int Right, double LeftValue, double RightValue);
