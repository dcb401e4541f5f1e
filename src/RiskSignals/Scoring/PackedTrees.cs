using System.Runtime.InteropServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Packs trees into one node array, breadth first with siblings side by side, and refuses what can't be scored or explained.
/// Every node is placed once, so a child that comes back to a placed node (a cycle or a shared branch) is refused.
/// </summary>
internal sealed class PackedTrees(int featureCount)
{
    /// <summary>Least share of the root's cover at a split; far below what hessians of saturated rows reach.</summary>
    private const double CoverShareMin = 1e-30;

    private readonly List<TreeNode> nodes = [];
    private readonly List<double> covers = [];
    private readonly List<int> roots = [];
    private readonly List<uint[]> categorySets = [];

    // The place of each set: by what it holds, and for the tree at hand by the array, so that one set named by many splits is read once.
    private readonly Dictionary<uint[], int> setPlaces = new(new SameCategories());
    private readonly Dictionary<uint[], int> setPlacesInTree = new(ReferenceEqualityComparer.Instance);
    private double marginMax;

    public int FeatureCount => featureCount;

    public int Depth { get; private set; }

    public IReadOnlyList<TreeNode> Nodes => nodes;

    public IReadOnlyList<double> Covers => covers;

    public IReadOnlyList<int> Roots => roots;

    public IReadOnlyList<uint[]> CategorySets => categorySets;

    /// <exception cref="FormatException">Something in the tree can't be scored; the message names the tree and the node.</exception>
    public void Add(UnpackedTree tree)
    {
        if (tree.Left.Length == 0)
        {
            throw new FormatException($"Tree {tree.Number} has no node; at least one leaf is expected.");
        }

        if (roots.Count == TreeEnsemble.TreesMax)
        {
            throw new FormatException($"The model has more than {TreeEnsemble.TreesMax} trees; make it smaller.");
        }

        if (nodes.Count + tree.Left.Length > TreeEnsemble.NodesMax)
        {
            throw new FormatException($"The model has more than {TreeEnsemble.NodesMax} nodes by tree {tree.Number}; make it smaller.");
        }

        setPlacesInTree.Clear();
        var placed = new bool[tree.Left.Length];
        placed[0] = true;
        var root = nodes.Count;
        roots.Add(root);
        var leafMax = 0.0;
        var order = new List<(int Source, int Level, double CoverMax)> { (0, 0, double.MaxValue) };
        for (var next = 0; next < order.Count; next++)
        {
            var (source, level, coverMax) = order[next];
            var isLeaf = tree.Left[source] == -1 && tree.Right[source] == -1;
            var cover = Cover(tree, source, isLeaf, coverMax);
            covers.Add(cover);
            if (isLeaf)
            {
                nodes.Add(Leaf(tree, source));
                leafMax = Math.Max(leafMax, Math.Abs(tree.Value[source]));
                continue;
            }

            nodes.Add(Split(tree, source, root + order.Count));
            if (level == TreeEnsemble.DepthMax)
            {
                throw new FormatException($"{tree.Name(source)} is {level} splits below the root; trees deeper than that are refused.");
            }

            Depth = Math.Max(Depth, level + 1);
            Place(tree, placed, source, tree.Left[source]);
            Place(tree, placed, source, tree.Right[source]);
            order.Add((tree.Left[source], level + 1, 2 * cover));
            order.Add((tree.Right[source], level + 1, 2 * cover));
        }

        marginMax += leafMax;
    }

    /// <exception cref="FormatException">The margin could be too large for a float.</exception>
    public TreeEnsemble ToEnsemble(double baseMargin, bool sumsInFloat, IReadOnlyList<string> featureNames) =>
        Math.Abs(baseMargin) + marginMax <= TreeEnsemble.MarginMax
            ? new(this, baseMargin, sumsInFloat, featureNames)
            : throw new FormatException(
                $"The leaves of {roots.Count} trees could add up to {marginMax:G3}; at most {TreeEnsemble.MarginMax:G3} is expected of log-odds.");

    private static void Place(UnpackedTree tree, bool[] placed, int parent, int child)
    {
        if (child < 0 || child >= placed.Length)
        {
            throw new FormatException($"{tree.Name(parent)} names node {child}; the tree has nodes 0 to {placed.Length - 1}.");
        }

        if (placed[child])
        {
            throw new FormatException($"{tree.Name(parent)} reaches {tree.Place(child)} twice; each node has one parent in a tree.");
        }

        placed[child] = true;
    }

    private static TreeNode Leaf(UnpackedTree tree, int node) => double.IsFinite(tree.Value[node])
        ? new() { Feature = TreeNode.Leaf, Value = tree.Value[node] }
        : throw new FormatException($"{tree.Name(node)} adds {tree.Value[node]}; a finite number is expected.");

    private TreeNode Split(UnpackedTree tree, int node, int left)
    {
        var feature = tree.Feature[node];
        if (feature < 0 || feature >= featureCount)
        {
            throw new FormatException($"{tree.Name(node)} splits on feature {feature}; the model has features 0 to {featureCount - 1}.");
        }

        if (float.IsNaN(tree.Threshold[node]))
        {
            throw new FormatException($"{tree.Name(node)} splits at NaN; a number is expected.");
        }

        return new()
        {
            Feature = feature,
            Left = left,
            // −0 becomes 0: equal for comparing, but not for sorting by bits.
            Threshold = tree.Threshold[node] + 0f,
            MissingLeft = tree.MissingLeft[node],
            Kind = tree.Kind?[node] ?? SplitKind.Threshold,
            CategorySet = tree.Categories?[node] is { } set ? PlaceOf(set) : 0,
        };
    }

    /// <summary>Keeps a set of categories, once for all splits on the same ones.</summary>
    private int PlaceOf(uint[] set)
    {
        if (setPlacesInTree.TryGetValue(set, out var place))
        {
            return place;
        }

        if (!setPlaces.TryGetValue(set, out place))
        {
            place = categorySets.Count;
            categorySets.Add(set);
            setPlaces.Add(set, place);
        }

        setPlacesInTree.Add(set, place);
        return place;
    }

    /// <summary>
    /// A split without rows would leave contributions undefined (0 ÷ 0); so would shares of rows too small to multiply, and a child
    /// of far more rows than its parent would let them overflow. Twice as many leaves room for the rounding of small sums.
    /// </summary>
    private static double Cover(UnpackedTree tree, int node, bool isLeaf, double max)
    {
        var cover = tree.Cover[node];
        if (!double.IsFinite(cover) || cover < 0 || (cover == 0 && !isLeaf))
        {
            throw new FormatException($"{tree.Name(node)} has cover {cover}; a finite number, above 0 at a split, is expected.");
        }

        if (cover > max)
        {
            throw new FormatException($"{tree.Name(node)} has cover {cover}, its parent {max / 2}; no node has more rows than its parent.");
        }

        return isLeaf || cover >= tree.Cover[0] * CoverShareMin
            ? cover
            : throw new FormatException($"{tree.Name(node)} has cover {cover}, the root {tree.Cover[0]}; too small a share to explain a score by.");
    }

    private sealed class SameCategories : IEqualityComparer<uint[]>
    {
        public bool Equals(uint[]? x, uint[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(uint[] set)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(set.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
