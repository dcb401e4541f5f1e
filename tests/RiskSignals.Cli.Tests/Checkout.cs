namespace RiskSignals.Cli.Tests;

/// <summary>Where the checkout and the real data lie.</summary>
internal static class Checkout
{
    public static string Root { get; } = Above("RiskSignals.sln") ?? throw new InvalidOperationException("Run the tests inside the checkout.");

    /// <summary>Folder of the public data sets, or null where they are absent.</summary>
    public static string? Data { get; } =
        Environment.GetEnvironmentVariable("RISKSIGNALS_DATA") ?? (Above("shared/data") is { } root ? Path.Combine(root, "shared", "data") : null);

    private static string? Above(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Path.Exists(Path.Combine(folder.FullName, name)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
