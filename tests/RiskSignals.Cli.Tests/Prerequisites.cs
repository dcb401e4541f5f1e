using System.Diagnostics;

namespace RiskSignals.Cli.Tests;

/// <summary>Needs Debian's Python with some modules: skipped where they are absent, but never when CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public PythonFactAttribute(params string[] modules)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Has(modules))
        {
            Skip = $"{Python} lacks one of {string.Join(", ", modules)}; dotnet make.cs test installs them.";
        }
    }

    private static bool Has(string[] modules)
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {string.Join(", ", modules)}"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>Needs the public data sets: skipped where they are absent, but never when CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Checkout.Data is null)
        {
            Skip = "The public data sets were not found in shared/data above the checkout; name their folder in RISKSIGNALS_DATA.";
        }
    }
}
