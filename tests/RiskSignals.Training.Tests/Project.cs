namespace RiskSignals.Training.Tests;

/// <summary>Where the project and the real data lie, seen from the running tests.</summary>
internal static class Project
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "RiskSignals.sln")))
        ?? throw new InvalidOperationException("RiskSignals.sln is in no folder above the tests; run them inside the project.");

    /// <summary>The folder of real data, or null where there is none.</summary>
    public static string? Data { get; } = Environment.GetEnvironmentVariable("RISKSIGNALS_DATA")
        ?? (Above(folder => Directory.Exists(Path.Combine(folder, "shared", "data"))) is { } above ? Path.Combine(above, "shared", "data") : null);

    private static string? Above(Func<string, bool> holds)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (holds(folder.FullName))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}

/// <summary>A test that needs the real data: fails without it under CI, is skipped elsewhere.</summary>
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Project.Data is null)
        {
            Skip = "The real data is absent; put shared/data in a folder above the project, or name it in RISKSIGNALS_DATA.";
        }
    }
}
