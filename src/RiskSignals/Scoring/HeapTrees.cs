using System.Runtime.CompilerServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Trees of at most six levels for one row at a time, all filled up to the same depth: the children of node i are 2i + 1 and 2i + 2, so
/// a node is four bytes and a step has no branch. Four trees run side by side; while one waits for memory the others go on.
/// </summary>
internal sealed unsafe class HeapTrees
{
    /// <summary>Deeper trees would be mostly filling.</summary>
    public const int DepthMax = 6;

    private readonly int depth;
    private readonly int nodeCount;
    private readonly int leafCount;
    private readonly int treeCount;

    /// <summary>Column × 256 + the byte that its value is below for rows that go left.</summary>
    private readonly int[] nodes;
    private readonly double[] leaves;
    private readonly float[] leafFloats;

    public HeapTrees(TreeEnsemble trees, TreeBins bins)
    {
        depth = trees.Depth;
        nodeCount = (1 << depth) - 1;
        leafCount = 1 << depth;
        treeCount = trees.TreeCount;
        nodes = GC.AllocateArray<int>(treeCount * nodeCount, pinned: true);
        leaves = GC.AllocateArray<double>(treeCount * leafCount, pinned: true);
        for (var tree = 0; tree < treeCount; tree++)
        {
            Fill(trees, bins, tree, trees.Roots[tree], level: 0, index: 0);
        }

        leafFloats = GC.AllocateArray<float>(leaves.Length, pinned: true);
        for (var i = 0; i < leaves.Length; i++)
        {
            leafFloats[i] = (float)leaves[i];
        }
    }

    /// <summary>A row's margin, summed in float in the order of trees.</summary>
    /// <param name="columns">One byte a column of <see cref="TreeBins"/>.</param>
    /// <param name="sum">The margin before any tree.</param>
    public float Sum(sbyte* columns, float sum)
    {
        fixed (int* all = nodes)
        fixed (float* values = leafFloats)
        unchecked
        {
            var tree = all;
            var value = values;
            var left = treeCount;
            for (; left >= 4; left -= 4, tree += 4 * nodeCount, value += 4 * leafCount)
            {
                var (a, b, c, d) = Leaves(tree, columns);
                sum += value[a];
                sum += value[leafCount + b];
                sum += value[(2 * leafCount) + c];
                sum += value[(3 * leafCount) + d];
            }

            for (; left > 0; left--, tree += nodeCount, value += leafCount)
            {
                sum += value[Leaf(tree, columns)];
            }

            return sum;
        }
    }

    /// <summary>A row's margin, summed in double in the order of trees.</summary>
    public double Sum(sbyte* columns, double sum)
    {
        fixed (int* all = nodes)
        fixed (double* values = leaves)
        unchecked
        {
            for (nint tree = 0; tree < treeCount; tree++)
            {
                sum += values[(tree * leafCount) + Leaf(all + (tree * nodeCount), columns)];
            }

            return sum;
        }
    }

    /// <summary>
    /// The decisions of every split of a tree for one row, as bits: bit i says that node i sends it right, whether or not the row comes
    /// there. Nodes number as in a heap; those that fill the tree up say left or right at random, with the same leaf on both sides.
    /// </summary>
    public ulong Decisions(int tree, sbyte* columns)
    {
        var bits = 0ul;
        fixed (int* all = nodes)
        unchecked
        {
            var node = all + ((nint)tree * nodeCount);
            for (var i = 0; i < nodeCount; i++)
            {
                bits |= (ulong)Right(node[i], columns) << i;
            }
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (nint A, nint B, nint C, nint D) Leaves(int* tree, sbyte* columns)
    {
        unchecked
        {
            nint a = 0, b = 0, c = 0, d = 0;
            var second = tree + nodeCount;
            var third = second + nodeCount;
            var fourth = third + nodeCount;
            for (var level = 0; level < depth; level++)
            {
                a = (2 * a) + 1 + Right(tree[a], columns);
                b = (2 * b) + 1 + Right(second[b], columns);
                c = (2 * c) + 1 + Right(third[c], columns);
                d = (2 * d) + 1 + Right(fourth[d], columns);
            }

            return (a - nodeCount, b - nodeCount, c - nodeCount, d - nodeCount);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Leaf(int* tree, sbyte* columns)
    {
        unchecked
        {
            nint at = 0;
            for (var level = 0; level < depth; level++)
            {
                at = (2 * at) + 1 + Right(tree[at], columns);
            }

            return at - nodeCount;
        }
    }

    /// <summary>1 where the column is not below the node's byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Right(int node, sbyte* columns) => unchecked(((columns[node >> 8] - (sbyte)node) >> 31) + 1);

    private void Fill(TreeEnsemble trees, TreeBins bins, int tree, int node, int level, int index)
    {
        ref readonly var found = ref trees.Nodes[node];
        if (level == depth)
        {
            leaves[(tree * leafCount) + index] = found.Value;
            return;
        }

        // A leaf above the last level stands on both sides of nodes that decide nothing.
        var (left, right) = found.IsLeaf ? (node, node) : (found.Left, found.Right);
        if (!found.IsLeaf)
        {
            var (column, below) = bins.Find(found);
            nodes[(tree * nodeCount) + (1 << level) - 1 + index] = (column << 8) | unchecked((byte)below);
        }

        Fill(trees, bins, tree, left, level + 1, 2 * index);
        Fill(trees, bins, tree, right, level + 1, (2 * index) + 1);
    }
}
