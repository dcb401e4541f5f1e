using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace RiskSignals.Storage.Postgres;

/// <summary>Rows through binary COPY, and from there into another table where one is named.</summary>
internal sealed class PostgresRowWriter : RowWriter
{
    private readonly NpgsqlConnection connection;

    private readonly NpgsqlBinaryImporter importer;

    private readonly string? moveSql;

    public PostgresRowWriter(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, string? into = null)
    {
        this.connection = connection;
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        moveSql = into is null ? null : $"INSERT INTO {into} ({names}) SELECT {names} FROM {table} ON CONFLICT DO NOTHING";
        importer = connection.BeginBinaryImport($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)");
    }

    public override void Begin() => importer.StartRow();

    public override void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            importer.WriteNull();
        }
        else
        {
            importer.Write(value, NpgsqlDbType.Text);
        }
    }

    public override void Day(DateOnly? value)
    {
        if (value is { } day)
        {
            importer.Write(Days.ToWhole(day), NpgsqlDbType.Integer);
        }
        else
        {
            importer.WriteNull();
        }
    }

    public override void Whole(long? value)
    {
        if (value is { } number)
        {
            importer.Write(number, NpgsqlDbType.Bigint);
        }
        else
        {
            importer.WriteNull();
        }
    }

    public override void Number(double? value)
    {
        if (value is { } number)
        {
            importer.Write(number, NpgsqlDbType.Double);
        }
        else
        {
            importer.WriteNull();
        }
    }

    public override void Flag(bool value) => importer.Write(value, NpgsqlDbType.Boolean);

    public override void Bytes(byte[]? value)
    {
        if (value is null)
        {
            importer.WriteNull();
        }
        else
        {
            importer.Write(value, NpgsqlDbType.Bytea);
        }
    }

    public override void End()
    {
    }

    public override long Complete()
    {
        var copied = (long)importer.Complete();
        importer.Dispose();
        return moveSql is null ? copied : connection.Execute(moveSql);
    }

    public override void Dispose() => importer.Dispose();
}
