using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RiskSignals.Service.Tests;

/// <summary>The built executable as a process of its own. Only this process is ever killed.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private readonly Process process;

    private ServiceProcess(Process process, Uri grpc, Uri http) => (this.process, Grpc, Http) = (process, grpc, http);

    public Uri Grpc { get; }

    public Uri Http { get; }

    public int Id => process.Id;

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "RiskSignals.Service");

    /// <summary>Starts the service and waits until it says where it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message holds what it wrote.</exception>
    public static async Task<ServiceProcess> Start(params string[] arguments)
    {
        var process = Process.Start(StartInfo(
            ["--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0", "--rescore-cron", "never", .. arguments]))!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Serving().Match(line) is { Success: true } match)
            {
                // Nobody reads on, but a full pipe would stop the service.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServiceProcess(process, new Uri(match.Groups[1].Value), new Uri(match.Groups[2].Value));
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The service ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>Runs the service to its end and returns its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunToEnd(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>kill -9: the process can do nothing about it.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code of the stop.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string[] arguments) =>
        new(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    [GeneratedRegex("^serving gRPC on (http://[^ ]+) and HTTP on (http://[^ ]+)$")]
    private static partial Regex Serving();
}
