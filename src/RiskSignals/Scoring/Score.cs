namespace RiskSignals.Scoring;

/// <summary>A calibrated probability of one target, with what it rests on.</summary>
/// <param name="Target">The target's id, such as <c>MISS30@1</c>.</param>
/// <param name="Probability">Inside 0–1, both excluded.</param>
/// <param name="Interval">Holds the probability; null if the bundle gives no intervals.</param>
/// <param name="Margin">The model's own log-odds, before calibration.</param>
/// <param name="Band">The name of the band the probability lies in.</param>
/// <param name="Reasons">0 to 4 reasons, strongest first; none when nothing that can be told raised the risk by more than calibration can tell.</param>
/// <param name="BundleHash">SHA-256 of the bundle, lower-case hexadecimal.</param>
public sealed record Score(
    string Target,
    double Probability,
    ProbabilityInterval? Interval,
    double Margin,
    string Band,
    IReadOnlyList<Reason> Reasons,
    string BundleHash);

/// <summary>Whether a row got a score, and if not, why.</summary>
public enum ScoreStatus
{
    /// <summary>It has a score.</summary>
    Scored,

    /// <summary>Every feature is missing: nothing is known to score.</summary>
    NoData,

    /// <summary>A value is infinite: the row was computed wrongly upstream.</summary>
    ValueNotFinite,

    /// <summary>The loan is unlike those the model learnt from: outside the bundle's conditions of use.</summary>
    OutOfScope,

    /// <summary>The contributions don't add up to the margin: reasons taken from them would be wrong, so there is no score either.</summary>
    ContributionsUnsound,
}

/// <summary>A score, or a refusal by name: a row that can't be scored never stops the batch.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Score">Present exactly when <paramref name="Status"/> is <see cref="ScoreStatus.Scored"/>.</param>
/// <param name="Detail">What to do about a refusal; empty for a score.</param>
public sealed record ScoreResult(ScoreStatus Status, Score? Score, string Detail);
