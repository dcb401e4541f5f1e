using System.Diagnostics;

namespace RiskSignals.Rpc.Tests;

/// <summary>
/// Debian's Python with its gRPC as a client that isn't ours. Messages and stubs are generated into a temporary folder; a script runs
/// there as one process and prints its observations.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private const string Compiler = "/usr/bin/protoc";
    private const string Plugin = "/usr/bin/grpc_python_plugin";

    /// <summary>Far beyond what any script takes, so that a hang ends in an error.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("risksignals-peer-");

    /// <summary>Why the peer can't run here; null where it can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Generates <c>…_pb2</c> and <c>…_pb2_grpc</c> modules from the proto files of a folder.</summary>
    public async Task Generate(string protoFolder, params string[] protoFiles)
    {
        string[] arguments =
        [
            "-I", protoFolder, "--python_out=" + _folder.FullName, "--grpc_python_out=" + _folder.FullName,
            "--plugin=protoc-gen-grpc_python=" + Plugin, .. protoFiles,
        ];
        await Run(Compiler, arguments);
    }

    /// <summary>Runs a script to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message holds what it wrote to its error stream.</exception>
    public Task<string> RunScript(string script, params string[] arguments) => Run(Interpreter, [script, .. arguments]);

    /// <summary>Starts a script that serves until its input ends, and returns it with the first line it printed.</summary>
    public async Task<(string FirstLine, IAsyncDisposable Server)> StartScript(string script, params string[] arguments)
    {
        var start = Start(Interpreter, [script, .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardError = false;
        var server = new Server(Process.Start(start)!);
        using var patience = new CancellationTokenSource(Patience);
        var line = await server.Process.StandardOutput.ReadLineAsync(patience.Token);
        return (line ?? throw new InvalidOperationException($"{script} ended before it printed a line."), server);
    }

    /// <summary>Puts a file beside the generated modules and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ProcessStartInfo Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = _folder.FullName;
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        return start;
    }

    private async Task<string> Run(string program, string[] arguments)
    {
        using var process = Process.Start(Start(program, arguments))!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? FindMissing()
    {
        (string, string)[] needed = [(Interpreter, "python3"), (Compiler, "protobuf-compiler"), (Plugin, "protobuf-compiler-grpc")];
        foreach (var (file, package) in needed)
        {
            if (!File.Exists(file))
            {
                return $"{file} is missing; install the Debian package {package}.";
            }
        }

        using var process = Process.Start(
            new ProcessStartInfo(Interpreter, ["-c", "import grpc, google.protobuf"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "Python can't import grpc; install the Debian packages python3-grpcio and python3-protobuf.";
    }

    private sealed class Server(Process process) : IAsyncDisposable
    {
        public Process Process => process;

        public async ValueTask DisposeAsync()
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }
    }
}

/// <summary>A fact that needs the Python peer: fails without it where CI is true, and is skipped with the reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && PythonPeer.Missing is { } reason)
        {
            Skip = reason;
        }
    }
}
