namespace RiskSignals.Scoring;

/// <summary>An AUC with its 95 % bootstrap interval (percentiles).</summary>
/// <param name="Auc">The AUC of the rows as they are.</param>
/// <param name="Low">2.5 % point over the resamples.</param>
/// <param name="High">97.5 % point.</param>
public sealed record AucInterval(double Auc, double Low, double High)
{
    /// <summary>Measures the AUC and resamples whole groups with replacement, since rows of one borrower are no independent evidence.</summary>
    /// <param name="scores">One score a row.</param>
    /// <param name="outcomes">One outcome a row.</param>
    /// <param name="groups">One borrower id a row; empty when every row stands for itself.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="resamples">At least 100.</param>
    public static AucInterval Measure(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, IReadOnlyList<string> groups, int seed, int resamples = 1_000)
    {
        // A resample without one of the outcomes has no AUC; where hardly any has both, nothing is known.
        var ranked = new RankedRows(scores, outcomes);
        var (low, high) = BorrowerResamples.Intervals(groups, scores.Length, seed, resamples, ranked.Auc)[0];
        return new(ranked.Auc([]), double.IsNaN(low) ? 0 : low, double.IsNaN(high) ? 1 : high);
    }
}
