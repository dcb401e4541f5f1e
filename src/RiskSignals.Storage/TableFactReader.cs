using System.Data.Common;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>Reads facts from a query whose columns are those of a kind, in its order.</summary>
internal sealed class TableFactReader(FactKind kind, DbDataReader row) : FactReader
{
    private int next;

    public Fact Read()
    {
        next = 0;
        return kind.Read(this);
    }

    public override string Text() => row.GetString(next++);

    public override string? TextOrNull() => IsNull() ? null : Text();

    public override T Code<T>()
    {
        var word = row.GetString(next++);
        return Codes<T>.TryParse(word, out var code)
            ? code
            : throw new SchemaException(
                $"Table {kind.Name} holds '{word}' in {kind.Fields[next - 1].Name}, which this program doesn't know; start the newer program.");
    }

    public override DateOnly Day() => Days.FromWhole(row.GetInt32(next++));

    public override DateOnly? DayOrNull() => IsNull() ? null : Day();

    public override Instant Instant() => new(row.GetInt64(next++));

    public override long Whole() => row.GetInt64(next++);

    public override long? WholeOrNull() => IsNull() ? null : Whole();

    public override bool Flag() => row.GetBoolean(next++);

    private bool IsNull()
    {
        if (!row.IsDBNull(next))
        {
            return false;
        }

        next++;
        return true;
    }
}
