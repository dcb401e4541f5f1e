using System.Data.Common;
using Dapper;
using Npgsql;

namespace RiskSignals.Storage.Postgres;

/// <summary>A PostgreSQL database, shared by any number of hosts.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Key of the advisory lock that a migrating process holds; any fixed number will do.</summary>
    private const long MigrationLock = 7_215_316_001;

    private readonly NpgsqlDataSource source;

    public PostgresDatabase(string target)
    {
        var text = IsUri(target) ? FromUri(new Uri(target)) : target;
        ConnectionString = new NpgsqlConnectionStringBuilder(text) { ApplicationName = "RiskSignals" }.ToString();
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public override string System => "PostgreSQL";

    public override string ConnectionString { get; }

    internal override string NowMilliseconds => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    internal override string SkippingLocked => "FOR UPDATE SKIP LOCKED";

    internal override string Locking => "FOR UPDATE";

    public static bool IsConnectionString(string target) =>
        IsUri(target) || target.Split(';').Any(part => part.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase));

    internal override bool IsWaitedFor(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    internal override void LimitWaiting(DbTransaction transaction) =>
        transaction.Connection!.Execute("SET LOCAL lock_timeout = '3s'", transaction: transaction);

    public override DbConnection Connect() => source.OpenConnection();

    internal override RowWriter Stage(DbTransaction transaction, string table, IReadOnlyList<string> columns)
    {
        transaction.Connection!.Execute(
            $"""
            DROP TABLE IF EXISTS pg_temp.staged_{table};
            CREATE TEMP TABLE staged_{table} ON COMMIT DROP AS SELECT CAST(0 AS bigint) AS n, t.* FROM {table} AS t WHERE false;
            """,
            transaction: transaction);
        return new PostgresRowWriter((NpgsqlConnection)transaction.Connection!, $"staged_{table}", ["n", .. columns]);
    }

    internal override RowWriter InsertNew(DbTransaction transaction, string table, IReadOnlyList<string> columns)
    {
        transaction.Connection!.Execute(
            $"""
            DROP TABLE IF EXISTS pg_temp.staged_{table};
            CREATE TEMP TABLE staged_{table} ON COMMIT DROP AS SELECT t.* FROM {table} AS t WHERE false;
            """,
            transaction: transaction);
        return new PostgresRowWriter((NpgsqlConnection)transaction.Connection!, $"staged_{table}", columns, into: table);
    }

    internal override (string Sql, object Value) Among(string column, IReadOnlyCollection<string> ids) =>
        ($"{column} = ANY(@ids)", ids.ToArray());

    protected override void Dispose(bool disposing) => source.Dispose();

    protected override void LockSchema(DbTransaction transaction) =>
        transaction.Connection!.Execute($"SELECT pg_advisory_xact_lock({MigrationLock})", transaction: transaction);

    protected override string Translate(string sql) => sql;

    protected override IEnumerable<string> TableNames(DbTransaction transaction) => transaction.Connection!.Query<string>(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()", transaction: transaction);

    protected override bool IsDeadlock(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    private static bool IsUri(string target) =>
        target.StartsWith("postgres://", StringComparison.Ordinal) || target.StartsWith("postgresql://", StringComparison.Ordinal);

    private static string FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var parts = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : null,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            var value = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
            parts[pair[0] == "sslmode" ? "SSL Mode" : pair[0]] = pair[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return parts.ToString();
    }
}
