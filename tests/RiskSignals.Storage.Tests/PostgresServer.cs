using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace RiskSignals.Storage.Tests;

/// <summary>A PostgreSQL server of the tests' own, on a private port and in a temporary directory.</summary>
/// <remarks>
/// A shell starts it, waits for the end of its standard input, then stops the server by its id and removes the directory:
/// that happens however the test process ends.
/// </remarks>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> Running = new(Start);

    private const string RunUntilInputEnds = """
        directory=$1; shift
        "$@" < /dev/null &
        server=$!
        read _
        kill -QUIT $server
        wait $server
        rm -rf "$directory"
        """;

    private readonly Process server;

    private readonly int port;

    private int databases;

    private PostgresServer(Process server, int port) => (this.server, this.port) = (server, port);

    /// <summary>Why there can be no server here, or null if there can.</summary>
    public static string? Absence { get; } = Binaries() is null
        ? "PostgreSQL is not installed; install Debian's package postgresql"
        : IsRoot && !File.Exists("/usr/bin/setpriv") ? "PostgreSQL refuses to run as root; install setpriv (util-linux)" : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The server of this test process, started at the first call and stopped when the process ends.</summary>
    public static PostgresServer Shared => Running.Value;

    /// <summary>Connection string of a new database, empty or a copy of another that nobody is connected to.</summary>
    public string NewDatabase(string? copyOf = null)
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        connection.Open();
        using var command = connection.CreateCommand();
        var template = copyOf is null ? "template1" : new NpgsqlConnectionStringBuilder(copyOf).Database;
#pragma warning disable CA2100 // The names are made here.
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE {template}";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    public void Dispose()
    {
        server.StandardInput.Close();
        server.WaitForExit();
        server.Dispose();
    }

    private static PostgresServer Start()
    {
        if (Absence is { } absence)
        {
            throw new InvalidOperationException(absence + ".");
        }

        var directory = Directory.CreateTempSubdirectory("risksignals-postgres-").FullName;
        if (IsRoot)
        {
            using var chown = Process.Start("chown", ["postgres", directory]);
            chown.WaitForExit();
        }

        var data = Path.Combine(directory, "data");
        using (var initdb = Process.Start(AsServerUser(
            Binary("initdb"), "-D", data, "-U", "tests", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"))!)
        {
            var errors = initdb.StandardError.ReadToEnd();
            initdb.WaitForExit();
            if (initdb.ExitCode != 0)
            {
                throw new InvalidOperationException($"initdb ended with {initdb.ExitCode}: {errors}");
            }
        }

        var port = FreePort();
        var server = Process.Start(AsServerUser(
            "sh", "-c", RunUntilInputEnds, "sh", directory,
            Binary("postgres"), "-D", data, "-p", $"{port}", "-k", directory, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"))!;
        var started = new PostgresServer(server, port);
        started.WaitUntilReady();
        return started;
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=tests;Database={database};Maximum Pool Size=20;Timeout=15";

    private void WaitUntilReady()
    {
        var said = new ConcurrentQueue<string>();
        var told = new TaskCompletionSource();
        server.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data?.Contains("ready to accept connections", StringComparison.Ordinal) != false)
            {
                told.TrySetResult();
            }
        };
        server.BeginErrorReadLine();
        if (!told.Task.Wait(TimeSpan.FromSeconds(60)) || server.HasExited)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', said)}");
        }
    }

    private static ProcessStartInfo AsServerUser(params string[] command)
    {
        string[] all = IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;
        return new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    private static string Binary(string name) => Path.Combine(Binaries()!, name);

    private static string? Binaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(Directory.Exists).Max(StringComparer.Ordinal)
        : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
