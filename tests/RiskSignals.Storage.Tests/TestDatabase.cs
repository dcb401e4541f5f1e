namespace RiskSignals.Storage.Tests;

/// <summary>A database without rows for one test, removed afterwards.</summary>
public sealed class TestDatabase : IDisposable
{
    /// <summary>A PostgreSQL database at the current schema, to be copied: that is several times faster than migrating each.</summary>
    private static readonly Lazy<string> Migrated = new(() =>
    {
        var target = PostgresServer.Shared.NewDatabase();
        Database.Open(target).Dispose();
        return target;
    });

    private readonly string? directory;

    private readonly List<Database> opened = [];

    private Database? first;

    public TestDatabase(string system, bool isMigrated = true)
    {
        directory = system == "SQLite" ? Directory.CreateTempSubdirectory("risksignals-sqlite-").FullName : null;
        Target = directory is not null
            ? Path.Combine(directory, "risk.db")
            : PostgresServer.Shared.NewDatabase(copyOf: isMigrated ? Migrated.Value : null);
    }

    /// <summary>What <see cref="Database.Open"/> takes.</summary>
    public string Target { get; }

    public Database Database => first ??= Open();

    public FactStore Facts => new(Database);

    /// <summary>Opens it once more, as a second host would.</summary>
    public Database Open()
    {
        var database = Database.Open(Target);
        lock (opened)
        {
            opened.Add(database);
        }

        return database;
    }

    public void Dispose()
    {
        opened.ForEach(database => database.Dispose());
        if (directory is not null)
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
