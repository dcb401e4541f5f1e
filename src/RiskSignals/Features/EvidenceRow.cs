namespace RiskSignals.Features;

/// <summary>One fact behind a feature, with what it adds.</summary>
/// <param name="FactId">Key of the fact: bank transaction, instalment, contact, flag; a day such as 2024-03-31 for a balance.</param>
/// <param name="Day">The day the fact counts on.</param>
/// <param name="Quantity">What it adds to its part: 1 for a count, days for days, whole minor units for money.</param>
/// <param name="Part">The part of the statistic it belongs to, one of <see cref="EvidencePart"/>.</param>
public sealed record EvidenceRow(string FactId, DateOnly Day, double Quantity, string Part);

/// <summary>The parts that evidence rows add up to.</summary>
public static class EvidencePart
{
    /// <summary>Rows that add up to the value itself, or lie behind a value that is no sum.</summary>
    public const string Value = "value";

    /// <summary>Rows that add up to what is divided.</summary>
    public const string Numerator = "numerator";

    /// <summary>Rows that are taken from the numerator.</summary>
    public const string Subtracted = "subtracted";

    /// <summary>Rows that add up to what it is divided by.</summary>
    public const string Denominator = "denominator";

    /// <summary>Rows of the borrower's own baseline that a value is compared with.</summary>
    public const string Baseline = "baseline";
}
