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

    /// <summary>Puts a file beside the generated modules and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = _folder.FullName;
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
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
        foreach (var (file, package) in new[] { (Interpreter, "python3"), (Compiler, "protobuf-compiler"), (Plugin, "protobuf-compiler-grpc") })
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
