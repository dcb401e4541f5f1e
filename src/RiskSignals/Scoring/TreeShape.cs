namespace RiskSignals.Scoring;

/// <summary>One tree taken apart: its splits, numbered breadth first from 0, and each leaf with the steps that lead to it.</summary>
internal sealed class TreeShape
{
    private readonly Dictionary<int, int> numbers = [];
    private readonly List<int> splits = [];
    private readonly TreeEnsemble trees;

    public TreeShape(TreeEnsemble trees, int root)
    {
        this.trees = trees;
        Root = root;
        var level = new Queue<int>([root]);
        while (level.TryDequeue(out var index))
        {
            ref readonly var node = ref trees.Nodes[index];
            if (!node.IsLeaf)
            {
                numbers.Add(index, splits.Count);
                splits.Add(index);
                level.Enqueue(node.Left);
                level.Enqueue(node.Right);
            }
        }

        Measure(root, level: 0, []);
    }

    public int Root { get; }

    /// <summary>The largest number of splits above a leaf.</summary>
    public int Depth { get; private set; }

    /// <summary>The largest number of features that are split on above a leaf.</summary>
    public int PathFeatures { get; private set; }

    /// <summary>The index of each split's node.</summary>
    public IReadOnlyList<int> Splits => splits;

    /// <summary>The number of the split at a node.</summary>
    public int Number(int node) => numbers[node];

    /// <summary>All leaves from left to right. Made anew, and for small trees only: each has a path of its own.</summary>
    public IReadOnlyList<LeafPath> Leaves()
    {
        var leaves = new List<LeafPath>();
        Collect(Root, [], leaves);
        return leaves;
    }

    private void Measure(int index, int level, List<int> features)
    {
        var node = trees.Nodes[index];
        if (node.IsLeaf)
        {
            (Depth, PathFeatures) = (Math.Max(Depth, level), Math.Max(PathFeatures, features.Count));
            return;
        }

        var isFirst = !features.Contains(node.Feature);
        if (isFirst)
        {
            features.Add(node.Feature);
        }

        Measure(node.Left, level + 1, features);
        Measure(node.Right, level + 1, features);
        if (isFirst)
        {
            features.RemoveAt(features.Count - 1);
        }
    }

    private void Collect(int index, List<PathStep> steps, List<LeafPath> leaves)
    {
        var node = trees.Nodes[index];
        if (node.IsLeaf)
        {
            leaves.Add(new(leaves.Count, node.Value, [.. steps]));
            return;
        }

        for (var side = 0; side < 2; side++)
        {
            var share = (double)trees.Covers[node.Left + side] / trees.Covers[index];
            steps.Add(new(numbers[index], node.Feature, GoesRight: side == 1, share));
            Collect(node.Left + side, steps, leaves);
            steps.RemoveAt(steps.Count - 1);
        }
    }
}

/// <summary>A leaf's number from left to right, its value, and the steps from the root to it.</summary>
internal sealed record LeafPath(int Number, double Value, PathStep[] Steps)
{
    /// <summary>The features on the path, each once, in the order of their first split.</summary>
    public int[] Features() => [.. Steps.Select(step => step.Feature).Distinct()];
}

/// <summary>One step of a path.</summary>
/// <param name="Split">The number of the split.</param>
/// <param name="Feature">The feature it splits on.</param>
/// <param name="GoesRight">The side that leads to the leaf.</param>
/// <param name="Share">The share of the split's training rows that take this side.</param>
internal readonly record struct PathStep(int Split, int Feature, bool GoesRight, double Share);
