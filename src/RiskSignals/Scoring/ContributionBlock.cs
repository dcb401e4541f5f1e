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

    // Null if margins are summed in float, in their column.
    private readonly double[]? marginsInDouble;

    public ContributionBlock(TreeEnsemble trees, SplitColumns columns, int splitsMax, int rowsMax)
    {
        this.trees = trees;
        this.columns = columns;
        width = trees.FeatureCount;
        Stride = rowsMax == 1 ? SingleStride : ((rowsMax + 31) / 32 * 32) + ColumnGap;
        Values = new(columns.Count * Stride);
        Contributions = new((width + 2) * Stride);
        if (!trees.SumsInFloat)
        {
            marginsInDouble = new double[Stride];
        }

        Patterns = new byte[PatternTree.GroupsMax * Stride];
        Sides = new byte[(PatternTree.SplitsMax + 1) * 32];
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

    /// <summary>
    /// The column to which a leaf's value is added, tree after tree; minus zero leaves every margin as it is. If margins are summed in
    /// double, the leaf's number is added instead, until <see cref="AddLeaves"/> takes it.
    /// </summary>
    public int MarginColumn => width + 1;

    /// <summary>Scratch of <see cref="PatternTree"/>.</summary>
    public byte[] Patterns { get; }

    /// <summary>Scratch of <see cref="PatternTree"/>: which side 32 rows take at each split; the last 32 stay 0.</summary>
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
        Contributions.Span.Slice(MarginColumn * Stride, Stride).Fill(marginsInDouble is null ? (float)trees.BaseMargin : -0f);
        marginsInDouble?.AsSpan().Fill(trees.BaseMargin);
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

        for (var row = 0; row < Rows; row++)
        {
            margins[row] = marginsInDouble is null ? found[(MarginColumn * Stride) + row] : marginsInDouble[row];
        }
    }

    /// <summary>Adds the leaf that a row is in to its margin, tree after tree as <see cref="TreeEnsemble.Margin"/> sums: do not reorder.</summary>
    public void AddLeaf(int row, double value)
    {
        if (marginsInDouble is null)
        {
            Contributions.Span[(MarginColumn * Stride) + row] += (float)value;
        }
        else
        {
            marginsInDouble[row] += value;
        }
    }

    /// <summary>Takes the leaves' numbers out of <see cref="MarginColumn"/> and adds their values to margins summed in double.</summary>
    public void AddLeaves(double[] values)
    {
        var numbers = Contributions.Span.Slice(MarginColumn * Stride, Rows);
        for (var row = 0; row < numbers.Length; row++)
        {
            AddLeaf(row, values[(int)numbers[row]]);
        }

        numbers.Fill(-0f);
    }
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
