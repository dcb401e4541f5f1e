namespace RiskSignals.Borrowers;

/// <summary>A row that can't be a fact: which field, what stood there, and what was expected.</summary>
public sealed class FactRefusedException(string field, string value, string expected)
    : FormatException($"{field} is '{value}'; expected {expected}.")
{
    /// <summary>Name of the column at fault.</summary>
    public string Field { get; } = field;

    /// <summary>What stood there, cut to 80 characters.</summary>
    public string Value { get; } = value.Length <= 80 ? value : value[..80] + "…";

    /// <summary>What would have been accepted.</summary>
    public string Expected { get; } = expected;
}
