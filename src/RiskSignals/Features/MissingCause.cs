namespace RiskSignals.Features;

/// <summary>Why a feature is NaN.</summary>
public enum MissingCause : byte
{
    /// <summary>It is not missing.</summary>
    None,

    /// <summary>The source holds nothing about this borrower or loan.</summary>
    NoData,

    /// <summary>There is some data, less than the statistic needs or not over the whole window.</summary>
    TooLittleData,

    /// <summary>No consent to read the bank accounts holds as of the day.</summary>
    Consent,

    /// <summary>The newest data of the source is too old.</summary>
    Stale,

    /// <summary>The question does not arise, or its denominator is zero.</summary>
    NotApplicable,
}
