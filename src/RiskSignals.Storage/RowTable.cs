using System.Data.Common;

namespace RiskSignals.Storage;

/// <summary>A table that rows of one type are added to; a row whose key is there already is left out.</summary>
internal sealed record RowTable<T>(string Name, string[] Columns, Action<T, RowWriter> WriteRow)
{
    /// <summary>Adds rows.</summary>
    /// <returns>How many were new.</returns>
    public long Add(Database database, DbTransaction transaction, IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        using var writer = database.InsertNew(transaction, Name, Columns);
        foreach (var row in rows)
        {
            writer.Begin();
            WriteRow(row, writer);
            writer.End();
        }

        return writer.Complete();
    }
}
