using System.Globalization;

namespace RiskSignals.Cli.Tests;

public class CategoryBenchmarkTests
{
    [Fact]
    public void Words_seldom_tell_a_wrong_class_of_simulated_texts_and_find_most_lenders_that_say_so()
    {
        var output = RiskProgram.Succeeds("benchmark", "categories", "--borrowers", "60", "--seed", "78");
        var categories = Figures(output, "categories");
        Assert.InRange(categories["accuracy"], 0.55, 1);
        Assert.InRange(categories["right_of_decided"], 0.95, 1);
        var lenders = Figures(output, "lenders");
        Assert.InRange(lenders["precision"], 0.95, 1);
        Assert.InRange(lenders["recall"], 0.9, 1);
    }

    private static Dictionary<string, double> Figures(string[] output, string name)
    {
        var words = output.Single(line => line.StartsWith(name + " rows", StringComparison.Ordinal)).Split(' ');
        return words.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
    }
}
