namespace RiskSignals.Scoring;

/// <summary>The splits of one deep tree by number, the root's first; none if the tree is a leaf.</summary>
internal sealed class TreeSplits
{
    private readonly TreeSplit[] splits;
    private readonly float rootValue;

    public TreeSplits(TreeEnsemble trees, TreeShape shape)
    {
        rootValue = shape.Splits.Count == 0 ? trees.Nodes[shape.Root].Value : 0;
        splits = new TreeSplit[shape.Splits.Count];
        for (var number = 0; number < splits.Length; number++)
        {
            var node = trees.Nodes[shape.Splits[number]];
            var (left, right) = (trees.Nodes[node.Left], trees.Nodes[node.Left + 1]);
            splits[number] = new(
                node.Feature,
                node.Value,
                MissingLeft: node.MissingStep == 0,
                left.IsLeaf ? -1 : shape.Number(node.Left),
                right.IsLeaf ? -1 : shape.Number(node.Left + 1),
                left.IsLeaf ? left.Value : 0,
                right.IsLeaf ? right.Value : 0);
        }
    }

    public ReadOnlySpan<TreeSplit> All => splits;

    /// <summary>The value of the leaf that each row of the block is in, added to its margin.</summary>
    public void AddLeaves(ContributionBlock block)
    {
        var values = block.Values.Span;
        for (var row = 0; row < block.Rows; row++)
        {
            block.AddLeaf(row, splits.Length == 0 ? rootValue : Leaf(values[row..], block.Stride));
        }
    }

    private float Leaf(ReadOnlySpan<float> values, int stride)
    {
        var index = 0;
        while (true)
        {
            ref readonly var split = ref splits[index];
            var right = split.GoesRight(values[split.Feature * stride]);
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
/// <param name="Threshold">Values below it go left.</param>
/// <param name="MissingLeft">Whether NaN goes left.</param>
/// <param name="Left">The number of the split on the left, or −1 for a leaf.</param>
/// <param name="Right">The number of the split on the right, or −1 for a leaf.</param>
/// <param name="LeftValue">The value of a leaf on the left.</param>
/// <param name="RightValue">The value of a leaf on the right.</param>
internal readonly record struct TreeSplit(
    int Feature, float Threshold, bool MissingLeft, int Left, int Right, float LeftValue, float RightValue)
{
    public bool GoesRight(float value) => float.IsNaN(value) ? !MissingLeft : !(value < Threshold);
}
