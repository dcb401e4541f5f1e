using System.Data;
using System.Data.Common;
using Dapper;
using RiskSignals.Borrowers;
using RiskSignals.Storage.Postgres;
using RiskSignals.Storage.Sqlite;

namespace RiskSignals.Storage;

/// <summary>A database at the current schema, on SQLite or PostgreSQL. Safe to use from several threads.</summary>
public abstract class Database : IDisposable
{
    /// <summary>The environment variable that holds a PostgreSQL connection string: arguments of a process are shown to everybody on its machine.</summary>
    public const string ConnectionVariable = "RISKSIGNALS_POSTGRES";

    private const int TriesMax = 5;

    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new DayHandler());
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    /// <summary>Name of the database system, for messages.</summary>
    public abstract string System { get; }

    /// <summary>What a library that opens its own connections, such as a scheduler, needs; may hold a password.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>SQL for the database's own time in Unix milliseconds.</summary>
    internal abstract string NowMilliseconds { get; }

    /// <summary>What ends a SELECT so that it locks its rows and passes over those locked by others.</summary>
    internal abstract string SkippingLocked { get; }

    /// <summary>What ends a SELECT so that it locks its rows.</summary>
    internal abstract string Locking { get; }

    /// <summary>Whether a statement gave up because another transaction held what it needed.</summary>
    internal abstract bool IsWaitedFor(DbException exception);

    /// <summary>Makes the transaction's statements give up after a few seconds of waiting for another transaction.</summary>
    internal abstract void LimitWaiting(DbTransaction transaction);

    /// <summary>Opens a database and brings its schema up to date.</summary>
    /// <param name="target">
    /// Path of a SQLite file, created if absent, or a PostgreSQL connection string as Host=…;Database=… or postgres://user@host/database.
    /// </param>
    /// <exception cref="SchemaException">The schema is newer than this program, half applied or changed by hand.</exception>
    /// <exception cref="IOException">The SQLite file can't be opened.</exception>
    /// <exception cref="DbException">PostgreSQL can't be reached or refuses the user.</exception>
    public static Database Open(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        Database database = PostgresDatabase.IsConnectionString(target) ? new PostgresDatabase(target) : new SqliteDatabase(target);
        try
        {
            database.Migrate(Migration.All);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>An open connection, which the caller disposes.</summary>
    public abstract DbConnection Connect();

    /// <summary>Does work in one transaction: all of it is kept, or on any exception none.</summary>
    /// <remarks>The work is done again when the database chose its transaction to break a deadlock, so it must have no other effect.</remarks>
    public T Write<T>(Func<DbTransaction, T> work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var connection = Connect();
                using var transaction = connection.BeginTransaction();
                var result = work(transaction);
                transaction.Commit();
                return result;
            }
            catch (DbException exception) when (tries < TriesMax && IsDeadlock(exception))
            {
            }
        }
    }

    /// <inheritdoc cref="Write{T}(Func{DbTransaction, T})"/>
    public void Write(Action<DbTransaction> work) => Write(transaction =>
    {
        work(transaction);
        return true;
    });

    /// <summary>Work of the caller's own transaction if there is one, otherwise in a new one.</summary>
    internal T Within<T>(DbTransaction? transaction, Func<DbTransaction, T> work) => transaction is null ? Write(work) : work(transaction);

    /// <summary>An empty temporary table with a column n before a table's own columns.</summary>
    internal abstract RowWriter Stage(DbTransaction transaction, string table, IReadOnlyList<string> columns);

    /// <summary>Writes rows straight into a table; a row whose key is there already is left out.</summary>
    internal abstract RowWriter InsertNew(DbTransaction transaction, string table, IReadOnlyList<string> columns);

    /// <summary>A condition that a column is among the ids of parameter @ids, and that parameter's value.</summary>
    internal abstract (string Sql, object Value) Among(string column, IReadOnlyCollection<string> ids);

    /// <summary>Applies the steps that are missing; of several processes that try at once exactly one does.</summary>
    internal void Migrate(IReadOnlyList<Migration> migrations)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        LockSchema(transaction);
        connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number integer NOT NULL PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at bigint NOT NULL)
            """,
            transaction: transaction);
        var applied = connection.Query<AppliedMigration>("SELECT number, name, sha256 FROM schema_migrations ORDER BY number", transaction: transaction)
            .ToList();
        CheckApplied(applied, migrations, [.. TableNames(transaction)]);
        foreach (var migration in migrations.Skip(applied.Count))
        {
            Apply(transaction, migration);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Makes other processes that migrate wait until the transaction ends.</summary>
    protected abstract void LockSchema(DbTransaction transaction);

    /// <summary>The migration's text in the words of this database.</summary>
    protected abstract string Translate(string sql);

    protected abstract IEnumerable<string> TableNames(DbTransaction transaction);

    protected abstract bool IsDeadlock(DbException exception);

    private void CheckApplied(List<AppliedMigration> applied, IReadOnlyList<Migration> migrations, HashSet<string> tables)
    {
        if (applied.Count > 0 && applied[^1].Number > migrations.Count)
        {
            throw new SchemaException(
                $"The {System} database is at migration {applied[^1].Name}, this program knows {migrations.Count}; start the newer program.");
        }

        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Number != i + 1)
            {
                throw HalfApplied($"migration {i + 1} was never recorded although {applied[i].Name} was");
            }

            if (applied[i].Sha256 != migrations[i].Hash)
            {
                throw HalfApplied($"migration {applied[i].Name} was recorded with another text than this program's {migrations[i].Name}");
            }

            if (migrations[i].Tables.FirstOrDefault(table => !tables.Contains(table)) is { } missing)
            {
                throw HalfApplied($"migration {applied[i].Name} is recorded but its table {missing} is missing");
            }
        }

        var unrecorded = migrations.Skip(applied.Count).SelectMany(migration => migration.Tables.Select(table => (migration.Name, Table: table)));
        if (unrecorded.FirstOrDefault(pair => tables.Contains(pair.Table)) is { Table: not null } early)
        {
            throw HalfApplied($"table {early.Table} is there but its migration {early.Name} is not recorded");
        }
    }

    private SchemaException HalfApplied(string what) =>
        new($"The {System} schema is half applied: {what}. Restore the database from a backup, or start with an empty one.");

    private void Apply(DbTransaction transaction, Migration migration)
    {
        try
        {
            transaction.Connection!.Execute(Translate(migration.Sql), transaction: transaction);
            transaction.Connection!.Execute(
                $"INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (@Number, @Name, @Hash, {NowMilliseconds})",
                new { migration.Number, migration.Name, migration.Hash },
                transaction);
        }
        catch (DbException exception)
        {
            throw new SchemaException($"Migration {migration.Name} failed on {System} and was undone: {exception.Message}", exception);
        }
    }

    private sealed record AppliedMigration
    {
        public int Number { get; init; }

        public string Name { get; init; } = "";

        public string Sha256 { get; init; } = "";
    }

    private sealed class DayHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value) =>
            (parameter.DbType, parameter.Value) = (DbType.Int32, Days.ToWhole(value));

        public override DateOnly Parse(object value) => Days.FromWhole(Convert.ToInt32(value, null));
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override void SetValue(IDbDataParameter parameter, Instant value) =>
            (parameter.DbType, parameter.Value) = (DbType.Int64, value.UnixSeconds);

        public override Instant Parse(object value) => new(Convert.ToInt64(value, null));
    }
}
