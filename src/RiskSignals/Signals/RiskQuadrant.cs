using RiskSignals.Scoring;

namespace RiskSignals.Signals;

/// <summary>Where a loan stands against its peers, and where it is going against its own past.</summary>
public enum RiskQuadrant
{
    /// <summary>Not above its peers, and not worse than before.</summary>
    LowSteady,

    /// <summary>Not above its peers yet, but worse than before: the earliest warning.</summary>
    LowRising,

    /// <summary>Above its peers, as before or better.</summary>
    HighSteady,

    /// <summary>Above its peers, and worse than before.</summary>
    HighRising,
}

/// <summary>Sorts loans into quadrants.</summary>
public static class RiskQuadrants
{
    /// <summary>The quadrant of a loan. Differences of log-odds within the noise band count as none.</summary>
    /// <param name="previous">MISS30 in the run before; null if there is none: then nothing has risen.</param>
    /// <returns>Null if the loan has no score or too few peers.</returns>
    public static RiskQuadrant? Of(LoanState loan, double? previous, Peers peers)
    {
        var level = loan.MissLogOdds - peers.MissLogOdds(loan.Segment);
        if (double.IsNaN(level))
        {
            return null;
        }

        var high = level > SignalRules.NoiseLogOdds;
        var rising = previous is { } before && loan.MissLogOdds - LogOdds.Of(before) > SignalRules.NoiseLogOdds;
        return (high, rising) switch
        {
            (false, false) => RiskQuadrant.LowSteady,
            (false, true) => RiskQuadrant.LowRising,
            (true, false) => RiskQuadrant.HighSteady,
            (true, true) => RiskQuadrant.HighRising,
        };
    }
}
