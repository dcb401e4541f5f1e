using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Trees as nodes of 16 bytes that take a step without a branch; a leaf steps to itself. Eight rows walk a tree in step, or one row
/// eight trees, so that one waits for memory while the others go on. Runs on every processor and takes trees of any depth.
/// </summary>
internal sealed unsafe class LockstepTrees
{
    private readonly Node[] nodes;
    private readonly double[] values;
    private readonly int[] roots;
    private readonly int[] depths;

    public LockstepTrees(TreeEnsemble trees)
    {
        nodes = new Node[trees.Nodes.Length];
        values = new double[nodes.Length];
        roots = [.. trees.Roots];
        depths = new int[roots.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            ref readonly var node = ref trees.Nodes[i];
            values[i] = node.Value;

            // Every value is at least −∞ and NaN goes right: a leaf, left of itself by one, is its own right child.
            nodes[i] = node.IsLeaf
                ? new() { Threshold = float.NegativeInfinity, Feature = 0, Left = i - 1, MissingRight = 1 }
                : new() { Threshold = node.Threshold, Feature = node.Feature, Left = node.Left, MissingRight = node.MissingLeft ? 0 : 1 };
        }

        for (var tree = 0; tree < roots.Length; tree++)
        {
            depths[tree] = DepthBelow(trees, roots[tree]);
        }
    }

    /// <summary>Rows that walk together.</summary>
    public const int RowsTogether = 8;

    /// <summary>Adds every tree's leaf to eight sums, in the order of trees.</summary>
    /// <param name="rows">Eight rows.</param>
    /// <param name="stride">From a row to the next, in floats.</param>
    /// <param name="sums">Eight places, holding the margins before any tree.</param>
    public void AddEight<T>(float* rows, nint stride, T* sums)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        fixed (Node* all = nodes)
        fixed (double* leaf = values)
        unchecked
        {
            var row1 = rows + stride;
            var row2 = row1 + stride;
            var row3 = row2 + stride;
            var row4 = row3 + stride;
            var row5 = row4 + stride;
            var row6 = row5 + stride;
            var row7 = row6 + stride;
            for (var tree = 0; tree < roots.Length; tree++)
            {
                nint a = roots[tree], b = a, c = a, d = a, e = a, f = a, g = a, h = a;
                for (var level = depths[tree]; level > 0; level--)
                {
                    a = Next(all + a, rows);
                    b = Next(all + b, row1);
                    c = Next(all + c, row2);
                    d = Next(all + d, row3);
                    e = Next(all + e, row4);
                    f = Next(all + f, row5);
                    g = Next(all + g, row6);
                    h = Next(all + h, row7);
                }

                sums[0] += T.CreateTruncating(leaf[a]);
                sums[1] += T.CreateTruncating(leaf[b]);
                sums[2] += T.CreateTruncating(leaf[c]);
                sums[3] += T.CreateTruncating(leaf[d]);
                sums[4] += T.CreateTruncating(leaf[e]);
                sums[5] += T.CreateTruncating(leaf[f]);
                sums[6] += T.CreateTruncating(leaf[g]);
                sums[7] += T.CreateTruncating(leaf[h]);
            }
        }
    }

    /// <summary>Adds every tree's leaf to one row's sum, in the order of trees.</summary>
    public T Add<T>(float* row, T sum)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        fixed (Node* all = nodes)
        fixed (double* leaf = values)
        unchecked
        {
            var tree = 0;
            for (; tree + 4 <= roots.Length; tree += 4)
            {
                nint a = roots[tree], b = roots[tree + 1], c = roots[tree + 2], d = roots[tree + 3];
                for (var level = Math.Max(Math.Max(depths[tree], depths[tree + 1]), Math.Max(depths[tree + 2], depths[tree + 3])); level > 0; level--)
                {
                    a = Next(all + a, row);
                    b = Next(all + b, row);
                    c = Next(all + c, row);
                    d = Next(all + d, row);
                }

                sum += T.CreateTruncating(leaf[a]);
                sum += T.CreateTruncating(leaf[b]);
                sum += T.CreateTruncating(leaf[c]);
                sum += T.CreateTruncating(leaf[d]);
            }

            for (; tree < roots.Length; tree++)
            {
                nint at = roots[tree];
                for (var level = depths[tree]; level > 0; level--)
                {
                    at = Next(all + at, row);
                }

                sum += T.CreateTruncating(leaf[at]);
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(Node* node, float* row)
    {
        var value = row[node->Feature];
        var right = (value >= node->Threshold ? 1 : 0) | (float.IsNaN(value) ? node->MissingRight : 0);
        return node->Left + right;
    }

    private static int DepthBelow(TreeEnsemble trees, int node) => trees.Nodes[node].IsLeaf
        ? 0
        : 1 + Math.Max(DepthBelow(trees, trees.Nodes[node].Left), DepthBelow(trees, trees.Nodes[node].Right));

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private readonly struct Node
    {
        public required float Threshold { get; init; }

        public required int Feature { get; init; }

        /// <summary>The left child among all nodes; the right one follows it.</summary>
        public required int Left { get; init; }

        /// <summary>1 where a missing value goes right.</summary>
        public required int MissingRight { get; init; }
    }
}
