using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RiskSignals.Features;

namespace RiskSignals.Training.Fitting;

/// <summary>Rows in XGBoost's own memory, with their outcomes and weights where they have some.</summary>
internal sealed class XgboostMatrix : SafeHandleZeroOrMinusOneIsInvalid
{
    private XgboostMatrix(nint handle, int rows, int columns)
        : base(ownsHandle: true)
    {
        SetHandle(handle);
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Copies rows into XGBoost; NaN is missing.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="columns">Values a row.</param>
    /// <exception cref="ArgumentException">A value is infinite, which XGBoost would take without a word, or a row is incomplete.</exception>
    public static XgboostMatrix FromRows(ReadOnlySpan<float> values, int columns)
    {
        XgboostNative.RequireLibrary();
        if (columns < 1 || values.Length == 0 || values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} values don't make whole rows of {columns}; give at least one row.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsInfinity(values[i]))
            {
                throw new ArgumentException($"Row {i / columns}, column {i % columns} is {values[i]}; finite or NaN is expected.");
            }
        }

        var rows = values.Length / columns;
        ref var first = ref MemoryMarshal.GetReference(values);
        XgboostNative.Check(XgboostNative.XGDMatrixCreateFromMat(ref first, (ulong)rows, (ulong)columns, float.NaN, out var handle));
        return new(handle, rows, columns);
    }

    /// <summary>Copies rows of columns into XGBoost; the room they pass through is given back at once.</summary>
    /// <param name="rows">NaN is missing.</param>
    /// <param name="chosen">The numbers of the rows to copy, in their order; null for all.</param>
    /// <exception cref="ArgumentException">A value is infinite, which XGBoost would take without a word, or there is no row.</exception>
    public static unsafe XgboostMatrix FromColumns(FeatureMatrix rows, int[]? chosen)
    {
        var values = checked((chosen?.Length ?? rows.Rows) * rows.Names.Count);
        var room = NativeMemory.Alloc((nuint)values, sizeof(float));
        try
        {
            var interleaved = new Span<float>(room, values);
            Interleave(rows, chosen, 0, interleaved);
            return FromRows(interleaved, rows.Names.Count);
        }
        finally
        {
            NativeMemory.Free(room);
        }
    }

    /// <summary>Bins of columns, to fit on: less memory than <see cref="FromRows"/>, and the same trees.</summary>
    /// <param name="chosen">The numbers of the rows to fit on, in their order; null for all.</param>
    /// <param name="weights">One a chosen row; null when all count the same.</param>
    /// <param name="batchBytes">Room that the rows pass through; no tree depends on it.</param>
    /// <exception cref="ArgumentException">A value is infinite, which XGBoost would take without a word, or there is no row.</exception>
    public static XgboostMatrix Quantiles(
        FeatureMatrix rows, int[]? chosen, float[]? weights, int bins, int threads, int batchBytes = XgboostQuantiles.BatchBytes)
    {
        XgboostNative.RequireLibrary();
        var count = chosen?.Length ?? rows.Rows;
        if (count == 0)
        {
            throw new ArgumentException("There are no rows; give at least one.");
        }

        for (var column = 0; column < rows.Names.Count; column++)
        {
            var values = rows.Column(column);
            var infinite = values.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
            if (infinite >= 0)
            {
                throw new ArgumentException($"Row {infinite}, column '{rows.Names[column]}' is {values[infinite]}; finite or NaN is expected.");
            }
        }

        return new(XgboostQuantiles.Matrix(rows, chosen, weights, bins, threads, batchBytes), count, rows.Names.Count);
    }

    /// <summary>Writes rows of columns row after row.</summary>
    /// <param name="chosen">The numbers of the rows there are; null for all.</param>
    /// <param name="first">The place among these of the first to write.</param>
    /// <param name="interleaved">Room for whole rows.</param>
    /// <remarks>Compiled for good at once: a matrix is made in a few dozen calls, too few for the runtime to find out that they matter.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(FeatureMatrix rows, int[]? chosen, int first, Span<float> interleaved)
    {
        // Few rows at a time, so that the lines of the cache they are written to stay there until the last column.
        const int Together = 64;
        var width = rows.Names.Count;
        for (var from = first; interleaved.Length > 0; from += Together)
        {
            var block = interleaved[..Math.Min(Together * width, interleaved.Length)];
            interleaved = interleaved[block.Length..];
            for (var column = 0; column < width; column++)
            {
                var values = rows.Column(column);
                if (chosen is null)
                {
                    values = values.Slice(from, block.Length / width);
                    for (int row = 0, place = column; row < values.Length; row++, place += width)
                    {
                        block[place] = values[row];
                    }
                }
                else
                {
                    for (int row = from, place = column; place < block.Length; row++, place += width)
                    {
                        block[place] = values[chosen[row]];
                    }
                }
            }
        }
    }

    public void SetOutcomes(ReadOnlySpan<bool> outcomes)
    {
        var labels = new float[outcomes.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = outcomes[i] ? 1 : 0;
        }

        Set("label", labels);
    }

    public void SetWeights(float[] weights) => Set("weight", weights);

    protected override bool ReleaseHandle() => XgboostNative.XGDMatrixFree(handle) == 0;

    private void Set(string field, float[] values)
    {
        if (values.Length != Rows)
        {
            throw new ArgumentException($"There are {values.Length} values of {field} for {Rows} rows; give one a row.");
        }

        XgboostNative.Check(XgboostNative.XGDMatrixSetFloatInfo(this, field, ref values[0], (ulong)values.Length));
    }
}
