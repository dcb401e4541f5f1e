namespace RiskSignals.Cli.Tests;

public class DemoTests
{
    [Fact]
    public void The_demo_ends_with_its_counts_and_leaves_nothing_behind()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "risksignals-demo-*");
        var output = RiskProgram.Succeeds("demo", "--once", "--borrowers", "200");
        Assert.Matches(@"^demo ok borrowers 200 loans \d+ signals [1-9]\d* treatments [1-9]\d* outcomes [1-9]\d*$", output[^1]);
        Assert.Contains(output, line => line.Contains("Trial reach-out", StringComparison.Ordinal));
        Assert.Subset(before.ToHashSet(), Directory.GetDirectories(Path.GetTempPath(), "risksignals-demo-*").ToHashSet());
    }
}
