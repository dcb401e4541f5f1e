namespace RiskSignals.Storage.Tests;

/// <summary>An empty database for one test, removed afterwards.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly string? directory;

    private readonly List<Database> opened = [];

    private Database? first;

    public TestDatabase(string system)
    {
        directory = system == "SQLite" ? Directory.CreateTempSubdirectory("risksignals-sqlite-").FullName : null;
        Target = directory is null ? PostgresServer.Shared.NewDatabase() : Path.Combine(directory, "risk.db");
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
