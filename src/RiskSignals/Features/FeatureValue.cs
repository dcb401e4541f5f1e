namespace RiskSignals.Features;

/// <summary>What a feature function returns: a value with the number of facts behind it, or NaN with its cause.</summary>
internal readonly record struct FeatureValue(double Value, MissingCause Cause, int Evidence)
{
    /// <summary>Rows needed in what is averaged or divided by.</summary>
    public const int RowsMin = 3;

    /// <summary>Rows needed for a slope or a spread.</summary>
    public const int SpreadRowsMin = 4;

    public static FeatureValue Of(double value, int evidence) => new(value, MissingCause.None, evidence);

    public static FeatureValue Missing(MissingCause cause, int evidence = 0) => new(double.NaN, cause, evidence);

    /// <summary>Complete 30-day blocks needed for a baseline, and for a statistic over blocks.</summary>
    public const int BlocksMin = 4;

    /// <summary>A quotient; not applicable if the denominator is zero.</summary>
    public static FeatureValue Quotient(double numerator, double denominator, int evidence) =>
        denominator == 0 ? Missing(MissingCause.NotApplicable, evidence) : Of(numerator / denominator, evidence);
}
