using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RiskSignals.Scoring;

/// <summary>
/// A tree whose contributions are looked up. Neighbouring leaves are grouped so that the splits above them are at most 7; what the group
/// contributes to the features on its paths then depends on 7 decisions, and is tabled for all 128 patterns of them. An entry is one
/// vector: up to 7 features' contributions and the value of the leaf, if the row is in one of the group's.
/// </summary>
internal sealed class PatternTree : ExplainedTree
{
    /// <summary>More splits are not taken: a row's decisions are one word.</summary>
    public const int SplitsMax = 64;

    /// <summary>More groups than leaves there are not.</summary>
    public const int GroupsMax = SplitsMax + 1;

    /// <summary>No further tree gets tables once they take so much memory.</summary>
    public const long BytesMax = 1L << 28;

    private const int BitsMax = 7;
    private const int Lanes = 8;
    private const int LeafLane = Lanes - 1;

    private readonly bool vectors;
    private readonly int splitCount;
    private readonly ulong missingLeft;

    // The splits that send a missing value right, then those that send it left.
    private readonly byte[] bySide;
    private readonly int rightCount;

    // A split each, padded to whole vectors.
    private readonly int[] splitColumns;
    private readonly int[] singlePlaces;
    private readonly float[] thresholds;

    // A group each: its splits as a mask and one by one, where its table begins, and the columns its lanes are added to.
    private readonly ulong[] masks;
    private readonly byte[][] groupSplits;
    private readonly int[] sideStarts;
    private readonly int[] starts;
    private readonly int[] laneColumns;
    private readonly AlignedFloats table;

    // Of a model whose margin is summed in double: a leaf each. The last lane then holds the leaf's number.
    private readonly double[]? leafValues;

    public PatternTree(
        TreeEnsemble trees, TreeShape shape, SplitColumns columns, ReferencePopulation? reference, ContributionForm form)
    {
        vectors = form == ContributionForm.Fastest && Avx2.IsSupported && Bmi2.X64.IsSupported;
        splitCount = shape.Splits.Count;
        var padded = (splitCount + Lanes - 1) / Lanes * Lanes;
        splitColumns = new int[padded];
        singlePlaces = new int[padded];
        thresholds = new float[padded];
        for (var split = 0; split < splitCount; split++)
        {
            var on = columns.Of(trees.Nodes[shape.Splits[split]]);
            splitColumns[split] = on.Column;
            singlePlaces[split] = on.Column * ContributionBlock.SingleStride;
            thresholds[split] = on.Threshold;
            missingLeft |= on.MissingLeft ? 1UL << split : 0;
        }

        bySide = [.. Enumerable.Range(0, splitCount).OrderBy(split => (missingLeft >> split) & 1).Select(split => (byte)split)];
        rightCount = splitCount - (int)ulong.PopCount(missingLeft);
        leafValues = trees.SumsInFloat ? null : [.. shape.Leaves().Select(leaf => leaf.Value)];
        var groups = PatternGroup.Of(shape, BitsMax);
        masks = [.. groups.Select(group => group.Mask)];
        groupSplits = [.. groups.Select(group => group.Splits())];
        starts = new int[groups.Count];
        sideStarts = new int[groups.Count * BitsMax];
        laneColumns = new int[groups.Count * Lanes];
        var length = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = length;
            length += Lanes << groupSplits[i].Length;

            // A group with fewer splits reads zeros in their place.
            sideStarts.AsSpan(i * BitsMax, BitsMax).Fill(SplitsMax * 32);
            for (var bit = 0; bit < groupSplits[i].Length; bit++)
            {
                sideStarts[(i * BitsMax) + bit] = groupSplits[i][bit] * 32;
            }
        }

        table = new(length);
        ulong[] references = reference is null ? [] : [.. Enumerable.Range(0, reference.Rows).Select(row => Decide(columns.Of(reference.Row(row)), stride: 1))];
        for (var i = 0; i < groups.Count; i++)
        {
            var lanes = groups[i].Features();
            laneColumns.AsSpan(i * Lanes, LeafLane).Fill(trees.FeatureCount);
            lanes.CopyTo(laneColumns.AsSpan(i * Lanes));
            laneColumns[(i * Lanes) + LeafLane] = trees.FeatureCount + 1;
            groups[i].Fill(table.Span.Slice(starts[i], Lanes << groupSplits[i].Length), lanes, references, showsNumbers: leafValues is not null);
        }
    }

    public override long Bytes => table.Bytes;

    /// <summary>Whether a tree can be looked up.</summary>
    public static bool Fits(TreeShape shape) => shape.Depth <= BitsMax && shape.Splits.Count <= SplitsMax;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Explain(ContributionBlock block)
    {
        if (vectors && block.Stride > ContributionBlock.SingleStride)
        {
            Prefetch(0);
            FormPatterns(block);
            for (var group = 0; group < starts.Length; group++)
            {
                Prefetch(group + 1);
                AddGroup(block, group);
            }
        }
        else
        {
            for (var row = 0; row < block.Rows; row++)
            {
                AddRow(block, row);
            }
        }

        if (leafValues is not null)
        {
            block.AddLeaves(leafValues);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(ContributionBlock block, int row)
    {
        var sides = vectors ? DecideSingle(ref block.Values.First) : Decide(block.Values.Span[row..], block.Stride);
        ref var contributions = ref Unsafe.Add(ref block.Contributions.First, row);
        ref var first = ref table.First;
        var stride = block.Stride;
        for (var group = 0; group < masks.Length; group++)
        {
            var pattern = vectors ? (int)Bmi2.X64.ParallelBitExtract(sides, masks[group]) : Extract(sides, groupSplits[group]);
            ref var entry = ref Unsafe.Add(ref first, starts[group] + (pattern * Lanes));
            var lanes = laneColumns.AsSpan(group * Lanes, Lanes);
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                Unsafe.Add(ref contributions, lanes[lane] * stride) += Unsafe.Add(ref entry, lane);
            }
        }
    }

    /// <summary>The side a row takes at each split, 1 for right; its values lie a stride apart.</summary>
    private ulong Decide(ReadOnlySpan<float> values, int stride)
    {
        var sides = 0UL;
        for (var split = 0; split < splitCount; split++)
        {
            var value = values[splitColumns[split] * stride];
            var right = float.IsNaN(value) ? (missingLeft >> split & 1) == 0 : !(value < thresholds[split]);
            sides |= right ? 1UL << split : 0;
        }

        return sides;
    }

    private static int Extract(ulong sides, byte[] splits)
    {
        var pattern = 0;
        for (var bit = 0; bit < splits.Length; bit++)
        {
            pattern |= (int)(sides >> splits[bit] & 1) << bit;
        }

        return pattern;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe ulong DecideSingle(ref float values)
    {
        unchecked
        {
            var (notBelow, missing) = (0UL, 0UL);
            fixed (float* first = &values)
            {
                for (var split = 0; split < thresholds.Length; split += Lanes)
                {
                    var value = Avx2.GatherVector256(first, Vector256.LoadUnsafe(ref singlePlaces[split]), sizeof(float));
                    var below = Vector256.LessThan(value, Vector256.LoadUnsafe(ref thresholds[split]));
                    notBelow |= (ulong)(~below.ExtractMostSignificantBits() & 0xFF) << split;
                    missing |= (ulong)Avx.CompareUnordered(value, value).ExtractMostSignificantBits() << split;
                }
            }

            return notBelow & ~(missing & missingLeft);
        }
    }

    /// <summary>Each group's pattern for every row of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FormPatterns(ContributionBlock block)
    {
        unchecked
        {
            var stride = block.Stride;
            ref var values = ref block.Values.First;
            ref var sides = ref block.Sides[0];
            ref var patterns = ref block.Patterns[0];
            for (var row = 0; row < block.Rows; row += 32)
            {
                for (var i = 0; i < bySide.Length; i++)
                {
                    var split = bySide[i];
                    ref var column = ref Unsafe.Add(ref values, (splitColumns[split] * stride) + row);
                    var threshold = Vector256.Create(thresholds[split]);
                    var (a, b) = (Vector256.LoadUnsafe(ref column, 0), Vector256.LoadUnsafe(ref column, 8));
                    var (c, d) = (Vector256.LoadUnsafe(ref column, 16), Vector256.LoadUnsafe(ref column, 24));
                    var side = i < rightCount
                        ? ~Narrow(
                            Vector256.LessThan(a, threshold),
                            Vector256.LessThan(b, threshold),
                            Vector256.LessThan(c, threshold),
                            Vector256.LessThan(d, threshold))
                        : Narrow(
                            Vector256.GreaterThanOrEqual(a, threshold),
                            Vector256.GreaterThanOrEqual(b, threshold),
                            Vector256.GreaterThanOrEqual(c, threshold),
                            Vector256.GreaterThanOrEqual(d, threshold));
                    side.StoreUnsafe(ref sides, (nuint)(split * 32));
                }

                for (var group = 0; group < starts.Length; group++)
                {
                    ref var split = ref sideStarts[group * BitsMax];
                    var pattern = Bit(ref sides, split, 1)
                        | Bit(ref sides, Unsafe.Add(ref split, 1), 2)
                        | Bit(ref sides, Unsafe.Add(ref split, 2), 4)
                        | Bit(ref sides, Unsafe.Add(ref split, 3), 8)
                        | Bit(ref sides, Unsafe.Add(ref split, 4), 16)
                        | Bit(ref sides, Unsafe.Add(ref split, 5), 32)
                        | Bit(ref sides, Unsafe.Add(ref split, 6), 64);
                    pattern.StoreUnsafe(ref patterns, (nuint)((group * stride) + row));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Bit(ref byte sides, int start, byte bit) =>
        Vector256.LoadUnsafe(ref sides, unchecked((nuint)start)) & Vector256.Create(bit);

    /// <summary>32 masks of 4 bytes as 32 masks of a byte; rows 0 to 3 of each vector in the lower half, 4 to 7 in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Narrow(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Avx2.PackSignedSaturate(
            Avx2.PackSignedSaturate(a.AsInt32(), b.AsInt32()),
            Avx2.PackSignedSaturate(c.AsInt32(), d.AsInt32())).AsByte();

    /// <summary>Looks eight rows up at a time and turns the eight entries into eight pieces of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddGroup(ContributionBlock block, int group)
    {
        unchecked
        {
            var stride = block.Stride;
            ref var patterns = ref block.Patterns[group * stride];
            ref var entries = ref Unsafe.Add(ref table.First, starts[group]);
            ref var contributions = ref block.Contributions.First;
            var lanes = laneColumns.AsSpan(group * Lanes, Lanes);
            ref var column0 = ref Unsafe.Add(ref contributions, lanes[0] * stride);
            ref var column1 = ref Unsafe.Add(ref contributions, lanes[1] * stride);
            ref var column2 = ref Unsafe.Add(ref contributions, lanes[2] * stride);
            ref var column3 = ref Unsafe.Add(ref contributions, lanes[3] * stride);
            ref var column4 = ref Unsafe.Add(ref contributions, lanes[4] * stride);
            ref var column5 = ref Unsafe.Add(ref contributions, lanes[5] * stride);
            ref var column6 = ref Unsafe.Add(ref contributions, lanes[6] * stride);
            ref var column7 = ref Unsafe.Add(ref contributions, lanes[7] * stride);
            for (nint row = 0; row < block.Rows; row += Lanes)
            {
                // As Narrow has laid them out.
                ref var pattern = ref Unsafe.Add(ref patterns, (row & ~31) + ((row & 31) >> 1));
                var (a, b, c, d) = (Entry(ref pattern, 0), Entry(ref pattern, 1), Entry(ref pattern, 2), Entry(ref pattern, 3));
                var (e, f, g, h) = (Entry(ref pattern, 16), Entry(ref pattern, 17), Entry(ref pattern, 18), Entry(ref pattern, 19));

                var (ae, bf) = (Halves(ref entries, a, e), Halves(ref entries, b, f));
                var (cg, dh) = (Halves(ref entries, c, g), Halves(ref entries, d, h));
                var (ab, cd) = (Avx.UnpackLow(ae, bf), Avx.UnpackLow(cg, dh));
                Add(ref column0, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column1, row, Avx.Shuffle(ab, cd, 0xEE));
                (ab, cd) = (Avx.UnpackHigh(ae, bf), Avx.UnpackHigh(cg, dh));
                Add(ref column2, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column3, row, Avx.Shuffle(ab, cd, 0xEE));

                ref var uppers = ref Unsafe.Add(ref entries, Lanes / 2);
                (ae, bf) = (Halves(ref uppers, a, e), Halves(ref uppers, b, f));
                (cg, dh) = (Halves(ref uppers, c, g), Halves(ref uppers, d, h));
                (ab, cd) = (Avx.UnpackLow(ae, bf), Avx.UnpackLow(cg, dh));
                Add(ref column4, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column5, row, Avx.Shuffle(ab, cd, 0xEE));
                (ab, cd) = (Avx.UnpackHigh(ae, bf), Avx.UnpackHigh(cg, dh));
                Add(ref column6, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column7, row, Avx.Shuffle(ab, cd, 0xEE));
            }
        }
    }

    /// <summary>
    /// Has a group's table brought near while the one before is read: rows hit a table at random, which no processor foresees.
    /// It made blocks of 512 rows half as fast again.
    /// </summary>
    private unsafe void Prefetch(int group)
    {
        if (group < starts.Length)
        {
            var lines = (1 << groupSplits[group].Length) * Lanes * sizeof(float) / 64;
            var first = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref table.First, starts[group]));
            for (var line = 0; line < lines; line++)
            {
                Sse.Prefetch0(first + (line * 64));
            }
        }
    }

    /// <summary>Where a row's entry begins, in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Entry(ref byte patterns, nint row) => unchecked((nint)Unsafe.Add(ref patterns, row) * (Lanes * sizeof(float)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(ref float entries, nint low, nint high) => Avx.InsertVector128(
        Vector128.LoadUnsafe(ref Unsafe.AddByteOffset(ref entries, low)).ToVector256Unsafe(),
        Vector128.LoadUnsafe(ref Unsafe.AddByteOffset(ref entries, high)),
        1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float column, nint row, Vector256<float> values)
    {
        ref var place = ref Unsafe.Add(ref column, row);
        (Vector256.LoadUnsafe(ref place) + values).StoreUnsafe(ref place);
    }
}
