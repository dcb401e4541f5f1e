using System.Diagnostics;
using System.Text.Json;

namespace RiskSignals.Tests.Scoring;

/// <summary>Debian's scikit-learn, as an oracle that shares no code with us.</summary>
internal static class Sklearn
{
    private const string Python = "/usr/bin/python3";

    public static bool IsThere { get; } = File.Exists(Python) && Run("import sklearn", string.Empty).ExitCode == 0;

    /// <summary>Runs a script that reads JSON from its input and prints a JSON list of numbers.</summary>
    public static double[] Numbers(string script, object input)
    {
        var (exitCode, output, error) = Run(script, JsonSerializer.Serialize(input));
        Assert.True(exitCode == 0, error);
        return JsonSerializer.Deserialize<double[]>(output)!;
    }

    private static (int ExitCode, string Output, string Error) Run(string script, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", "-c", script])
        {
            // Its linear algebra spins on every core otherwise, which takes minutes on a busy machine.
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

/// <summary>A test that needs scikit-learn: fails without it under CI, is skipped elsewhere.</summary>
public sealed class SklearnFactAttribute : FactAttribute
{
    public SklearnFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Sklearn.IsThere)
        {
            Skip = "scikit-learn is absent; install the Debian package python3-sklearn.";
        }
    }
}
