namespace RiskSignals.Tests;

/// <summary>Compares generated text with the committed file; RISKSIGNALS_APPROVE=1 writes the file instead.</summary>
internal static class Approved
{
    public static void Matches(string pathFromRoot, string generated)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RiskSignals.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder.FullName, pathFromRoot);
        if (Environment.GetEnvironmentVariable("RISKSIGNALS_APPROVE") == "1")
        {
            File.WriteAllText(path, generated);
        }

        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            committed == generated,
            $"{pathFromRoot} is not what its source generates. Run the test again with RISKSIGNALS_APPROVE=1, read the difference, and commit it.");
    }
}
