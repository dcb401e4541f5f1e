namespace RiskSignals.House.Tests;

/// <summary>Each rule is asked of the whole tree, and once of a planted offence, so that a rule that finds nothing is known to look.</summary>
public class TidyTests
{
    [Fact]
    public void No_folder_or_type_has_a_banned_name() => HouseRules.Keep(HouseRules.Banned(SourceTree.Files));

    [Fact]
    public void No_interface_has_a_lone_implementation() => HouseRules.Keep(HouseRules.LoneInterfaces(SourceTree.Files));

    [Fact]
    public void Namespaces_are_folders() => HouseRules.Keep(HouseRules.NamespaceIsFolder(SourceTree.Files));

    [Fact]
    public void Files_and_lines_have_a_readable_length() => HouseRules.Keep(HouseRules.Lengths(SourceTree.Files));

    [Fact]
    public void Nothing_is_left_over() => HouseRules.Keep(HouseRules.Leftovers(SourceTree.Files));

    [Fact]
    public void No_test_sleeps() => HouseRules.Keep(HouseRules.Sleeps(SourceTree.Files));

    [Fact]
    public void Files_end_as_they_must() => HouseRules.Keep(HouseRules.Endings(SourceTree.Files));

    [Fact]
    public void The_root_is_bare() => HouseRules.Keep(HouseRules.BareRoot(SourceTree.Files));

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => HouseRules.Keep(HouseRules.ForeignPaths(SourceTree.Files));

    [Fact]
    public void Each_planted_offence_is_found()
    {
        Assert.Single(HouseRules.Banned([new("src/RiskSignals/Utils/A.cs", "")]));
        Assert.Single(HouseRules.Banned([new("src/A/A.cs", "sealed class LoanManager { }")]));
        Assert.Single(HouseRules.LoneInterfaces([new("src/A/A.cs", "interface IScorer { }\nsealed class Scorer : IScorer { }")]));
        Assert.Empty(HouseRules.LoneInterfaces([new("src/A/A.cs", "interface IScorer { }\nclass One : IScorer { }\nclass Two : IScorer { }")]));
        Assert.Single(HouseRules.NamespaceIsFolder([new("src/RiskSignals/Scoring/A.cs", "namespace RiskSignals.Signals;")]));
        Assert.Single(HouseRules.Lengths([new("a.cs", new string('x', HouseRules.LineLengthMax + 1))]));
        Assert.Single(HouseRules.Lengths([new("a.cs", new string('\n', HouseRules.FileLinesMax))]));
        Assert.Single(HouseRules.Leftovers([new("a.cs", "// TODO later")]));
        Assert.Empty(HouseRules.Leftovers([new("a.cs", "// TODO #12 later")]));
        Assert.Single(HouseRules.Sleeps([new("tests/A/A.cs", "Thread.Sleep(1);")]));
        Assert.Equal(3, HouseRules.Endings([new("a.cs", "\tx\r\ny")]).Count());
        Assert.Single(HouseRules.BareRoot([new("notes.txt", "")]));
        Assert.Single(HouseRules.ForeignPaths([new("a.md", "see /home/someone/file")]));
    }
}
