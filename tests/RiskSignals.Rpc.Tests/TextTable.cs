namespace RiskSignals.Rpc.Tests;

/// <summary>Cases written as a table: cells apart by '|', the first line names the columns, the last column says why.</summary>
internal static class TextTable
{
    public static TheoryData<string, string, string> Of3(string table)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var cells in Rows(table, columns: 3))
        {
            data.Add(cells[0], cells[1], cells[2]);
        }

        return data;
    }

    public static TheoryData<string, string, string, string> Of4(string table)
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var cells in Rows(table, columns: 4))
        {
            data.Add(cells[0], cells[1], cells[2], cells[3]);
        }

        return data;
    }

    public static IEnumerable<string[]> Rows(string table, int columns)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            yield return cells.Length == columns
                ? cells
                : throw new InvalidOperationException($"The line '{line}' has {cells.Length} cells; expected {columns}.");
        }
    }
}
