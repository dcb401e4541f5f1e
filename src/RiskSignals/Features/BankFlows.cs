using System.Numerics;

namespace RiskSignals.Features;

/// <summary>
/// Sums and counts of every measure over bank transactions, kept as running totals at the edges of all windows, so that a window is
/// the difference of two. Amounts are whole minor units, all counted as positive.
/// </summary>
internal sealed class BankFlows
{
    /// <summary>First days-ago of each segment; every edge of a window is one of them.</summary>
    private static readonly int[] Edges = [0, 30, 60, 90, 120, 150, 180, 210];

    private static readonly byte[] SegmentOfDaysAgo = BuildSegments();

    private readonly long[] cellAmount = new long[Edges.Length * MeasureCells.Count];
    private readonly int[] cellCount = new int[Edges.Length * MeasureCells.Count];

    /// <summary>[measure, edge]: sum over all days more recent than the edge.</summary>
    private readonly long[] runningAmount = new long[MeasureCells.Measures * (Edges.Length + 1)];
    private readonly int[] runningCount = new int[MeasureCells.Measures * (Edges.Length + 1)];

    private int beganDaysAgo;

    /// <summary>Blocks 1 to this one lie inside known history in full.</summary>
    private int completeBlocks;

    public void Load(BankColumns columns, int today)
    {
        Array.Clear(cellAmount);
        Array.Clear(cellCount);
        var days = columns.Day;
        var amounts = columns.Amount;
        var cells = columns.Cell;
        for (var i = 0; i < days.Length; i++)
        {
            var place = (SegmentOfDaysAgo[Math.Min(today - days[i], SegmentOfDaysAgo.Length - 1)] * MeasureCells.Count) + cells[i];
            cellAmount[place] += amounts[i];
            cellCount[place]++;
        }

        beganDaysAgo = days.Length == 0 ? -1 : today - days[0];
        completeBlocks = Math.Min(7, (beganDaysAgo + 1) / 30);
        SumUp();
    }

    /// <summary>Days since the first known bank transaction; −1 if there is none.</summary>
    public int BeganDaysAgo => beganDaysAgo;

    public bool Covers(Window window) => window.IsCovered(beganDaysAgo);

    /// <summary>Minor units of a measure in a window.</summary>
    public long Amount(Measure measure, Window window) => Difference(runningAmount, measure, window);

    /// <summary>Number of bank transactions of a measure in a window.</summary>
    public int Count(Measure measure, Window window) => (int)Difference(runningCount, measure, window);

    /// <summary>Number of complete blocks among six from the one given on (0 or 1).</summary>
    public int CompleteBlocks(int first) => Math.Clamp(completeBlocks - first, 0, 6);

    /// <summary>Fills amounts of a measure over complete blocks, the newest first; the length of the span says how many.</summary>
    public void BlockAmounts(Measure measure, int first, Span<double> amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = Amount(measure, Window.Block(first + i));
        }
    }

    /// <summary>The same for counts.</summary>
    public void BlockCounts(Measure measure, int first, Span<double> counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Count(measure, Window.Block(first + i));
        }
    }

    private static long Difference(long[] running, Measure measure, Window window)
    {
        var row = (int)measure * (Edges.Length + 1);
        return running[row + EdgeAt(window.OldestAgo + 1)] - running[row + EdgeAt(window.NewestAgo)];
    }

    private static int Difference(int[] running, Measure measure, Window window)
    {
        var row = (int)measure * (Edges.Length + 1);
        return running[row + EdgeAt(window.OldestAgo + 1)] - running[row + EdgeAt(window.NewestAgo)];
    }

    private static int EdgeAt(int daysAgo) => daysAgo % 30 == 0 && daysAgo <= 210
        ? daysAgo / 30
        : throw new ArgumentOutOfRangeException(nameof(daysAgo), daysAgo, "Bank windows begin and end on an edge of a 30-day block.");

    private static byte[] BuildSegments()
    {
        var segments = new byte[Edges[^1] + 1];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = (byte)(i / 30);
        }

        return segments;
    }

    /// <summary>Adds each cell to its measures, then turns the segments into running totals.</summary>
    private void SumUp()
    {
        Array.Clear(runningAmount);
        Array.Clear(runningCount);
        for (var segment = 0; segment < Edges.Length; segment++)
        {
            for (var cell = 0; cell < MeasureCells.Count; cell++)
            {
                var place = (segment * MeasureCells.Count) + cell;
                if (cellCount[place] == 0)
                {
                    continue;
                }

                var amount = Math.Abs(cellAmount[place]);
                for (var mask = MeasureCells.Mask(cell); mask != 0; mask &= mask - 1)
                {
                    var total = (BitOperations.TrailingZeroCount(mask) * (Edges.Length + 1)) + segment + 1;
                    runningAmount[total] += amount;
                    runningCount[total] += cellCount[place];
                }
            }
        }

        for (var row = 0; row < runningAmount.Length; row += Edges.Length + 1)
        {
            for (var edge = 1; edge <= Edges.Length; edge++)
            {
                runningAmount[row + edge] += runningAmount[row + edge - 1];
                runningCount[row + edge] += runningCount[row + edge - 1];
            }
        }
    }
}
