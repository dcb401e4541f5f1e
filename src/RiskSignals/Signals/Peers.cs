using RiskSignals.Scoring;

namespace RiskSignals.Signals;

/// <summary>The median risk of each segment on one day, which a loan's own risk is compared with.</summary>
public sealed class Peers
{
    /// <summary>A median of fewer loans says too little to call one of them high.</summary>
    public const int LoansMin = 20;

    private readonly Dictionary<string, double> medianLogOdds;

    private Peers(Dictionary<string, double> medianLogOdds) => this.medianLogOdds = medianLogOdds;

    /// <summary>The medians of the scored loans of each segment.</summary>
    public static Peers Of(IEnumerable<(string Segment, double MissProbability)> loans) => new(
        loans.GroupBy(loan => loan.Segment, loan => loan.MissProbability, StringComparer.Ordinal)
            .Select(segment => (segment.Key, Probabilities: segment.Order().ToArray()))
            .Where(segment => segment.Probabilities.Length >= LoansMin)
            .ToDictionary(segment => segment.Key, segment => Median(segment.Probabilities), StringComparer.Ordinal));

    /// <summary>The segment's median probability of missing an instalment; NaN with too few peers.</summary>
    public double MissProbability(string segment) => LogOdds.Probability(MissLogOdds(segment));

    internal double MissLogOdds(string segment) => medianLogOdds.GetValueOrDefault(segment, double.NaN);

    private static double Median(double[] ordered) =>
        (LogOdds.Of(ordered[(ordered.Length - 1) / 2]) + LogOdds.Of(ordered[ordered.Length / 2])) / 2;
}
