using RiskSignals.Signals;
using static RiskSignals.Tests.Signals.Rows;

namespace RiskSignals.Tests.Signals;

public sealed class RiskQuadrantTests
{
    [Theory]
    [InlineData(0.05, 0.05, RiskQuadrant.LowSteady)]
    [InlineData(0.05, null, RiskQuadrant.LowSteady)]
    [InlineData(0.06, 0.05, RiskQuadrant.LowSteady)] // both within the noise band
    [InlineData(0.05, 0.03, RiskQuadrant.LowRising)]
    [InlineData(0.20, 0.20, RiskQuadrant.HighSteady)]
    [InlineData(0.20, 0.40, RiskQuadrant.HighSteady)]
    [InlineData(0.20, 0.05, RiskQuadrant.HighRising)]
    public void A_loan_is_placed_by_level_and_change(double now, double? before, RiskQuadrant quadrant) =>
        Assert.Equal(quadrant, RiskQuadrants.Of(Loan(now), before, Neighbours));

    [Fact]
    public void Without_score_or_peers_there_is_no_quadrant()
    {
        Assert.Null(RiskQuadrants.Of(Loan(missProbability: null), 0.1, Neighbours));
        Assert.Null(RiskQuadrants.Of(Loan(), 0.1, Peers.Of([("personal", 0.05)])));
    }

    [Fact]
    public void Peers_are_compared_by_the_median_of_their_segment()
    {
        var cards = Enumerable.Range(0, 20).Select(_ => ("card", 0.5));
        var peers = Peers.Of(Enumerable.Range(1, 21).Select(i => ("personal", i / 100.0)).Concat(cards));
        Assert.Equal(0.11, peers.MissProbability("personal"), 1e-12);
        Assert.Equal(0.5, peers.MissProbability("card"), 1e-12);
        Assert.True(double.IsNaN(peers.MissProbability("mortgage")));
    }
}
