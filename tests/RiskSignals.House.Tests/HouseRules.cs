using System.Text.RegularExpressions;

namespace RiskSignals.House.Tests;

/// <summary>The rules of the house as questions to files; each answers with its offences, none if all is well.</summary>
internal static partial class HouseRules
{
    public const int FileLinesMax = 600;

    public const int LineLengthMax = 160;

    public static readonly string[] Stages = ["Borrowers", "Features", "Scoring", "Signals", "Treatments", "Trials"];

    private static readonly string[] BannedNames =
        ["Common", "Core", "Helpers", "Helper", "Interfaces", "Managers", "Models", "Services", "Shared", "Utils", "Utilities", "Misc"];

    private static readonly string[] RootEntries =
    [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "RiskSignals.sln", "make.cs", "Directory.Build.props", "Directory.Packages.props",
        ".editorconfig", "global.json", ".gitignore", ".gitattributes", ".ci", "src", "training", "models", "notebooks", "tests", "bench", "docs",
    ];

    /// <summary>Fails with the whole list of offences.</summary>
    public static void Keep(IEnumerable<string> offences)
    {
        var found = offences.ToArray();
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    /// <summary>A stage uses only the stages above it.</summary>
    public static IEnumerable<string> StageOrder(IEnumerable<SourceFile> files) =>
        from file in files
        let stage = Array.FindIndex(Stages, name => file.Path.StartsWith($"src/RiskSignals/{name}/", StringComparison.Ordinal))
        where stage >= 0
        from later in Stages[(stage + 1)..]
        where Regex.IsMatch(file.Text, $@"\bRiskSignals\.{later}\b|(?<![.\w]){later}\.[A-Z]\w*\s*[(.]|^using\s+(static\s+)?{later}\b", RegexOptions.Multiline)
        select $"{file.Path} uses the later stage {later}";

    /// <summary>The simulator is independent of the code it judges.</summary>
    public static IEnumerable<string> SimulationIndependence(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/RiskSignals.Simulation/", StringComparison.Ordinal)
        from stage in Stages[1..]
        where Regex.IsMatch(file.Text, $@"\bRiskSignals\.{stage}\b")
        select $"{file.Path} uses {stage}; the simulator may use Borrowers only";

    /// <summary>What the simulator knows to be true judges the others, so none of them may look at it.</summary>
    public static IEnumerable<string> TruthReaders(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("training/", StringComparison.Ordinal)
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.Path.StartsWith("src/RiskSignals.Simulation/", StringComparison.Ordinal)
        where Regex.IsMatch(file.Text, @"[""/\\]truth[""/\\]")
        select $"{file.Path} names the folder of the simulator's truth";

    public static IEnumerable<string> FlatFolders(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("training/", StringComparison.Ordinal)
        where file.Folders.Length > 3
        select $"{file.Path} lies deeper than three levels";

    public static IEnumerable<string> Banned(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !IsPlanted(file)))
        {
            foreach (var folder in file.Folders.Intersect(BannedNames, StringComparer.Ordinal))
            {
                yield return $"{file.Path} lies in a folder named {folder}";
            }

            foreach (Match type in TypeNamed().Matches(file.Text))
            {
                yield return $"{file.Path} declares {type.Groups[1].Value}";
            }
        }
    }

    /// <summary>An interface needs at least two implementations, or it is only a second name.</summary>
    public static IEnumerable<string> LoneInterfaces(IEnumerable<SourceFile> files)
    {
        var code = files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).ToArray();
        var all = string.Join('\n', code.Select(file => file.Text));
        return
            from file in code
            where file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("training/", StringComparison.Ordinal)
            from Match declared in InterfaceDeclared().Matches(file.Text)
            let name = declared.Groups[1].Value
            where Regex.Count(all, $@"(?:class|record|struct)\s+\w+[^{{;]*?[:,]\s*(?:[\w<>, .]+,\s*)?{name}\b") < 2
            select $"{file.Path}: interface {name} has fewer than two implementations";
    }

    public static IEnumerable<string> NamespaceIsFolder(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && file.Folders.Length >= 2
        let expected = string.Join('.', file.Folders[1..])
        let found = Namespace().Match(file.Text)
        where found.Success && found.Groups[1].Value != expected
        select $"{file.Path} declares namespace {found.Groups[1].Value}; its folder says {expected}";

    public static IEnumerable<string> Lengths(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => Path.GetExtension(file.Path) is ".cs" or ".proto" or ".sql"))
        {
            if (file.Lines.Count() > FileLinesMax)
            {
                yield return $"{file.Path} has {file.Lines.Count()} lines; at most {FileLinesMax}";
            }

            foreach (var (number, line) in file.Lines.Where(line => line.Text.Length > LineLengthMax))
            {
                yield return $"{file.Path}:{number} has {line.Length} characters; at most {LineLengthMax}";
            }
        }
    }

    public static IEnumerable<string> Leftovers(IEnumerable<SourceFile> files) =>
        from file in files
        where Path.GetExtension(file.Path) is ".cs" or ".proto" or ".sql" && !IsPlanted(file)
        from line in file.Lines
        where Leftover().IsMatch(line.Text)
        select $"{file.Path}:{line.Number} {line.Text.Trim()}";

    /// <summary>Tests that sleep are slow on a good day and wrong on a bad one.</summary>
    public static IEnumerable<string> Sleeps(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("tests/", StringComparison.Ordinal) && !IsPlanted(file)
        from line in file.Lines
        where line.Text.Contains("Thread.Sleep", StringComparison.Ordinal) || line.Text.Contains("Assert.True(true)", StringComparison.Ordinal)
        select $"{file.Path}:{line.Number} {line.Text.Trim()}";

    public static IEnumerable<string> Endings(IEnumerable<SourceFile> files) =>
        from file in files
        where Path.GetExtension(file.Path) is ".cs" or ".md" or ".proto" or ".sql" or ".json" or ".props" or ".csproj"
        where !file.Path.EndsWith("packages.lock.json", StringComparison.Ordinal) && !file.Path.StartsWith("models/", StringComparison.Ordinal)
        from fault in new[]
        {
            file.Text.Contains('\r', StringComparison.Ordinal) ? "carriage returns" : null,
            Path.GetExtension(file.Path) != ".json" && file.Text.Contains('\t', StringComparison.Ordinal) ? "tabs" : null,
            file.Text.EndsWith('\n') ? null : "no final line feed",
        }
        where fault is not null
        select $"{file.Path} has {fault}";

    public static IEnumerable<string> BareRoot(IEnumerable<SourceFile> files) =>
        files.Select(file => file.Path.Split('/')[0]).Distinct(StringComparer.Ordinal).Except(RootEntries, StringComparer.Ordinal)
            .Select(entry => $"{entry} does not belong in the root");

    /// <summary>The project stands alone: it names no machine's folders.</summary>
    public static IEnumerable<string> ForeignPaths(IEnumerable<SourceFile> files) =>
        from file in files
        where !IsPlanted(file)
        from line in file.Lines
        where ForeignPath().IsMatch(line.Text)
        select $"{file.Path}:{line.Number} {line.Text.Trim()}";

    /// <summary>The rules' own tests hold offences on purpose.</summary>
    private static bool IsPlanted(SourceFile file) => file.Path.StartsWith("tests/RiskSignals.House.Tests/", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:class|record|struct)\s+(\w+(?:Manager|Helper|Utils|Dto|Impl))\b")]
    private static partial Regex TypeNamed();

    [GeneratedRegex(@"\binterface\s+(I[A-Z]\w+)")]
    private static partial Regex InterfaceDeclared();

    [GeneratedRegex(@"^namespace\s+([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK)\b(?!\s*#\d)|NotImplementedException|#region")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"(?<![\w.])/(?:work|home/\w+|root)/")]
    private static partial Regex ForeignPath();
}
