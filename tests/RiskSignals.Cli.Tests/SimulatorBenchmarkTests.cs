using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskSignals.Cli.Tests;

public class SimulatorBenchmarkTests
{
    /// <summary>Bounds some way beyond what this small lender gives; scores set beside the truth of other loans are beyond them by far.</summary>
    [Fact]
    public void Scores_come_near_the_true_chances_of_a_small_lender_and_never_rank_better()
    {
        var output = RiskProgram.Succeeds(
            "benchmark", "simulator", "--borrowers", "400", "--tested", "100", "--months", "14", "--replays", "60", "--seed", "5");
        var numbers = Regex.Match(output[^1], "^simulator_mae_points ([0-9.]+) auc ([0-9.]+) true_auc ([0-9.]+) gap ([0-9.]+)$").Groups.Values.Skip(1)
            .Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(numbers is [> 0 and < 8, > 0.85, var trueAuc and < 1, var gap] && gap < 0.08 && trueAuc > numbers[1], output[^1]);
        Assert.Equal(numbers[2] - numbers[1], numbers[3], 0.00015);
        Assert.Contains(output, line => line.Contains("learnt from", StringComparison.Ordinal) && line.Contains("of 400 borrowers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--borrowers", "401")]
    [InlineData("--borrowers", "10")]
    [InlineData("--replays", "0")]
    public void Numbers_that_give_no_test_are_refused_by_name(string option, string value)
    {
        var (exitCode, _, errors) = RiskProgram.Run("benchmark", "simulator", option, value);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{option} is {value}", errors, StringComparison.Ordinal);
    }
}
