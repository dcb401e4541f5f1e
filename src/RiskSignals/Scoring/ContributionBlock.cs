using System.Runtime.InteropServices;

namespace RiskSignals.Scoring;

/// <summary>
/// Scratch for explaining some rows together, column by column: a column holds one feature's values, or contributions, of all rows.
/// The columns are padded to whole vectors; what the padding holds is never read back.
/// </summary>
internal sealed class ContributionBlock
{
    // Columns a power of 2 apart would fall into the same few places of the first-level cache.
    private const int ColumnGap = 16;

    private readonly TreeEnsemble trees;
    private readonly SplitColumns columns;
    private readonly int width;

    public ContributionBlock(TreeEnsemble trees, SplitColumns columns, int splitsMax, int rowsMax)
    {
        this.trees = trees;
        this.columns = columns;
        width = trees.FeatureCount;
        Stride = rowsMax == 1 ? SingleStride : ((rowsMax + 31) / 32 * 32) + ColumnGap;
        Values = new(columns.Count * Stride);
        Contributions = new((width + 2) * Stride);
        Margins = new double[Stride];
        Patterns = new byte[PatternTree.GroupsMax * Stride];
        Sides = new byte[PatternTree.SplitsMax * 32];
        Stack = new(QuadratureTree.StackFloats(trees.Depth));
        Sums = new double[width];
        Decided = new byte[width];
        GoesRight = new bool[splitsMax];
    }

    /// <summary>The distance between columns in a block for one row: one vector.</summary>
    public const int SingleStride = 8;

    /// <summary>The distance from one column to the next.</summary>
    public int Stride { get; }

    public int Rows { get; private set; }

    /// <summary>The values of the rows, by <see cref="SplitColumns"/>.</summary>
    public AlignedFloats Values { get; }

    /// <summary>A column a feature, then one that nobody reads, then the one for the leaf that a row is in.</summary>
    public AlignedFloats Contributions { get; }

    /// <summary>The column to which parts go that stand for no feature.</summary>
    public int SpareColumn => width;

    public int LeafColumn => width + 1;

    /// <summary>Each row's sum of leaves so far.</summary>
    public double[] Margins { get; }

    /// <summary>Scratch of <see cref="PatternTree"/>.</summary>
    public byte[] Patterns { get; }

    /// <summary>Scratch of <see cref="PatternTree"/>: which side 32 rows take at each split.</summary>
    public byte[] Sides { get; }

    /// <summary>Scratch of <see cref="QuadratureTree"/>.</summary>
    public AlignedFloats Stack { get; }

    /// <summary>Scratch of <see cref="ReferenceTree"/>: zero outside of a tree.</summary>
    public double[] Sums { get; }

    /// <summary>Scratch of <see cref="ReferenceTree"/>: zero outside of a tree.</summary>
    public byte[] Decided { get; }

    /// <summary>Scratch of <see cref="ReferenceTree"/>.</summary>
    public bool[] GoesRight { get; }

    public void Fill(ReadOnlySpan<float> rows, int count)
    {
        Rows = count;
        var values = Values.Span;
        for (var row = 0; row < count; row++)
        {
            columns.Fill(rows.Slice(row * width, width), values[row..], Stride);
        }

        Contributions.Span.Clear();
        Contributions.Span.Slice(LeafColumn * Stride, Stride).Fill(-0f);
        Margins.AsSpan().Fill(trees.BaseMargin);
    }

    public void CopyTo(Span<float> contributions, Span<double> margins)
    {
        var found = Contributions.Span;
        for (var row = 0; row < Rows; row++)
        {
            var from = row;
            foreach (ref var contribution in contributions.Slice(row * width, width))
            {
                contribution = found[from];
                from += Stride;
            }
        }

        Margins.AsSpan(0, Rows).CopyTo(margins);
    }

    /// <summary>The next leaf of a row, tree after tree as <see cref="TreeEnsemble.Margin"/> sums: do not reorder.</summary>
    public void AddLeaf(int row, double value) => Margins[row] = trees.SumsInFloat ? (float)Margins[row] + (float)value : Margins[row] + value;
}

/// <summary>Floats at an address that is a multiple of 64, so that no vector straddles two cache lines.</summary>
internal readonly struct AlignedFloats
{
    private readonly float[] array;
    private readonly int start;
    private readonly int length;

    public AlignedFloats(int length)
    {
        array = GC.AllocateArray<float>(length + 16, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        start = (int)((64 - (address & 63)) & 63) / sizeof(float);
        this.length = length;
    }

    public Span<float> Span => array.AsSpan(start, length);

    public ref float First => ref array[start];

    public long Bytes => sizeof(float) * (long)array.Length;
}
