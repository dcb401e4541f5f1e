using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RiskSignals.Cli;

/// <summary>The scoring host as a process of its own, so that a crash in training can't stop scoring and XGBoost is never loaded there.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    // SIGTERM's number on Linux and macOS.
    private const int Term = 15;

    private readonly Process process;

    private volatile bool disposed;

    private ServiceProcess(Process process) => this.process = process;

    /// <summary>Starts the host that was built beside this program.</summary>
    /// <param name="log">File that takes what the host prints; null leaves it on this console.</param>
    public static ServiceProcess Start(IEnumerable<string> options, string? log = null)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "RiskSignals.Service.dll");
        if (!File.Exists(assembly))
        {
            throw new FileNotFoundException($"The scoring host was not found at {assembly}; build the solution.");
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, [assembly, .. options])
        {
            RedirectStandardOutput = log is not null,
            RedirectStandardError = log is not null,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) != "dotnet")
        {
            start.FileName = "dotnet";
        }

        var process = Process.Start(start)!;
        if (log is not null)
        {
            var writer = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
            process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
            process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        return new(process);
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Waits until it ends. A SIGTERM or SIGINT sent to this program meanwhile ends the host, and so this program.</summary>
    public int WaitForEnd()
    {
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Asks it to end, and ends it if it doesn't; nothing if it is disposed of already.</summary>
    public void Stop()
    {
        if (!disposed && !process.HasExited)
        {
            AskToEnd();
            if (!process.WaitForExit(StopPatience))
            {
                process.Kill();
                process.WaitForExit();
            }
        }
    }

    public void Dispose()
    {
        Stop();
        disposed = true;
        process.Dispose();
    }

    private void PassOn(PosixSignalContext signal)
    {
        signal.Cancel = true;
        AskToEnd();
    }

    /// <summary>Its own stop: calls under way end, then it does. One that has ended already is no error.</summary>
    private void AskToEnd() => _ = Kill(process.Id, Term);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
