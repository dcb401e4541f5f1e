using MathNet.Numerics.Distributions;

namespace RiskSignals.Scoring;

/// <summary>What a stability index comes to, its sampling noise taken into account.</summary>
public enum StabilityVerdict
{
    /// <summary>No more than chance explains, or too little to matter.</summary>
    Stable,

    /// <summary>More than chance explains, below the customary limit of a shift.</summary>
    Watch,

    /// <summary>Above the limit of a shift and above what chance explains.</summary>
    Shift,
}

/// <summary>One bin of both samples.</summary>
/// <param name="From">Where it begins; null for the first, and where values are missing.</param>
/// <param name="ToExcl">Where the next one begins; null for the last, and where values are missing.</param>
/// <param name="IsMissing">Whether it is the bin of missing values.</param>
/// <param name="Expected">Share of the reference rows.</param>
/// <param name="Actual">Share of the rows compared.</param>
public sealed record StabilityBin(float? From, float? ToExcl, bool IsMissing, double Expected, double Actual);

/// <summary>
/// Population stability index of one column between two samples, Σ (actual − expected) · ln(actual ÷ expected), beside what it comes to by chance
/// when nothing changed: about a χ² of bins − 1 degrees times (1/n + 1/m). The customary limits 0.10 and 0.25 ignore how few rows there are.
/// </summary>
/// <param name="Psi">The index, at least 0.</param>
/// <param name="Null95">95 % of samples without any change stay below it.</param>
/// <param name="Null999">99.9 % do.</param>
/// <param name="Bins">Tenths of the reference, fewer where it has few values, and one for missing where any is.</param>
public sealed record PopulationStability(double Psi, double Null95, double Null999, StabilityVerdict Verdict, IReadOnlyList<StabilityBin> Bins)
{
    /// <summary>Below it nobody acts, however sure the change is.</summary>
    public const double WatchFrom = 0.10;

    /// <summary>From here on a sure change is a shift.</summary>
    public const double ShiftFrom = 0.25;

    /// <summary>Compares two samples of a column.</summary>
    /// <param name="reference">Values of development; NaN is missing. Fixes the bins.</param>
    /// <param name="compared">Values to compare; NaN is missing.</param>
    /// <param name="referenceBorrowers">Independent units among them: rows of one borrower move together, so borrowers count, not rows.</param>
    /// <param name="comparedBorrowers">The same of the values compared.</param>
    public static PopulationStability Compare(
        ReadOnlySpan<float> reference, ReadOnlySpan<float> compared, int referenceBorrowers, int comparedBorrowers) =>
        StabilityReference.Of(reference, referenceBorrowers).Compare(compared, comparedBorrowers);

    /// <summary>The same from bins that were counted before.</summary>
    /// <param name="bins">Without those that are empty in both samples.</param>
    /// <param name="rows">Rows of the reference and of the sample compared.</param>
    /// <param name="borrowers">The borrowers of both.</param>
    internal static PopulationStability Of(IReadOnlyList<StabilityBin> bins, (int Reference, int Compared) rows, (int Reference, int Compared) borrowers)
    {
        if (bins.Count < 2)
        {
            return new(0, 0, 0, StabilityVerdict.Stable, bins);
        }

        // An empty bin counts as half a row, or one row more or less would make the index infinite.
        var psi = bins.Sum(bin =>
        {
            var (e, a) = (Math.Max(bin.Expected, 0.5 / rows.Reference), Math.Max(bin.Actual, 0.5 / rows.Compared));
            return (a - e) * Math.Log(a / e);
        });
        var noise = (1.0 / borrowers.Reference) + (1.0 / borrowers.Compared);
        var (null95, null999) = (ChiSquared.InvCDF(bins.Count - 1, 0.95) * noise, ChiSquared.InvCDF(bins.Count - 1, 0.999) * noise);
        var verdict = psi <= Math.Max(WatchFrom, null999) ? StabilityVerdict.Stable : psi > ShiftFrom ? StabilityVerdict.Shift : StabilityVerdict.Watch;
        return new(psi, null95, null999, verdict, bins);
    }
}
