using System.Diagnostics;

namespace RiskSignals.Cli.Tests;

/// <summary>The built program, run as users run it.</summary>
internal static class RiskProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "risk.dll");

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string[] Output, string Errors) Run(params string[] arguments) => RunIn(System.IO.Path.GetTempPath(), arguments);

    /// <summary>Runs it to its end with a folder of its own for temporary files.</summary>
    public static (int ExitCode, string[] Output, string Errors) RunIn(string temporary, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = temporary;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }

    /// <summary>Runs it and expects success.</summary>
    /// <returns>The lines it printed.</returns>
    public static string[] Succeeds(params string[] arguments)
    {
        var (exitCode, output, errors) = Run(arguments);
        Assert.True(exitCode == 0, $"risk {string.Join(' ', arguments)} ended with {exitCode}: {errors}{string.Join('\n', output)}");
        return output;
    }
}
