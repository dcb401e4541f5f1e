using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace RiskSignals.Bench;

/// <summary>What ran the benchmark, in words that name no one's computer.</summary>
internal static partial class Machine
{
    /// <summary>The kind of processor, as <c>AMD EPYC</c>.</summary>
    public static string Processor { get; } = File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString()
        : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The widest vectors that .NET uses here.</summary>
    public static string Instructions { get; } =
        Vector512.IsHardwareAccelerated ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";

    /// <summary>The folder of its results, as <c>amd-epyc-2-cores-avx2</c>.</summary>
    public static string Folder { get; } =
        NotInNames().Replace($"{Processor} {Environment.ProcessorCount} cores {Instructions}".ToLowerInvariant(), "-").Trim('-');

    /// <summary>The commit of the sources, with a mark if they were changed since.</summary>
    public static string Commit()
    {
        var commit = Output("git", "rev-parse", "--short=12", "HEAD");
        return commit.Length == 0 ? "unknown" : Output("git", "status", "--porcelain", "--untracked-files=no").Length == 0 ? commit : commit + " with changes";
    }

    /// <summary>What a program prints, empty if it can't be run.</summary>
    public static string Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
