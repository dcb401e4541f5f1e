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
                columns.GetValueOrDefault((feature, share, true), -1),
                columns.GetValueOrDefault((feature, share, false), -1),
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

    /// <summary>Fills the columns of one share.</summary>
    /// <param name="index">Of <see cref="Shares"/>.</param>
    /// <param name="values">The feature's value in the first row.</param>
    /// <param name="stride">From a row's value to the next row's, in floats.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="block">All columns, <paramref name="height"/> bytes each.</param>
    /// <param name="height">At least <paramref name="rows"/>.</param>
    public void Fill<TLanes, TBytes>(int index, float* values, nint stride, int rows, sbyte* block, nint height)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        var share = shares[index];
        fixed (float* all = tables)
        unchecked
        {
            var table = all + (index * TableLength);
            var left = block + (share.LeftColumn * height);
            var right = block + (share.RightColumn * height);
            for (nint row = 0; row < rows; row++)
            {
                var value = values[row * stride];
                var coarse = share.IsSmall ? 0 : TLanes.CountAtMost(table, value) << 4;
                var bin = coarse + TLanes.CountAtMost(table + 16 + coarse, value) - 128;
                if (share.LeftColumn >= 0)
                {
                    left[row] = (sbyte)bin;
                }

                if (share.RightColumn >= 0)
                {
                    right[row] = (sbyte)(float.IsNaN(value) ? 127 : bin);
                }
            }
        }
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
    /// <param name="LeftColumn">The column for splits that send missing left, −1 if there are none.</param>
    /// <param name="RightColumn">The column for splits that send missing right, −1 if there are none.</param>
    /// <param name="IsSmall">Whether 16 places hold its thresholds.</param>
    internal readonly record struct Share(int Feature, int LeftColumn, int RightColumn, bool IsSmall);
}
