using System.Collections.Frozen;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>The SQL of one kind of fact's table. The same text serves both databases.</summary>
internal sealed class FactTable
{
    private static readonly FrozenDictionary<FactKind, FactTable> ByKind = FactKinds.All.ToFrozenDictionary(kind => kind, kind => new FactTable(kind));

    private FactTable(FactKind kind)
    {
        Kind = kind;
        Columns = [.. kind.Fields.Select(field => field.Name)];
        PrimaryKey = [.. kind.KeyFields.Prepend("borrower_id").Append("known_on").Distinct()];
        var names = Names("");
        SelectSql = $"SELECT {names} FROM {kind.Name}";
        OrderSql = $" ORDER BY {string.Join(", ", PrimaryKey.Select(Quoted))}";
        MoveSql = $"INSERT INTO {kind.Name} ({names}) SELECT {Names("s.")} FROM staged_{kind.Name} AS s WHERE true ORDER BY s.n ON CONFLICT DO NOTHING";
        var sameKey = string.Join(" AND ", PrimaryKey.Select(column => $"t.{Quoted(column)} = s.{Quoted(column)}"));
        var content = Columns.Except(PrimaryKey).Select(column => $"t.{Quoted(column)} IS DISTINCT FROM s.{Quoted(column)}").ToArray();
        ConflictSql = $"SELECT s.n FROM staged_{kind.Name} AS s WHERE (SELECT {string.Join(" OR ", content)} FROM {kind.Name} AS t WHERE {sameKey})";
        References = [.. kind.Fields.Where(field => field.References is not null).Select(field => new Reference(kind, field))];
    }

    public FactKind Kind { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> PrimaryKey { get; }

    /// <summary>Selects all columns in the order of the kind; conditions and <see cref="OrderSql"/> are appended.</summary>
    public string SelectSql { get; }

    public string OrderSql { get; }

    /// <summary>Moves the staged rows whose key is new into the table; of two with one key the first.</summary>
    public string MoveSql { get; }

    /// <summary>After the move: numbers of the staged rows that differ from what is kept under their key.</summary>
    /// <remarks>
    /// A scalar subquery, here and in <see cref="Reference.RefuseSql"/>, because PostgreSQL turns a join or EXISTS into a hash join that reads
    /// the whole table for every chunk: 1.1 s at 420,000 rows, and growing with the table.
    /// </remarks>
    public string ConflictSql { get; }

    public IReadOnlyList<Reference> References { get; }

    public static FactTable Of(FactKind kind) => ByKind[kind];

    private static string Quoted(string column) => $"\"{column}\"";

    private string Names(string prefix) => string.Join(", ", Columns.Select(column => prefix + Quoted(column)));

    /// <summary>A column that names a fact of another kind of the same borrower.</summary>
    internal sealed class Reference
    {
        public Reference(FactKind kind, FactField field)
        {
            Field = field;
            var target = FactKinds.All.Single(other => other.Name == field.References);
            var key = Quoted(target.KeyFields[0]);
            var column = Quoted(field.Name);
            RefuseSql =
                $"""
                DELETE FROM staged_{kind.Name} AS s WHERE s.{column} IS NOT NULL 
                    AND (SELECT 1 FROM {target.Name} AS r WHERE r.borrower_id = s.borrower_id AND r.{key} = s.{column} LIMIT 1) IS NULL
                RETURNING n AS number, borrower_id AS borrower, {column} AS value
                """;
        }

        public FactField Field { get; }

        /// <summary>Takes the rows whose reference leads nowhere off the stage and returns them.</summary>
        public string RefuseSql { get; }
    }
}
