using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RiskSignals.House.Tests;

public class ArchitectureTests
{
    /// <summary>Which project may use which; a project exists to keep a foreign dependency out of somewhere.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["RiskSignals"] = [],
        ["RiskSignals.Rpc"] = [],
        ["RiskSignals.Simulation"] = ["RiskSignals"],
        ["RiskSignals.Storage"] = ["RiskSignals"],
        ["RiskSignals.Training"] = ["RiskSignals", "RiskSignals.Storage"],
        ["RiskSignals.Service"] = ["RiskSignals", "RiskSignals.Storage", "RiskSignals.Rpc"],
        ["RiskSignals.Cli"] =
            ["RiskSignals", "RiskSignals.Simulation", "RiskSignals.Storage", "RiskSignals.Rpc", "RiskSignals.Service", "RiskSignals.Training"],
    };

    [Fact]
    public void A_stage_uses_only_the_stages_above_it() => HouseRules.Keep(HouseRules.StageOrder(SourceTree.Files));

    [Theory]
    [InlineData("src/RiskSignals/Features/A.cs", "using RiskSignals.Scoring;")]
    [InlineData("src/RiskSignals/Borrowers/A.cs", "var x = RiskSignals.Features.Catalog.All;")]
    [InlineData("src/RiskSignals/Scoring/A.cs", "var x = Trials.Assignment.Bucket(salt);")]
    public void A_stage_that_looks_down_is_found(string path, string text) => Assert.Single(HouseRules.StageOrder([new(path, text)]));

    [Fact]
    public void The_simulator_uses_nothing_of_the_core_but_borrowers() => HouseRules.Keep(HouseRules.SimulationIndependence(SourceTree.Files));

    [Fact]
    public void A_simulator_that_looks_at_the_code_it_judges_is_found() =>
        Assert.Single(HouseRules.SimulationIndependence([new("src/RiskSignals.Simulation/A.cs", "using RiskSignals.Scoring;")]));

    [Fact]
    public void Nothing_but_the_simulator_names_the_folder_of_its_truth() => HouseRules.Keep(HouseRules.TruthReaders(SourceTree.Files));

    [Theory]
    [InlineData("src/RiskSignals.Cli/A.cs", "File.ReadAllLines(Path.Combine(folder, \"truth\", \"effects.csv\"))")]
    [InlineData("training/RiskSignals.Training/A.cs", "Read($\"{folder}/truth/effects.csv\")")]
    public void One_who_reads_the_truth_is_found(string path, string text) => Assert.Single(HouseRules.TruthReaders([new(path, text)]));

    [Fact]
    public void Folders_are_never_deeper_than_three_levels() => HouseRules.Keep(HouseRules.FlatFolders(SourceTree.Files));

    [Fact]
    public void A_fourth_level_is_found() => Assert.Single(HouseRules.FlatFolders([new("src/RiskSignals/Scoring/Trees/A.cs", "")]));

    [Fact]
    public void The_core_holds_the_six_stages_and_nothing_else()
    {
        var folders = SourceTree.Files
            .Where(file => file.Path.StartsWith("src/RiskSignals/", StringComparison.Ordinal) && file.Folders.Length == 3)
            .Select(file => file.Folders[2]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(HouseRules.Stages, folders);
    }

    [Fact]
    public void The_core_has_one_package() =>
        Assert.Equal(["MathNet.Numerics"], Packages("src/RiskSignals/RiskSignals.csproj").Where(name => !name.EndsWith("Analyzers", StringComparison.Ordinal)));

    [Fact]
    public void The_scoring_host_can_not_reach_the_trainer()
    {
        var service = System.Reflection.Assembly.Load("RiskSignals.Service");
        Assert.DoesNotContain(service.GetReferencedAssemblies(), name => name.Name == "RiskSignals.Training");
        Assert.DoesNotContain(SourceTree.Files, file =>
            file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal)
            && !file.Path.StartsWith("src/RiskSignals.Cli", StringComparison.Ordinal)
            && file.Text.Contains("libxgboost", StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_use_only_the_projects_they_may()
    {
        var projects = SourceTree.Files.Where(file => Regex.IsMatch(file.Path, @"^(src|training)/.*\.csproj$"));
        Assert.All(projects, project =>
        {
            var name = Path.GetFileNameWithoutExtension(project.Path);
            var used = Regex.Matches(project.Text, @"<ProjectReference Include="".*?([\w.]+)\.csproj""").Select(match => match.Groups[1].Value);
            Assert.True(MayUse.ContainsKey(name), $"{name} is not listed: say in {nameof(MayUse)} what it may use, and add it to src/README.md.");
            Assert.Subset(MayUse[name].ToHashSet(), used.ToHashSet());
        });
    }

    [Fact]
    public void Every_version_is_pinned_exactly() =>
        Assert.All(
            XDocument.Parse(SourceTree.Read("Directory.Packages.props")).Descendants("PackageVersion"),
            package => Assert.Matches(@"^\[\d[\w.\-]*\]$", package.Attribute("Version")!.Value));

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Assert.All(
            SourceTree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)),
            project => Assert.Contains(SourceTree.Files, file => file.Path == $"{string.Join('/', project.Folders)}/packages.lock.json"));

    [Fact]
    public void The_readme_of_src_lists_the_stages_and_projects_that_are_there()
    {
        var listed = Regex.Matches(SourceTree.Read("src/README.md"), @"^\| `([\w.]+)` \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var projects = SourceTree.Files
            .Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal) && Regex.IsMatch(file.Path, "^(src|training)/"))
            .Select(file => Path.GetFileNameWithoutExtension(file.Path)).Order(StringComparer.Ordinal);
        Assert.Equal([.. HouseRules.Stages, .. projects], listed);
    }

    [Fact]
    public void Each_source_project_has_a_test_project() =>
        Assert.All(MayUse.Keys, name => Assert.Contains(SourceTree.Files, file => file.Path == $"tests/{name}.Tests/{name}.Tests.csproj"));

    private static IEnumerable<string> Packages(string project) =>
        XDocument.Parse(SourceTree.Read(project)).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
}
