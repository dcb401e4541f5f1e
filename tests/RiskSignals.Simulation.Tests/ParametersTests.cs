namespace RiskSignals.Simulation.Tests;

public sealed class ParametersTests
{
    [Fact]
    public void Bad_parameters_are_refused_all_together()
    {
        var bad = new SimulationParameters(Borrowers: 0, Months: 500)
        {
            LateShare = -0.1,
            Currency = "POUNDS",
            Personas = new(Organised: 0.9),
        };
        var message = Assert.Throws<ArgumentException>(() => new SimulatedLender(bad)).Message;
        Assert.All(
            ["Borrowers is 0", "Months is 500", "LateShare is -0.1", "Currency is POUNDS", "expected shares that add up to 1"],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_defaults_are_in_order() => new SimulationParameters().Check();

    [Fact]
    public void More_shocks_are_felt_when_the_dial_is_turned_up()
    {
        var calm = Portfolio.Live(new(Borrowers: 60, Months: 12) { ShockScale = 0 });
        var recession = Portfolio.Live(new(Borrowers: 60, Months: 12) { ShockScale = 3 });
        Assert.True(recession.Sum(life => life.Shocks.Count) > 3 * calm.Sum(life => life.Shocks.Count));
    }
}
