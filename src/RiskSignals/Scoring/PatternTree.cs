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

    // A split each, padded to whole vectors.
    private readonly int[] splitColumns;
    private readonly int[] singlePlaces;
    private readonly float[] thresholds;

    // A group each: its splits as a mask and one by one, where its table begins, and the columns its lanes are added to.
    private readonly ulong[] masks;
    private readonly byte[][] groupSplits;
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

        leafValues = trees.SumsInFloat ? null : [.. shape.Leaves.Select(leaf => leaf.Value)];
        var groups = PatternGroup.Of(shape, BitsMax);
        masks = [.. groups.Select(group => group.Mask)];
        groupSplits = [.. groups.Select(group => group.Splits())];
        starts = new int[groups.Count];
        laneColumns = new int[groups.Count * Lanes];
        var length = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = length;
            length += Lanes << groupSplits[i].Length;
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

    public override void Explain(ContributionBlock block)
    {
        if (vectors && block.Stride > ContributionBlock.SingleStride)
        {
            FormPatterns(block);
            for (var group = 0; group < starts.Length; group++)
            {
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

        var leaves = block.Contributions.Span.Slice(block.LeafColumn * block.Stride, block.Stride);
        for (var row = 0; row < block.Rows; row++)
        {
            block.AddLeaf(row, leafValues is null ? leaves[row] : leafValues[(int)leaves[row]]);
        }

        // Minus zero is what leaves every float as it is when added, zeros of either sign too.
        leaves.Fill(-0f);
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
                for (var split = 0; split < splitCount; split++)
                {
                    ref var column = ref Unsafe.Add(ref values, (splitColumns[split] * stride) + row);
                    var threshold = Vector256.Create(thresholds[split]);
                    var side = (missingLeft >> split & 1) == 0
                        ? ~Narrow(Below(ref column, 0, threshold), Below(ref column, 8, threshold), Below(ref column, 16, threshold), Below(ref column, 24, threshold))
                        : Narrow(NotBelow(ref column, 0, threshold), NotBelow(ref column, 8, threshold), NotBelow(ref column, 16, threshold), NotBelow(ref column, 24, threshold));
                    side.StoreUnsafe(ref sides, (nuint)(split * 32));
                }

                for (var group = 0; group < groupSplits.Length; group++)
                {
                    var splits = groupSplits[group];
                    var pattern = Vector256<byte>.Zero;
                    for (var bit = 0; bit < splits.Length; bit++)
                    {
                        pattern |= Vector256.LoadUnsafe(ref sides, (nuint)(splits[bit] * 32)) & Vector256.Create((byte)(1 << bit));
                    }

                    pattern.StoreUnsafe(ref patterns, (nuint)((group * stride) + row));
                }
            }
        }
    }

    private static Vector256<int> Below(ref float column, nuint offset, Vector256<float> threshold) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref column, offset), threshold).AsInt32();

    private static Vector256<int> NotBelow(ref float column, nuint offset, Vector256<float> threshold) =>
        Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref column, offset), threshold).AsInt32();

    /// <summary>32 masks of 4 bytes as 32 masks of a byte, in order.</summary>
    private static Vector256<byte> Narrow(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var packed = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d));
        return Avx2.PermuteVar8x32(packed.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
    }

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
                ref var pattern = ref Unsafe.Add(ref patterns, row);
                ref var a = ref Entry(ref entries, ref pattern, 0);
                ref var b = ref Entry(ref entries, ref pattern, 1);
                ref var c = ref Entry(ref entries, ref pattern, 2);
                ref var d = ref Entry(ref entries, ref pattern, 3);
                ref var e = ref Entry(ref entries, ref pattern, 4);
                ref var f = ref Entry(ref entries, ref pattern, 5);
                ref var g = ref Entry(ref entries, ref pattern, 6);
                ref var h = ref Entry(ref entries, ref pattern, 7);

                var (ae, bf, cg, dh) = (Halves(ref a, ref e, 0), Halves(ref b, ref f, 0), Halves(ref c, ref g, 0), Halves(ref d, ref h, 0));
                var (ab, cd) = (Avx.UnpackLow(ae, bf), Avx.UnpackLow(cg, dh));
                Add(ref column0, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column1, row, Avx.Shuffle(ab, cd, 0xEE));
                (ab, cd) = (Avx.UnpackHigh(ae, bf), Avx.UnpackHigh(cg, dh));
                Add(ref column2, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column3, row, Avx.Shuffle(ab, cd, 0xEE));

                (ae, bf, cg, dh) = (Halves(ref a, ref e, 4), Halves(ref b, ref f, 4), Halves(ref c, ref g, 4), Halves(ref d, ref h, 4));
                (ab, cd) = (Avx.UnpackLow(ae, bf), Avx.UnpackLow(cg, dh));
                Add(ref column4, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column5, row, Avx.Shuffle(ab, cd, 0xEE));
                (ab, cd) = (Avx.UnpackHigh(ae, bf), Avx.UnpackHigh(cg, dh));
                Add(ref column6, row, Avx.Shuffle(ab, cd, 0x44));
                Add(ref column7, row, Avx.Shuffle(ab, cd, 0xEE));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Entry(ref float entries, ref byte patterns, int row) =>
        ref Unsafe.Add(ref entries, unchecked((nint)Unsafe.Add(ref patterns, row) * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(ref float low, ref float high, nuint offset) =>
        Avx.InsertVector128(Vector128.LoadUnsafe(ref low, offset).ToVector256Unsafe(), Vector128.LoadUnsafe(ref high, offset), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float column, nint row, Vector256<float> values)
    {
        ref var place = ref Unsafe.Add(ref column, row);
        (Vector256.LoadUnsafe(ref place) + values).StoreUnsafe(ref place);
    }
}
