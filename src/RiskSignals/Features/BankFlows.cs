using System.Numerics;
using System.Runtime.Intrinsics;

namespace RiskSignals.Features;

/// <summary>
/// Sums and counts of every measure over bank transactions, kept as running totals at the edges of all windows, so that a window is
/// the difference of two. Amounts are whole minor units, all counted as positive.
/// </summary>
internal sealed class BankFlows
{
    private const int BlockDays = 30;

    /// <summary>Edges are 0, 30 … 210 days ago; no window reaches further back.</summary>
    private const int Edges = 8;

    /// <summary>Entries an edge: one a measure, filled up to whole vectors of counts.</summary>
    private static readonly int Width = (MeasureCells.Measures + 7) / 8 * 8;

    /// <summary>For each cell and measure all bits if the cell adds to the measure, otherwise none.</summary>
    private static readonly long[] AmountMasks = BuildMasks();
    private static readonly int[] CountMasks = Array.ConvertAll(AmountMasks, mask => (int)mask);

    /// <summary>Number of the edge at a multiple of 30 days ago; <see cref="Edges"/> elsewhere.</summary>
    private static readonly byte[] EdgeOf = [.. Enumerable.Range(0, (BlockDays * (Edges - 1)) + 1)
        .Select(daysAgo => (byte)(daysAgo % BlockDays == 0 ? daysAgo / BlockDays : Edges))];

    /// <summary>Of the cells met since the last edge, what they add up to.</summary>
    private readonly long[] cellAmount = new long[MeasureCells.Count];
    private readonly int[] cellCount = new int[MeasureCells.Count];
    private readonly byte[] met = new byte[MeasureCells.Count];

    /// <summary>[edge, measure]: sum over all days more recent than the edge.</summary>
    private readonly long[] runningAmount = new long[Edges * Width];
    private readonly int[] runningCount = new int[Edges * Width];

    /// <summary>All amounts so far; it overflows loudly before any vector of totals could in silence.</summary>
    private long whole;

    private int beganDaysAgo;

    /// <summary>Blocks 1 to this one lie inside known history in full.</summary>
    private int completeBlocks;

    public void Load(BankColumns columns, int today)
    {
        var days = columns.Day;
        var newer = days.Length;
        whole = 0;
        for (var edge = 1; edge < Edges; edge++)
        {
            var from = columns.FirstFrom(today - (BlockDays * edge) + 1);
            runningAmount.AsSpan((edge - 1) * Width, Width).CopyTo(runningAmount.AsSpan(edge * Width));
            runningCount.AsSpan((edge - 1) * Width, Width).CopyTo(runningCount.AsSpan(edge * Width));
            AddUp(columns.Cell[from..newer], columns.Amount[from..newer], edge);
            newer = from;
        }

        beganDaysAgo = days.Length == 0 ? -1 : today - days[0];
        completeBlocks = Math.Min(7, (beganDaysAgo + 1) / BlockDays);
    }

    /// <summary>Days since the first known bank transaction; −1 if there is none.</summary>
    public int BeganDaysAgo => beganDaysAgo;

    public bool Covers(Window window) => window.IsCovered(beganDaysAgo);

    /// <summary>Minor units of a measure in a window.</summary>
    public long Amount(Measure measure, Window window) =>
        runningAmount[At(measure, window.OldestAgo + 1)] - runningAmount[At(measure, window.NewestAgo)];

    /// <summary>Number of bank transactions of a measure in a window.</summary>
    public int Count(Measure measure, Window window) =>
        runningCount[At(measure, window.OldestAgo + 1)] - runningCount[At(measure, window.NewestAgo)];

    /// <summary>Number of complete blocks among six from the one given on (0 or 1).</summary>
    public int CompleteBlocks(int first) => Math.Clamp(completeBlocks - first, 0, 6);

    /// <summary>Fills amounts of a measure over complete blocks, the newest first; the length of the span says how many.</summary>
    public void BlockAmounts(Measure measure, int first, Span<double> amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
        {
            var edge = ((first + i) * Width) + (int)measure;
            amounts[i] = runningAmount[edge + Width] - runningAmount[edge];
        }
    }

    /// <summary>The same for counts.</summary>
    public void BlockCounts(Measure measure, int first, Span<double> counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            var edge = ((first + i) * Width) + (int)measure;
            counts[i] = runningCount[edge + Width] - runningCount[edge];
        }
    }

    private static int At(Measure measure, int daysAgo)
    {
        var edge = (uint)daysAgo < (uint)EdgeOf.Length ? EdgeOf[daysAgo] : Edges;
        return edge < Edges ? (edge * Width) + (int)measure : throw new ArgumentOutOfRangeException(
            nameof(daysAgo), daysAgo, "Bank windows begin and end on an edge of a 30-day block, at most 210 days ago.");
    }

    private static long[] BuildMasks()
    {
        var masks = new long[MeasureCells.Count * Width];
        for (var cell = 0; cell < MeasureCells.Count; cell++)
        {
            for (var mask = MeasureCells.Mask(cell); mask != 0; mask &= mask - 1)
            {
                masks[(cell * Width) + BitOperations.TrailingZeroCount(mask)] = -1;
            }
        }

        return masks;
    }

    /// <summary>Adds rows up by cell, then each cell to its measures at an edge: all rows of a cell add to the same ones.</summary>
    private void AddUp(ReadOnlySpan<byte> cells, ReadOnlySpan<long> amounts, int edge)
    {
        var distinct = 0;
        for (var i = 0; i < cells.Length && i < amounts.Length; i++)
        {
            var cell = cells[i];
            if (cellCount[cell]++ == 0)
            {
                met[distinct++] = cell;
            }

            cellAmount[cell] += amounts[i];
        }

        foreach (var cell in met.AsSpan(0, distinct))
        {
            var amount = Math.Abs(cellAmount[cell]);
            whole += amount;
            AddToMeasures(cell, amount, cellCount[cell], edge);
            (cellAmount[cell], cellCount[cell]) = (0, 0);
        }
    }

    private void AddToMeasures(int cell, long amount, int count, int edge)
    {
        var amountVector = Vector256.Create(amount);
        var countVector = Vector256.Create(count);
        ref var amountMask = ref AmountMasks[cell * Width];
        ref var countMask = ref CountMasks[cell * Width];
        ref var amountTotal = ref runningAmount[edge * Width];
        ref var countTotal = ref runningCount[edge * Width];

        // Width is a whole number of vectors, and every array a whole number of widths.
        for (nuint i = 0; i < (nuint)Width; i += (nuint)Vector256<long>.Count)
        {
            (Vector256.LoadUnsafe(ref amountTotal, i) + (Vector256.LoadUnsafe(ref amountMask, i) & amountVector)).StoreUnsafe(ref amountTotal, i);
        }

        for (nuint i = 0; i < (nuint)Width; i += (nuint)Vector256<int>.Count)
        {
            (Vector256.LoadUnsafe(ref countTotal, i) + (Vector256.LoadUnsafe(ref countMask, i) & countVector)).StoreUnsafe(ref countTotal, i);
        }
    }
}
