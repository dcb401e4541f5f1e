using System.Runtime.InteropServices;
using RiskSignals.Features;

namespace RiskSignals.Training.Cohorts;

/// <summary>
/// Columns of which nobody knows how long they will get. They grow outside the managed heap, where room that isn't written to costs no memory
/// and growing copies nothing, and become a matrix column by column, so that no two copies of the rows are ever held.
/// </summary>
internal sealed unsafe class GrowingColumns : IDisposable
{
    private const int FirstRows = 1_024;

    private readonly float*[] columns;

    private int capacity = FirstRows;

    public GrowingColumns(int width)
    {
        columns = new float*[width];
        for (var column = 0; column < width; column++)
        {
            columns[column] = (float*)NativeMemory.Alloc((nuint)capacity, sizeof(float));
        }
    }

    ~GrowingColumns() => Free();

    public int Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">One value a column.</param>
    /// <exception cref="ArgumentException">It has another number of values.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        if (row.Length != columns.Length)
        {
            throw new ArgumentException($"A row has {row.Length} values for {columns.Length} columns; give one a column.", nameof(row));
        }

        if (Rows == capacity)
        {
            Grow();
        }

        for (var column = 0; column < row.Length; column++)
        {
            columns[column][Rows] = row[column];
        }

        Rows++;
    }

    /// <summary>The rows as a matrix; nothing is left here.</summary>
    public FeatureMatrix Finish(IReadOnlyList<string> names)
    {
        var finished = new float[columns.Length][];
        for (var column = 0; column < finished.Length; column++)
        {
            finished[column] = new Span<float>(columns[column], Rows).ToArray();
            Free(column);
        }

        Rows = 0;
        return new(names, finished);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Grow()
    {
        capacity = checked(2 * capacity);
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = (float*)NativeMemory.Realloc(columns[column], (nuint)capacity * sizeof(float));
        }
    }

    private void Free()
    {
        for (var column = 0; column < columns.Length; column++)
        {
            Free(column);
        }
    }

    private void Free(int column)
    {
        NativeMemory.Free(columns[column]);
        columns[column] = null;
    }
}
