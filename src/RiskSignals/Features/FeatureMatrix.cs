namespace RiskSignals.Features;

/// <summary>Rows of named feature values, stored column by column; NaN is a missing value.</summary>
public sealed class FeatureMatrix
{
    private readonly float[][] columns;

    /// <summary>Takes the columns as they are, without a copy.</summary>
    /// <param name="names">One name a column, in column order, without repeats.</param>
    /// <param name="columns">One array a name, all of the same length (rows); values are finite or NaN.</param>
    /// <exception cref="ArgumentException">A name repeats, or the lengths differ.</exception>
    public FeatureMatrix(IReadOnlyList<string> names, float[][] columns)
    {
        if (names.Count != columns.Length)
        {
            throw new ArgumentException($"{names.Count} names were given for {columns.Length} columns; give one name a column.", nameof(columns));
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException("A column name repeats; every column needs its own name.", nameof(names));
        }

        Rows = columns.Length == 0 ? 0 : columns[0].Length;
        if (Array.Exists(columns, column => column.Length != Rows))
        {
            throw new ArgumentException($"Columns differ in length; the first has {Rows} rows and all must have as many.", nameof(columns));
        }

        Names = names;
        this.columns = columns;
    }

    /// <summary>The column names, in column order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The values of one column, one a row.</summary>
    public ReadOnlySpan<float> Column(int index) => columns[index];

    /// <summary>The named columns, in the order asked for; their values are shared, not copied.</summary>
    /// <exception cref="ArgumentException">A name is not among <see cref="Names"/>.</exception>
    public FeatureMatrix Select(IReadOnlyList<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < Names.Count; column++)
        {
            places[Names[column]] = column;
        }

        return new(names, [.. names.Select(name => places.TryGetValue(name, out var place)
            ? columns[place]
            : throw new ArgumentException($"There is no column '{name}'; the columns are {string.Join(", ", Names.Take(5))} …"))]);
    }

    /// <summary>Copies one row into <paramref name="row"/>, whose length is the number of columns.</summary>
    public void CopyRow(int rowIndex, Span<float> row)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            row[column] = columns[column][rowIndex];
        }
    }
}
