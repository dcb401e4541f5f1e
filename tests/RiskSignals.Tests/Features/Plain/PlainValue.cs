using RiskSignals.Features;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>What a plain reading of a column gives: a value, or the cause of its absence; and how many facts lie behind it.</summary>
/// <param name="Evidence">Null where the catalogue's document leaves open what is counted.</param>
internal readonly record struct PlainValue(double Value, MissingCause Cause, int? Evidence)
{
    public static PlainValue Of(double value, int? evidence = null) => new(value, MissingCause.None, evidence);

    public static PlainValue Missing(MissingCause cause) => new(double.NaN, cause, null);

    public static PlainValue TooLittle => Missing(MissingCause.TooLittleData);

    public static PlainValue NotApplicable => Missing(MissingCause.NotApplicable);

    public static PlainValue NoData => Missing(MissingCause.NoData);

    /// <summary>A quotient; not applicable if the denominator is zero.</summary>
    public static PlainValue Quotient(double numerator, double denominator, int? evidence = null) =>
        denominator == 0 ? NotApplicable : Of(numerator / denominator, evidence);
}
