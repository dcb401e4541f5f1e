namespace RiskSignals.Signals;

/// <summary>Which way a quantity must go to raise a signal.</summary>
public enum SignalSide
{
    /// <summary>At the threshold or above.</summary>
    AtLeast,

    /// <summary>At the threshold or below.</summary>
    AtMost,
}

/// <summary>A quantity with the level a signal opens at and the gentler one it closes beyond, so that it doesn't flicker between.</summary>
/// <param name="Quantity">A feature of the catalogue, or one of <see cref="RiskQuantity"/>.</param>
/// <param name="OpenAt">The signal opens at this value.</param>
/// <param name="CloseAt">
/// An open signal stays while the quantity is beyond this value; between them nothing opens and nothing closes.
/// </param>
/// <param name="FullAt">
/// The value of strength 1; strength is 0 at <paramref name="CloseAt"/>. Null if it adds no strength, as a day count.
/// </param>
/// <remarks>
/// Compared in the precision of features: a ratio of 0.6 is a little more as a float than as a double, and would miss its threshold.
/// </remarks>
public sealed record SignalThreshold(string Quantity, SignalSide Side, double OpenAt, double CloseAt, double? FullAt)
{
    /// <summary>Whether a value raises the signal; a missing value never does.</summary>
    public bool Opens(double value) => Side == SignalSide.AtLeast ? (float)value >= (float)OpenAt : (float)value <= (float)OpenAt;

    /// <summary>
    /// Whether a value keeps an open signal open; a missing value does not, so no signal outlives the consent to its data.
    /// </summary>
    public bool Holds(double value) => Side == SignalSide.AtLeast ? (float)value > (float)CloseAt : (float)value < (float)CloseAt;

    /// <summary>0 to 1, linear between closing and full value; null if the threshold adds none.</summary>
    public double? Strength(double value) => FullAt is { } full ? Math.Clamp((value - CloseAt) / (full - CloseAt), 0, 1) : null;
}

/// <summary>One way in which a signal is raised: all thresholds together.</summary>
/// <param name="Sentence">
/// For the risk manager, with .NET format places: {0} the first threshold's value, {1} the probability now, {2} the one it is compared
/// with, {3} the peers' median.
/// </param>
public sealed record SignalCase(IReadOnlyList<SignalThreshold> Thresholds, string Sentence);

/// <summary>A versioned definition of a signal; any of its cases raises it.</summary>
public sealed record SignalRule(string Id, int Version, IReadOnlyList<SignalCase> Cases);

/// <summary>Quantities of the risk itself, beside the features.</summary>
public static class RiskQuantity
{
    /// <summary>Log-odds of MISS30 less the median of the loan's peers.</summary>
    public const string Level = "miss30_level";

    /// <summary>Log-odds of MISS30 less those of the run before, or of the run before the signal opened.</summary>
    public const string Change = "miss30_change";
}
