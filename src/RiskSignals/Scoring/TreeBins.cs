using System.Runtime.CompilerServices;

namespace RiskSignals.Scoring;

/// <summary>
/// The thresholds of a model, feature by feature, and the columns of bytes that stand for a row's values. A column holds how many of up
/// to 255 thresholds are at most the value, less 128; so "below threshold j" (from 0) is one comparison of bytes, <c>column &lt; j − 127</c>.
/// A missing value is −128 in columns for splits that send it left and 127 in those that send it right. A feature with more than 255
/// thresholds has several columns, each for its share of them.
/// </summary>
internal sealed unsafe class TreeBins
{
    /// <summary>More columns than this would not fit on the stack, 128 rows of each.</summary>
    public const int ColumnsMax = 2_048;

    private const int ShareMax = 255;

    /// <summary>Sixteen coarse thresholds, then sixteen times sixteen: two comparisons of sixteen find a place.</summary>
    private const int TableLength = 16 + 256;

    private readonly Dictionary<int, float[]> thresholds = [];
    private readonly Dictionary<(int Feature, int Share, bool MissingLeft), int> columns = [];
    private readonly Share[] shares;
    private readonly float[] tables;

    /// <summary>Counts the columns of a model whose splits are all plain thresholds.</summary>
    public TreeBins(TreeEnsemble trees)
    {
        var all = new Dictionary<int, SortedSet<float>>();
        foreach (ref readonly var node in trees.Nodes)
        {
            if (!node.IsLeaf)
            {
                (all.TryGetValue(node.Feature, out var found) ? found : all[node.Feature] = []).Add(node.Threshold);
            }
        }

        foreach (var (feature, values) in all)
        {
            thresholds[feature] = [.. values];
        }

        // Splits name a feature, a share of its thresholds and a side for missing values: each such three is a column.
        foreach (ref readonly var node in trees.Nodes)
        {
            if (!node.IsLeaf)
            {
                var key = (node.Feature, Place(node) / ShareMax, node.MissingLeft);
                if (!columns.ContainsKey(key))
                {
                    columns[key] = columns.Count;
                }
            }
        }

        var pairs = columns.Keys.Select(key => (key.Feature, key.Share)).Distinct().Order().ToArray();
        shares = new Share[pairs.Length];
        tables = GC.AllocateArray<float>(pairs.Length * TableLength, pinned: true);
        tables.AsSpan().Fill(float.NaN);
        for (var i = 0; i < pairs.Length; i++)
        {
            var (feature, share) = pairs[i];
            var values = thresholds[feature].AsSpan(share * ShareMax);
            shares[i] = new(
                feature,
                columns.GetValueOrDefault((feature, share, true), columns.Count),
                columns.GetValueOrDefault((feature, share, false), columns.Count),
                FillTable(values[..Math.Min(values.Length, ShareMax)], tables.AsSpan(i * TableLength, TableLength)));
        }
    }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => columns.Count;

    /// <summary>What to read for a feature with a share of its thresholds.</summary>
    public ReadOnlySpan<Share> Shares => shares;

    /// <summary>The column of a split, and what its values are below for rows that go left.</summary>
    public (int Column, sbyte Below) Find(in TreeNode split)
    {
        var place = Place(split);
        return (columns[(split.Feature, place / ShareMax, split.MissingLeft)], (sbyte)((place % ShareMax) - 127));
    }

    /// <summary>Fills the columns of some rows.</summary>
    /// <param name="rows">Row after row.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="block">All columns and one more, <paramref name="height"/> bytes each.</param>
    /// <param name="height">At least <paramref name="count"/>.</param>
    public void FillFromRows<TLanes, TBytes>(float* rows, int width, int count, sbyte* block, nint height)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        // Few rows at a time, so that a row's values are still near when the next feature asks for them.
        const int Near = 32;
        fixed (float* all = tables)
        unchecked
        {
            for (var from = 0; from < count; from += Near)
            {
                var table = all;
                var first = rows + ((nint)from * width);
                var some = Math.Min(Near, count - from);
                foreach (ref readonly var share in shares.AsSpan())
                {
                    Fill<TLanes, TBytes>(share, table, first + share.Feature, width, some, block + from, height);
                    table += TableLength;
                }
            }
        }
    }

    /// <summary>Fills the columns of one share from a feature's values.</summary>
    /// <param name="index">Of <see cref="Shares"/>.</param>
    /// <param name="values">One a row.</param>
    /// <param name="block">All columns and one more, <paramref name="height"/> bytes each.</param>
    /// <param name="height">At least as many as there are values.</param>
    public void FillFromColumn<TLanes, TBytes>(int index, ReadOnlySpan<float> values, sbyte* block, nint height)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        fixed (float* all = tables)
        fixed (float* first = values)
        {
            Fill<TLanes, TBytes>(shares[index], unchecked(all + ((nint)index * TableLength)), first, 1, values.Length, block, height);
        }
    }

    /// <summary>Fills the columns of one row, a byte each.</summary>
    /// <param name="row">Its values.</param>
    /// <param name="columns">All columns and one more.</param>
    public void FillFromRow<TLanes, TBytes>(float* row, sbyte* columns)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        fixed (float* all = tables)
        unchecked
        {
            var table = all;
            foreach (ref readonly var share in shares.AsSpan())
            {
                var value = row[share.Feature];
                var bin = Bin<TLanes, TBytes>(table, share.IsSmall, value);
                columns[share.LeftColumn] = bin;
                columns[share.RightColumn] = (sbyte)(bin ^ AllBitsIfMissing(value));
                table += TableLength;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<TLanes, TBytes>(in Share share, float* table, float* values, nint stride, nint rows, sbyte* block, nint height)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        unchecked
        {
            var left = block + (share.LeftColumn * height);
            var right = block + (share.RightColumn * height);
            var isSmall = share.IsSmall;
            for (nint row = 0; row < rows; row++, values += stride)
            {
                var value = *values;
                var bin = Bin<TLanes, TBytes>(table, isSmall, value);
                left[row] = bin;
                right[row] = (sbyte)(bin ^ AllBitsIfMissing(value));
            }
        }
    }

    /// <summary>How many of a table's thresholds are at most the value, less 128; for NaN none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static sbyte Bin<TLanes, TBytes>(float* table, bool isSmall, float value)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        unchecked
        {
            nint coarse = isSmall ? 0 : TLanes.CountAtMost(table, value) << 4;
            return (sbyte)((int)coarse + TLanes.CountAtMost(table + 16 + coarse, value) - 128);
        }
    }

    /// <summary>Turns the bin of a missing value from −128 to 127; without a branch, since which values are missing is anyone's guess.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AllBitsIfMissing(float value)
    {
        const int Infinity = 0x7F800000;
        return unchecked((Infinity - (BitConverter.SingleToInt32Bits(value) & int.MaxValue)) >> 31);
    }

    private int Place(in TreeNode split) => Array.BinarySearch(thresholds[split.Feature], split.Threshold);

    /// <summary>Lays thresholds out for two steps and says whether one is enough: 16 or fewer.</summary>
    private static bool FillTable(ReadOnlySpan<float> values, Span<float> table)
    {
        values.CopyTo(table[16..]);
        for (var coarse = 0; coarse < 15 && (coarse * 16) + 15 < values.Length; coarse++)
        {
            table[coarse] = values[(coarse * 16) + 15];
        }

        return values.Length <= 16;
    }

    /// <summary>Up to 255 thresholds of a feature.</summary>
    /// <param name="Feature">Its place in a row.</param>
    /// <param name="LeftColumn">The column for splits that send missing left; the one after all columns if there are none.</param>
    /// <param name="RightColumn">The column for splits that send missing right; the one after all columns if there are none.</param>
    /// <param name="IsSmall">Whether 16 places hold its thresholds.</param>
    internal readonly record struct Share(int Feature, int LeftColumn, int RightColumn, bool IsSmall);
}
