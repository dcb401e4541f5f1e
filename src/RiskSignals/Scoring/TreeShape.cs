namespace RiskSignals.Scoring;

/// <summary>One tree taken apart: its splits, numbered breadth first from 0, and each leaf with the steps that lead to it.</summary>
internal sealed class TreeShape
{
    private readonly Dictionary<int, int> numbers = [];
    private readonly List<int> splits = [];
    private readonly List<LeafPath> leaves = [];

    public TreeShape(TreeEnsemble trees, int root)
    {
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

        Collect(trees, root, []);
        Depth = leaves.Max(leaf => leaf.Steps.Length);
    }

    public int Root { get; }

    /// <summary>The largest number of splits above a leaf.</summary>
    public int Depth { get; }

    /// <summary>The index of each split's node.</summary>
    public IReadOnlyList<int> Splits => splits;

    /// <summary>From left to right.</summary>
    public IReadOnlyList<LeafPath> Leaves => leaves;

    /// <summary>The number of the split at a node.</summary>
    public int Number(int node) => numbers[node];

    private void Collect(TreeEnsemble trees, int index, List<PathStep> steps)
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
            Collect(trees, node.Left + side, steps);
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
