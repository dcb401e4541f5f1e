using Dapper;
using Npgsql;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class SchemaTests
{
    [Theory, OnSqlite, OnPostgres]
    public void Every_kind_of_fact_has_a_table_of_its_columns_keyed_by_borrower_first(string system)
    {
        using var test = new TestDatabase(system);
        using var connection = test.Database.Connect();

        foreach (var kind in FactKinds.All)
        {
            var expected = kind.Fields.Select(field => (field.Name, TypeOf(field.Type), !field.Optional));
            var columns = connection.Query<Column>(
                system == "SQLite"
                    ? "SELECT name, lower(type) AS type, \"notnull\" AS required, pk AS key FROM pragma_table_info(@table) ORDER BY cid"
                    : """
                      SELECT c.column_name AS name, replace(c.data_type, 'character varying', 'text') AS type, c.is_nullable = 'NO' AS required,
                          coalesce(array_position(i.indkey::int[], c.ordinal_position::int), -1) + 1 AS key
                      FROM information_schema.columns c JOIN pg_index i ON i.indrelid = @table::regclass AND i.indisprimary
                      WHERE c.table_name = @table ORDER BY c.ordinal_position
                      """,
                new { table = kind.Name }).ToList();

            Assert.Equal(expected, columns.Select(column => (column.Name, column.Type, column.Required)));
            Assert.Equal(
                FactTable.Of(kind).PrimaryKey,
                columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public void Opening_twice_applies_each_migration_once(string system)
    {
        using var test = new TestDatabase(system);
        test.Open();
        using var connection = test.Open().Connect();

        Assert.Equal(Enumerable.Range(1, Migration.All.Count), connection.Query<int>("SELECT number FROM schema_migrations ORDER BY number"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_eight_that_migrate_at_once_one_wins_and_all_can_work(string system)
    {
        using var test = new TestDatabase(system, isMigrated: false);
        using var start = new Barrier(8);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return test.Open();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(hosts, host => Assert.Equal(0, new FactStore(host).Count(FactKinds.Loans)));
        using var connection = test.Database.Connect();
        Assert.Equal(Migration.All.Count, connection.ExecuteScalar<int>("SELECT count(*) FROM schema_migrations"));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_newer_schema_is_refused(string system)
    {
        using var test = new TestDatabase(system);
        Execute(test, $"INSERT INTO schema_migrations VALUES ({Migration.All.Count + 1}, '0099_ahead', 'x', 0)");

        var exception = Assert.Throws<SchemaException>(() => test.Open());

        Assert.Equal(
            $"The {system} database is at migration 0099_ahead, this program knows {Migration.All.Count}; start the newer program.",
            exception.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_half_applied_schema_is_refused(string system)
    {
        foreach (var (damage, said) in new[]
        {
            ("DROP TABLE payments", "migration 0001_facts is recorded but its table payments is missing"),
            ("DELETE FROM schema_migrations", "table borrowers is there but its migration 0001_facts is not recorded"),
            (
                "UPDATE schema_migrations SET sha256 = 'x' WHERE number = 1",
                "migration 0001_facts was recorded with another text than this program's 0001_facts"
            ),
        })
        {
            using var test = new TestDatabase(system);
            Execute(test, damage);

            var exception = Assert.Throws<SchemaException>(() => test.Open());

            Assert.Equal(
                $"The {system} schema is half applied: {said}. Restore the database from a backup, or start with an empty one.",
                exception.Message);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_migration_that_fails_leaves_nothing_behind(string system)
    {
        using var test = new TestDatabase(system);
        var broken = new Migration(Migration.All.Count + 1, "0099_broken", "CREATE TABLE halfway (id text);\nCREATE INDEX none_by_id ON none (id);");

        var exception = Assert.Throws<SchemaException>(() => test.Database.Migrate([.. Migration.All, broken]));

        Assert.StartsWith($"Migration 0099_broken failed on {system} and was undone: ", exception.Message, StringComparison.Ordinal);
        test.Open();
        Execute(test, "CREATE TABLE halfway (id text)");
    }

    [Theory, OnPostgres]
    public void A_PostgreSQL_address_opens_as_a_connection_string_does(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add(Ledger.WithOneLoan("B1"));
        var parts = new NpgsqlConnectionStringBuilder(test.Target);

        using var database = Database.Open($"postgres://{parts.Username}:any%20word@{parts.Host}:{parts.Port}/{parts.Database}?sslmode=disable&Timeout=9");

        Assert.Equal("PostgreSQL", database.System);
        Assert.Equal(1, new FactStore(database).Count(FactKinds.Loans));
    }

    [Fact]
    public void SQLite_writes_ahead_and_through_and_waits_for_other_writers()
    {
        using var test = new TestDatabase("SQLite");
        using var connection = test.Database.Connect();

        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(2, connection.ExecuteScalar<int>("PRAGMA synchronous"));
        Assert.Equal(60_000, connection.ExecuteScalar<int>("PRAGMA busy_timeout"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, new string('x', 5_000));
        try
        {
            Assert.Equal($"'{path}' is not a SQLite database; name another file.", Assert.Throws<SchemaException>(() => Database.Open(path)).Message);
            Assert.Equal(new string('x', 5_000), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_in_a_directory_that_does_not_exist_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "risk.db");

        Assert.Contains(path, Assert.Throws<IOException>(() => Database.Open(path)).Message, StringComparison.Ordinal);
    }

    private static void Execute(TestDatabase test, string sql)
    {
        using var connection = test.Database.Connect();
        connection.Execute(sql);
    }

    private static string TypeOf(FactFieldType type) => type switch
    {
        FactFieldType.Text or FactFieldType.Code => "text",
        FactFieldType.Day => "integer",
        FactFieldType.Flag => "boolean",
        _ => "bigint",
    };

    private sealed record Column
    {
        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public bool Required { get; init; }

        public int Key { get; init; }
    }
}
