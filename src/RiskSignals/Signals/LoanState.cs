using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Signals;

/// <summary>What a run knows about one loan when it looks for signals.</summary>
public sealed record LoanState
{
    /// <param name="features">The loan's row; its day is the run's.</param>
    /// <param name="segment">The loan's product; loans of one segment are peers.</param>
    /// <param name="missProbability">Calibrated MISS30, above 0 and below 1; null if the loan could not be scored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0–1.</exception>
    public LoanState(FeatureRow features, string segment, double? missProbability)
    {
        if (missProbability is not (null or (> 0 and < 1)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(missProbability),
                missProbability,
                $"The probability of loan '{features.LoanId}' must lie between 0 and 1; pass null if it has no score.");
        }

        Features = features;
        Segment = segment;
        MissProbability = missProbability;
    }

    public FeatureRow Features { get; }

    public string Segment { get; }

    public double? MissProbability { get; }

    /// <summary>NaN if the loan could not be scored.</summary>
    internal double MissLogOdds => MissProbability is { } probability ? LogOdds.Of(probability) : double.NaN;
}

/// <summary>What the run before left for a loan.</summary>
/// <param name="OpenSignals">Signals it left open.</param>
/// <param name="MissProbability">MISS30 then; null without a run before or without a score in it.</param>
public sealed record LoanWatch(IReadOnlyList<Signal> OpenSignals, double? MissProbability)
{
    /// <summary>A loan that no run has looked at.</summary>
    public static LoanWatch New { get; } = new([], null);
}
