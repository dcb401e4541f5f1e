using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Trees cut into fragments of three levels, for 128 rows at a time. A fragment's seven comparisons and a table of eight bytes turn each
/// row into a mark: below 64 the leaf it ends in, from 64 on the fragment where it goes on. A tree of more than 64 leaves is cut into
/// pieces that know some of its leaves each and add −0, which changes no sum, for all others.
/// </summary>
internal sealed unsafe class TreeFragments
{
    /// <summary>Rows in a block; its columns of bytes lie in the nearest cache.</summary>
    public const int BlockRows = 128;

    private const int LeavesMax = 64;

    private readonly Piece[] pieces;
    private readonly Fragment[] fragments;
    private readonly sbyte[] leafBytes;
    private readonly double[] leafValues;

    public TreeFragments(TreeEnsemble trees, TreeBins bins)
    {
        var cut = new Cutter(trees, bins);
        for (var tree = 0; tree < trees.TreeCount; tree++)
        {
            cut.Add(trees.Roots[tree]);
        }

        pieces = [.. cut.Pieces];
        fragments = GC.AllocateArray<Fragment>(cut.Fragments.Count, pinned: true);
        cut.Fragments.CopyTo(fragments);
        leafValues = [.. cut.Leaves];
        leafBytes = GC.AllocateArray<sbyte>(leafValues.Length * sizeof(float), pinned: true);
        for (var leaf = 0; leaf < leafValues.Length; leaf++)
        {
            var bits = BitConverter.SingleToInt32Bits((float)leafValues[leaf]);
            for (var part = 0; part < sizeof(float); part++)
            {
                leafBytes[(leaf / LeavesMax * LeavesMax * sizeof(float)) + (part * LeavesMax) + (leaf % LeavesMax)] = unchecked((sbyte)(bits >> (8 * part)));
            }
        }
    }

    /// <summary>Adds every tree's leaf to the sums of a block's rows, in float, in the order of trees.</summary>
    /// <param name="block">The columns of <see cref="TreeBins"/>, <see cref="BlockRows"/> bytes each.</param>
    /// <param name="sums">A float a row, at the places that <see cref="SumPlace"/> tells.</param>
    public void Add<TLanes, TBytes>(sbyte* block, float* sums)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        var marks = stackalloc sbyte[BlockRows];
        fixed (Fragment* first = fragments)
        fixed (sbyte* leaves = leafBytes)
        unchecked
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                var piece = pieces[i];
                Mark<TLanes, TBytes>(first + piece.From, piece.FragmentCount, block, marks);
                var table = leaves + ((nint)i * LeavesMax * sizeof(float));
                for (nint at = 0; at < BlockRows; at += TLanes.Width)
                {
                    var places = TLanes.Load(marks + at);
                    TLanes.AddFloats(
                        sums + at,
                        TLanes.Lookup(table, piece.TableLength, places),
                        TLanes.Lookup(table + LeavesMax, piece.TableLength, places),
                        TLanes.Lookup(table + (2 * LeavesMax), piece.TableLength, places),
                        TLanes.Lookup(table + (3 * LeavesMax), piece.TableLength, places));
                }
            }
        }
    }

    /// <summary>Adds every tree's leaf to the sums of a block's rows, in double, in the order of trees and of rows.</summary>
    public void Add<TLanes, TBytes>(sbyte* block, double* sums)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        var marks = stackalloc sbyte[BlockRows];
        fixed (Fragment* first = fragments)
        fixed (double* leaves = leafValues)
        unchecked
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                Mark<TLanes, TBytes>(first + pieces[i].From, pieces[i].FragmentCount, block, marks);
                var table = leaves + ((nint)i * LeavesMax);
                for (nint row = 0; row < BlockRows; row++)
                {
                    sums[row] += table[marks[row]];
                }
            }
        }
    }

    /// <summary>Where the float sums of a row of the block lie.</summary>
    public static int SumPlace<TLanes, TBytes>(int row)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct =>
        (row / TLanes.Width * TLanes.Width) + TLanes.SumPlace<TLanes>(row % TLanes.Width);

    /// <summary>Finds the mark of every row's leaf: each fragment moves on the rows that bear its mark, parents before children.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mark<TLanes, TBytes>(Fragment* fragment, int count, sbyte* block, sbyte* marks)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        unchecked
        {
            for (nint at = 0; at < BlockRows; at += TLanes.Width)
            {
                TLanes.Store(marks + at, Exit<TLanes, TBytes>(fragment, block + at));
            }

            for (var end = fragment + count; ++fragment < end;)
            {
                for (nint at = 0; at < BlockRows; at += TLanes.Width)
                {
                    var mark = TLanes.Load(marks + at);
                    var isHere = TLanes.Equal(mark, TLanes.Repeat4(&fragment->Mark));
                    TLanes.Store(marks + at, TLanes.Select(isHere, Exit<TLanes, TBytes>(fragment, block + at), mark));
                }
            }
        }
    }

    /// <summary>The mark that a fragment gives each row, as if all rows came to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBytes Exit<TLanes, TBytes>(Fragment* fragment, sbyte* block)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        // A comparison gives −1 for left: added to the right exit's number, it makes the left one's.
        var leftHalf = TLanes.Select(
            Left(1),
            TLanes.Add(TLanes.Create(1), Left(3)),
            TLanes.Add(TLanes.Create(3), Left(4)));
        var rightHalf = TLanes.Select(
            Left(2),
            TLanes.Add(TLanes.Create(5), Left(5)),
            TLanes.Add(TLanes.Create(7), Left(6)));
        return TLanes.Lookup8(TLanes.Repeat8(&fragment->Exits), TLanes.Select(Left(0), leftHalf, rightHalf));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TBytes Left(int node) => unchecked(TLanes.Greater(
            TLanes.Repeat4(fragment->Below + node), TLanes.Load(block + ((nint)fragment->Column[node] * BlockRows))));
    }

    /// <summary>Seven nodes: 0 above 1 and 2, 1 above 3 and 4, 2 above 5 and 6; one cache line.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Fragment
    {
        /// <summary>What each node's column is below for rows that go left, four times over.</summary>
        public fixed int Below[7];

        /// <summary>The mark of rows that come here, four times over.</summary>
        public int Mark;

        /// <summary>The mark of each exit, a byte each from left to right.</summary>
        public long Exits;

        public fixed ushort Column[7];
    }

    /// <summary>A tree, or a part of its leaves.</summary>
    /// <param name="From">Its first fragment.</param>
    /// <param name="FragmentCount">How many follow on each other.</param>
    /// <param name="TableLength">16, 32 or 64: what holds its leaves.</param>
    private readonly record struct Piece(int From, int FragmentCount, int TableLength);

    /// <summary>Cuts trees so that bytes can number leaves and fragments: at run time nothing is checked.</summary>
    private sealed class Cutter(TreeEnsemble trees, TreeBins bins)
    {
        // A node each: the leaves below it, numbered in their tree from left to right.
        private readonly (int From, int ToExcl)[] leavesBelow = new (int, int)[trees.Nodes.Length];

        public List<Piece> Pieces { get; } = [];

        public List<Fragment> Fragments { get; } = [];

        /// <summary>Sixty-four a piece.</summary>
        public List<double> Leaves { get; } = [];

        public void Add(int root)
        {
            var leaves = new List<double>();
            Number(root, leaves);
            if (leaves.Count <= LeavesMax)
            {
                AddPiece(root, from: 0, leaves, marks: leaves.Count);
                return;
            }

            // One mark is kept for leaves of other pieces.
            for (var from = 0; from < leaves.Count; from += LeavesMax - 1)
            {
                var some = leaves.GetRange(from, Math.Min(LeavesMax - 1, leaves.Count - from));
                AddPiece(root, from, some, marks: some.Count + 1);
            }
        }

        private void Number(int node, List<double> leaves)
        {
            var from = leaves.Count;
            if (trees.Nodes[node].IsLeaf)
            {
                leaves.Add(trees.Nodes[node].Value);
            }
            else
            {
                Number(trees.Nodes[node].Left, leaves);
                Number(trees.Nodes[node].Right, leaves);
            }

            leavesBelow[node] = (from, leaves.Count);
        }

        /// <summary>
        /// Cuts what lies above some neighbouring leaves. There are never more fragments than marks: at most 62 splits part two of 63
        /// leaves, and any other split above them has leaves of another piece below too, so it lies above the first or the last of them,
        /// where there are 64 each. That makes 190 at most; marks from 64 on leave room for 192.
        /// </summary>
        private void AddPiece(int root, int from, List<double> leaves, int marks)
        {
            var firstFragment = Fragments.Count;
            var waiting = new List<int> { root };
            for (var next = 0; next < waiting.Count; next++)
            {
                Fragments.Add(Cut(waiting[next], LeavesMax + next, from, leaves.Count, waiting));
            }

            Leaves.AddRange(leaves);
            Leaves.AddRange(Enumerable.Repeat(-0.0, LeavesMax - leaves.Count));
            Pieces.Add(new(firstFragment, waiting.Count, marks <= 16 ? 16 : marks <= 32 ? 32 : 64));
        }

        private Fragment Cut(int root, int mark, int from, int leafCount, List<int> waiting)
        {
            var below = new int[7];
            var columns = new ushort[7];
            var exits = 0L;
            Place(root, level: 0, index: 0);
            var fragment = new Fragment { Mark = Four(mark), Exits = exits };
            for (var i = 0; i < below.Length; i++)
            {
                fragment.Below[i] = below[i];
                fragment.Column[i] = columns[i];
            }

            return fragment;

            void Place(int node, int level, int index)
            {
                if (level == 3)
                {
                    SetExit(index, MarkOf(node));
                    return;
                }

                if (trees.Nodes[node].IsLeaf)
                {
                    // The nodes below decide nothing: all their exits bear the leaf's mark.
                    var width = 8 >> level;
                    for (var exit = 0; exit < width; exit++)
                    {
                        SetExit((index * width) + exit, MarkOf(node));
                    }

                    return;
                }

                var split = bins.Find(trees.Nodes[node]);
                var heap = (1 << level) - 1 + index;
                columns[heap] = checked((ushort)split.Column);
                below[heap] = Four(split.Below);
                Place(trees.Nodes[node].Left, level + 1, 2 * index);
                Place(trees.Nodes[node].Right, level + 1, (2 * index) + 1);
            }

            int MarkOf(int node)
            {
                var (first, toExcl) = leavesBelow[node];
                if (toExcl <= from || first >= from + leafCount)
                {
                    return leafCount;
                }

                if (trees.Nodes[node].IsLeaf)
                {
                    return first - from;
                }

                waiting.Add(node);
                return LeavesMax + waiting.Count - 1;
            }

            void SetExit(int exit, int to) => exits |= (long)(byte)to << (8 * exit);
        }

        private static int Four(int value) => unchecked((byte)value * 0x01010101);
    }
}
