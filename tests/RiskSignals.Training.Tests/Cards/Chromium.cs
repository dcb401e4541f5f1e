using System.Diagnostics;

namespace RiskSignals.Training.Tests.Cards;

/// <summary>Debian's browser without a screen.</summary>
internal static class Chromium
{
    public const string Program = "/usr/bin/chromium";

    /// <summary>Opens a file from disk; gives the page as it stands when loaded, and what the browser complained of in its console.</summary>
    /// <param name="folder">For the browser's own files.</param>
    /// <param name="asked">Options such as <c>--dump-dom</c>.</param>
    public static (string Page, string[] Complaints) Open(string folder, string file, params string[] asked)
    {
        string[] always =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
            "--enable-logging=stderr", $"--user-data-dir={Path.Combine(folder, "profile")}", "--virtual-time-budget=5000",
        ];
        var start = new ProcessStartInfo(Program, [.. always, .. asked, new Uri(file).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var words = process.StandardError.ReadToEndAsync();
        var page = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{Program} ended with {process.ExitCode}: {words.Result}");
        return (page, [.. words.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
    }
}

/// <summary>Needs Debian's Chromium: skipped where it is absent, but never when CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !File.Exists(Chromium.Program))
        {
            Skip = $"{Chromium.Program} is absent; dotnet make.cs test installs it.";
        }
    }
}
