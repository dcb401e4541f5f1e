using Microsoft.Data.Sqlite;

namespace RiskSignals.Storage.Sqlite;

/// <summary>Rows through one prepared INSERT.</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    private readonly SqliteCommand command;

    private readonly SqliteParameter[] parameters;

    private int next;

    private long written;

    public SqliteRowWriter(SqliteTransaction transaction, string table, IReadOnlyList<string> columns)
    {
        command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        parameters = [.. columns.Select((_, index) => new SqliteParameter($"@{index}", null))];
        command.Parameters.AddRange(parameters);
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
#pragma warning disable CA2100 // Table and column names are constants of this program.
        command.CommandText =
            $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", parameters.Select(parameter => parameter.ParameterName))}) ON CONFLICT DO NOTHING";
#pragma warning restore CA2100
        command.Prepare();
    }

    public override void Begin() => next = 0;

    public override void Text(string? value) => Put(string.IsNullOrEmpty(value) ? null : value);

    public override void Day(DateOnly? value) => Put(value is { } day ? (long)Days.ToWhole(day) : null);

    public override void Whole(long? value) => Put(value);

    public override void Number(double? value) => Put(value);

    public override void Flag(bool value) => Put(value ? 1L : 0L);

    public override void Bytes(byte[]? value) => Put(value);

    public override void End() => written += command.ExecuteNonQuery();

    public override long Complete() => written;

    public override void Dispose() => command.Dispose();

    private void Put(object? value) => parameters[next++].Value = value ?? DBNull.Value;
}
