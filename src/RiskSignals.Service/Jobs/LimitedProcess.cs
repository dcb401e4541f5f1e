using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace RiskSignals.Service.Jobs;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Null if its time was up and it was killed.</param>
/// <param name="LastLines">The end of what it printed, for the log.</param>
internal sealed record ProcessEnding(int? ExitCode, string LastLines);

/// <summary>
/// A process that may crash, hang or eat memory without harm to the host: the kernel refuses it more memory than it was given and more
/// processor time than all cores could give in its time, and when the time is up it is killed.
/// </summary>
internal static class LimitedProcess
{
    private const int LinesKept = 20;

    // Of util-linux, which every Debian has. It sets the limits and becomes the program, under the same process id.
    private const string Limiter = "prlimit";

    /// <summary>Runs a program to its end, or to the end of its time.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables it gets beside the host's own: what nobody else on the machine may read.</param>
    /// <param name="memoryBytes">Private memory that it may write to (RLIMIT_DATA): managed and native alike, address space not counted.</param>
    /// <exception cref="IOException">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">The host stops; the process was killed.</exception>
    public static async Task<ProcessEnding> Run(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        long memoryBytes,
        TimeSpan time,
        CancellationToken stopping)
    {
        var processorSeconds = (long)Math.Ceiling(time.TotalSeconds * Environment.ProcessorCount);
        string[] limits = [Limit("data", memoryBytes), Limit("cpu", processorSeconds), "--core=0", "--"];
        var start = new ProcessStartInfo(Limiter, [.. limits, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var lines = new Queue<string>();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ends.CancelAfter(time);
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(ends.Token);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        stopping.ThrowIfCancellationRequested();
        lock (lines)
        {
            return new(exitCode, string.Join('\n', lines));
        }

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                if (line.Data is { Length: > 0 } text)
                {
                    lines.Enqueue(text);
                }

                if (lines.Count > LinesKept)
                {
                    lines.Dequeue();
                }
            }
        }
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{Limiter} can't be started: {error.Message}; it is part of Debian's util-linux.", error);
        }
    }

    private static string Limit(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
}
