using System.Runtime.CompilerServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Trees of at most six levels for one row at a time, all filled up to the same depth: the children of node i are 2i and 2i + 1, so a node
/// is three bytes and a step has no branch. Eight trees run side by side; while one waits for memory the others go on.
/// </summary>
internal sealed unsafe class HeapTrees
{
    /// <summary>Deeper trees would be mostly filling.</summary>
    public const int DepthMax = 6;

    /// <summary>Nodes and leaves a tree, whatever its depth: a constant, which saves the address arithmetic of eight trees.</summary>
    private const int Size = 1 << DepthMax;

    private readonly int depth;
    private readonly int treeCount;
    private readonly ushort[] columns;

    /// <summary>What a node's column is below for rows that go left.</summary>
    private readonly sbyte[] below;
    private readonly double[] leaves;
    private readonly float[] leafFloats;

    public HeapTrees(TreeEnsemble trees, TreeBins bins)
    {
        depth = trees.Depth;
        treeCount = trees.TreeCount;
        columns = new ushort[treeCount * Size];
        below = new sbyte[treeCount * Size];
        leaves = new double[treeCount * Size];
        for (var tree = 0; tree < treeCount; tree++)
        {
            Place(trees, bins, tree, trees.Roots[tree], node: 1);
        }

        leafFloats = [.. leaves.Select(leaf => (float)leaf)];
    }

    /// <summary>A row's margin, summed in float in the order of trees.</summary>
    /// <param name="row">One byte a column of <see cref="TreeBins"/>.</param>
    /// <param name="sum">The margin before any tree.</param>
    public float Sum(sbyte* row, float sum)
    {
        fixed (ushort* firstColumn = columns)
        fixed (sbyte* firstLimit = below)
        fixed (float* firstLeaf = leafFloats)
        unchecked
        {
            var column = firstColumn;
            var limit = firstLimit;

            // The leaves of a tree number from 2^depth on, as nodes.
            var leaf = firstLeaf - (1 << depth);
            var left = treeCount;
            for (; left >= 8; left -= 8, column += 8 * Size, limit += 8 * Size, leaf += 8 * Size)
            {
                nint a = 1, b = 1, c = 1, d = 1, e = 1, f = 1, g = 1, h = 1;
                for (var level = depth; level > 0; level--)
                {
                    a = Next(a, column, limit, row);
                    b = Next(b, column + Size, limit + Size, row);
                    c = Next(c, column + (2 * Size), limit + (2 * Size), row);
                    d = Next(d, column + (3 * Size), limit + (3 * Size), row);
                    e = Next(e, column + (4 * Size), limit + (4 * Size), row);
                    f = Next(f, column + (5 * Size), limit + (5 * Size), row);
                    g = Next(g, column + (6 * Size), limit + (6 * Size), row);
                    h = Next(h, column + (7 * Size), limit + (7 * Size), row);
                }

                sum += leaf[a];
                sum += leaf[b + Size];
                sum += leaf[c + (2 * Size)];
                sum += leaf[d + (3 * Size)];
                sum += leaf[e + (4 * Size)];
                sum += leaf[f + (5 * Size)];
                sum += leaf[g + (6 * Size)];
                sum += leaf[h + (7 * Size)];
            }

            for (; left > 0; left--, column += Size, limit += Size, leaf += Size)
            {
                sum += leaf[Leaf(column, limit, row)];
            }

            return sum;
        }
    }

    /// <summary>A row's margin, summed in double in the order of trees.</summary>
    public double Sum(sbyte* row, double sum)
    {
        fixed (ushort* column = columns)
        fixed (sbyte* limit = below)
        fixed (double* leaf = leaves)
        unchecked
        {
            for (nint tree = 0; tree < leaves.Length; tree += Size)
            {
                sum += leaf[tree - (1 << depth) + Leaf(column + tree, limit + tree, row)];
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Leaf(ushort* column, sbyte* limit, sbyte* row)
    {
        unchecked
        {
            nint node = 1;
            for (var level = depth; level > 0; level--)
            {
                node = Next(node, column, limit, row);
            }

            return node;
        }
    }

    /// <summary>The left child where the column is below the limit: the sign of their difference takes one off the right child.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(nint node, ushort* column, sbyte* limit, sbyte* row) =>
        unchecked((2 * node) + 1 + (((nint)row[column[node]] - limit[node]) >> 63));

    private void Place(TreeEnsemble trees, TreeBins bins, int tree, int source, int node)
    {
        ref readonly var found = ref trees.Nodes[source];
        if (node >= 1 << depth)
        {
            leaves[(tree * Size) + node - (1 << depth)] = found.Value;
            return;
        }

        // A leaf above the last level stands on both sides of nodes that decide nothing.
        var (left, right) = found.IsLeaf ? (source, source) : (found.Left, found.Right);
        if (!found.IsLeaf)
        {
            var split = bins.Find(found);
            columns[(tree * Size) + node] = checked((ushort)split.Column);
            below[(tree * Size) + node] = split.Below;
        }

        Place(trees, bins, tree, left, 2 * node);
        Place(trees, bins, tree, right, (2 * node) + 1);
    }
}
