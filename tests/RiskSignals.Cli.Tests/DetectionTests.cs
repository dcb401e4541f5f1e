using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskSignals.Cli.Tests;

public class DetectionTests
{
    /// <summary>Least precision and recall, each some way below what larger lenders show, and the longest sensible lead in days.</summary>
    [Fact]
    public void What_is_told_of_a_simulated_lender_is_mostly_so_and_what_was_so_is_mostly_told()
    {
        var output = RiskProgram.Succeeds("benchmark", "detection", "--borrowers", "150", "--months", "18", "--seed", "3");
        AssertDetects(output[^4], "missed_bill", precisionMin: 0.2, recallMin: 0.8, leadMax: 60);
        AssertDetects(output[^3], "income_drop", precisionMin: 0.2, recallMin: 0.5, leadMax: 90);
        AssertDetects(output[^2], "new_lender", precisionMin: 0.4, recallMin: 0.5, leadMax: 90);
        AssertDetects(output[^1], "next_income", precisionMin: 0.6, recallMin: 0.6, leadMax: 20);
    }

    private static void AssertDetects(string line, string name, double precisionMin, double recallMin, double leadMax)
    {
        var numbers = Regex.Match(line, $"^detection {name} precision ([0-9.]+) recall ([0-9.]+) lead_days ([0-9.]+)$").Groups.Values.Skip(1)
            .Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(numbers is [var precision, var recall, var lead] && precision >= precisionMin && recall >= recallMin && lead >= 0 && lead <= leadMax, line);
    }
}
