namespace RiskSignals.Training.Tables;

/// <summary>A table as a file gives it: names, and texts row by row.</summary>
/// <param name="File">What errors call it.</param>
/// <param name="Columns">One name a column, each once.</param>
/// <param name="Rows">As many texts a row as columns; row i is line i + 2 of the file.</param>
public sealed record RawTable(string File, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows)
{
    // What programs write where a value is missing.
    private static readonly HashSet<string> MissingTexts = new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null" };

    /// <summary>The place of a column.</summary>
    /// <exception cref="FormatException">There is none of that name; the message says where it was asked for and which there are.</exception>
    public int Place(string column, string askedBy) => Columns.ToList().IndexOf(column) is var place and >= 0
        ? place
        : throw new FormatException($"{File} has no column '{column}' ({askedBy}); its columns are {string.Join(", ", Columns)}.");

    internal static bool IsMissing(string text) => MissingTexts.Contains(text.Trim());

    /// <summary>An error about one cell.</summary>
    internal FormatException Bad(int row, int column, string expected) =>
        new($"{File}, line {row + 2}, column '{Columns[column]}' is '{Rows[row][column]}'; {expected}.");
}
