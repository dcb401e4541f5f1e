namespace RiskSignals.Scoring;

/// <summary>
/// Packs trees into one node array, breadth first with siblings side by side.
/// Every node is placed once, so a child that comes back to a placed node (a cycle or a shared branch) is refused.
/// </summary>
internal sealed class PackedTrees(int featureCount)
{
    private readonly List<TreeNode> nodes = [];
    private readonly List<float> covers = [];
    private readonly List<int> roots = [];
    private int depth;

    public int TreeCount => roots.Count;

    public void Add(XgboostTree tree)
    {
        if (nodes.Count + tree.Left.Length > TreeEnsemble.NodesMax)
        {
            throw new FormatException($"The model has more than {TreeEnsemble.NodesMax} nodes by tree {tree.Number}; make it smaller.");
        }

        var placed = new bool[tree.Left.Length];
        placed[0] = true;
        var root = nodes.Count;
        roots.Add(root);
        var order = new List<(int Source, int Depth)> { (0, 0) };
        for (var next = 0; next < order.Count; next++)
        {
            var (source, level) = order[next];
            var left = tree.Left[source];
            var right = tree.Right[source];
            if (left == -1 && right == -1)
            {
                nodes.Add(new() { Value = tree.Condition[source], Feature = TreeNode.Leaf, Left = 0, MissingStep = 0 });
                covers.Add(Cover(tree, source, isSplit: false));
                continue;
            }

            nodes.Add(new()
            {
                Value = tree.Condition[source],
                Feature = Feature(tree, source),
                Left = root + order.Count,
                MissingStep = tree.MissingLeft[source] ? 0 : 1,
            });
            covers.Add(Cover(tree, source, isSplit: true));
            if (level == TreeEnsemble.DepthMax)
            {
                throw new FormatException($"Tree {tree.Number} is deeper than {TreeEnsemble.DepthMax}; make it shallower.");
            }

            depth = Math.Max(depth, level + 1);
            Place(tree, placed, left);
            Place(tree, placed, right);
            order.Add((left, level + 1));
            order.Add((right, level + 1));
        }
    }

    public TreeEnsemble ToEnsemble(float baseMargin) => new(featureCount, baseMargin, [.. nodes], [.. covers], [.. roots], depth);

    private static void Place(XgboostTree tree, bool[] placed, int child)
    {
        if (child < 0 || child >= placed.Length)
        {
            throw new FormatException($"Tree {tree.Number} names node {child}; it has nodes 0 to {placed.Length - 1}.");
        }

        if (placed[child])
        {
            throw new FormatException($"Tree {tree.Number} reaches node {child} twice; each node has one parent in a tree.");
        }

        placed[child] = true;
    }

    private int Feature(XgboostTree tree, int node)
    {
        var feature = tree.Feature[node];
        return feature >= 0 && feature < featureCount
            ? feature
            : throw new FormatException($"Tree {tree.Number} splits on feature {feature}; the model has features 0 to {featureCount - 1}.");
    }

    /// <summary>A split without rows would leave contributions undefined (0 ÷ 0).</summary>
    private static float Cover(XgboostTree tree, int node, bool isSplit)
    {
        var cover = tree.Cover[node];
        return cover > 0 || (cover == 0 && !isSplit)
            ? cover
            : throw new FormatException($"Tree {tree.Number} node {node} has sum_hessian {cover}; above 0 is expected at a split.");
    }
}
