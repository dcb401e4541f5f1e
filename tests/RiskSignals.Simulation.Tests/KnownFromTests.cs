namespace RiskSignals.Simulation.Tests;

public class KnownFromTests
{
    [Fact]
    public void A_feed_cut_at_a_day_and_gone_on_with_has_every_row_once()
    {
        var day = new DateOnly(2024, 4, 1);
        var whole = new SimulatedLender(Portfolio.Lender(borrowers: 5, months: 6, seed: 7));
        var later = new SimulatedLender(Portfolio.Lender(borrowers: 5, months: 6, seed: 7) with { KnownFrom = day });
        for (var index = 0; index < 5; index++)
        {
            var facts = whole.Live(index).Facts;
            Assert.Equal(facts.Where(fact => fact.KnownOn.Day >= day), later.Live(index).Facts.Where(later.Writes));
            Assert.All(facts, fact => Assert.True(whole.Writes(fact)));
        }
    }
}
