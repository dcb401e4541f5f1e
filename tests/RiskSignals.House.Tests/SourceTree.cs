using System.Diagnostics;

namespace RiskSignals.House.Tests;

/// <summary>The files git tracks or would track, read once; every house rule is a question to this list.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } = ReadFiles();

    /// <summary>C# sources written by hand.</summary>
    public static IEnumerable<SourceFile> Code => Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RiskSignals.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("RiskSignals.sln was not found above the test; run the tests inside the checkout.");
    }

    private static List<SourceFile> ReadFiles()
    {
        // A checkout that belongs to another user, as in a container, is still to be read.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        if (git.ExitCode != 0 || paths.Length == 0)
        {
            throw new InvalidOperationException(
                $"git ls-files in {Root} ended with {git.ExitCode} and {paths.Length} files; run the tests inside a checkout.");
        }

        return
        [
            .. paths.Distinct(StringComparer.Ordinal)
                .Where(path => File.Exists(Path.Combine(Root, path)))
                .Where(path => Path.GetExtension(path) is not (".png" or ".gz"))
                .Select(path => new SourceFile(path, Read(path))),
        ];
    }
}

/// <summary>One file of the tree.</summary>
/// <param name="Path">From the root, with slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public IEnumerable<(int Number, string Text)> Lines => Text.Split('\n').Select((line, i) => (i + 1, line));

    public string[] Folders => Path.Split('/')[..^1];
}
