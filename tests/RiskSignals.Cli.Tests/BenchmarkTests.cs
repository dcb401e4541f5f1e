namespace RiskSignals.Cli.Tests;

public class BenchmarkTests
{
    [RealDataFact]
    public void Berka_prints_the_line_that_the_readme_quotes() => Quoted("berka");

    [RealDataFact]
    public void Taiwan_prints_the_line_that_the_readme_quotes() => Quoted("taiwan");

    private static void Quoted(string name)
    {
        Assert.NotNull(Checkout.Data);
        var output = RiskProgram.Succeeds("benchmark", name, "--data", Path.Combine(Checkout.Data, name));
        Assert.Contains($"`{output[^1]}`", File.ReadAllText(Path.Combine(Checkout.Root, "README.md")), StringComparison.Ordinal);
    }
}
