namespace RiskSignals.Cli.Tests;

public class DemoTests
{
    [Fact]
    public void The_demo_ends_with_its_counts_and_leaves_nothing_behind()
    {
        var temporary = Directory.CreateTempSubdirectory("risksignals-test-").FullName;
        try
        {
            var (exitCode, output, errors) = RiskProgram.RunIn(temporary, "demo", "--once", "--borrowers", "200");
            Assert.True(exitCode == 0, errors);
            Assert.Matches(@"^demo ok borrowers 200 loans \d+ signals [1-9]\d* treatments [1-9]\d* outcomes [1-9]\d*$", output[^1]);
            Assert.Contains(output, line => line.Contains("Trial reach-out", StringComparison.Ordinal));
            Assert.Empty(Directory.GetDirectories(temporary, "risksignals-*"));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
