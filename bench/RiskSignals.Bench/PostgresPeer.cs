using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RiskSignals.Bench;

/// <summary>A PostgreSQL server of a benchmark's own, in a temporary directory, on one core a query; asked through psql.</summary>
internal sealed class PostgresPeer : IDisposable
{
    /// <summary>The server ends with the shell's input, however the benchmark ends.</summary>
    private const string RunUntilInputEnds = """
        directory=$1; shift
        "$@" < /dev/null > /dev/null 2>&1 &
        server=$!
        read _
        kill -QUIT $server
        wait $server
        rm -rf "$directory"
        """;

    private readonly Process server;
    private readonly int port;

    private PostgresPeer(Process server, int port) => (this.server, this.port) = (server, port);

    /// <summary>Starts a server; null if PostgreSQL is not installed.</summary>
    /// <exception cref="InvalidOperationException">It is installed and does not start.</exception>
    public static PostgresPeer? Start()
    {
        if (Binaries() is not { } binaries)
        {
            return null;
        }

        var directory = Directory.CreateTempSubdirectory("risksignals-bench-postgres-").FullName;
        if (IsRoot)
        {
            Run("chown", "postgres", directory);
        }

        var data = Path.Combine(directory, "data");
        Run(AsServerUser(Path.Combine(binaries, "initdb"), "-D", data, "-U", "bench", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"));
        var port = FreePort();
        string[] command = AsServerUser(
            "sh", "-c", RunUntilInputEnds, "sh", directory, Path.Combine(binaries, "postgres"), "-D", data, "-p", $"{port}", "-k", directory,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=1GB", "-c", "work_mem=1GB", "-c", "jit=off",
            "-c", "max_parallel_workers_per_gather=0");
        var peer = new PostgresPeer(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!, port);
        for (var tries = 0; tries < 100; tries++)
        {
            if (Machine.Output("psql", [.. peer.Connection, "-Atc", "SELECT 1"]) == "1")
            {
                return peer;
            }

            Thread.Sleep(100);
        }

        peer.Dispose();
        throw new InvalidOperationException($"PostgreSQL under {binaries} did not answer on port {port} within 10 s; start it by hand to see why.");
    }

    /// <summary>What runs: the server's version.</summary>
    public string Version => Ask("SHOW server_version").Trim();

    private string[] Connection => ["-h", "127.0.0.1", "-p", $"{port}", "-U", "bench", "-d", "postgres", "-X", "-v", "ON_ERROR_STOP=1"];

    /// <summary>Runs statements and returns what they print, unaligned.</summary>
    public string Ask(string sql)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, sql);
            return Run(["psql", .. Connection, "-At", "-q", "-f", file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Seconds that a statement takes at the server, by its own clock.</summary>
    public double Seconds(string sql) => double.Parse(
        Ask($"SELECT clock_timestamp() AS began \\gset\n{sql};\nSELECT extract(epoch FROM clock_timestamp() - :'began'::timestamptz)").Trim().Split('\n')[^1],
        CultureInfo.InvariantCulture);

    public void Dispose()
    {
        server.StandardInput.Close();
        server.WaitForExit();
        server.Dispose();
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string[] AsServerUser(params string[] command) =>
        IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;

    private static string? Binaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(Directory.Exists).Max(StringComparer.Ordinal)
        : null;

    private static string Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(
            $"{command[0]} ended with {process.ExitCode}: {errors.Result}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
