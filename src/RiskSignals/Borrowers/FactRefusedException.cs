namespace RiskSignals.Borrowers;

/// <summary>A row that can't be a fact: which field, what stood there, and what was expected.</summary>
public sealed class FactRefusedException(string field, string value, string expected)
    : FormatException($"{field} is '{value}'; expected {expected}.")
{
    /// <summary>Longest value that is shown in full.</summary>
    public const int ValueLengthMax = 80;

    /// <summary>Name of the column at fault, or JSON path of the field.</summary>
    public string Field { get; } = field;

    /// <summary>What stood there, cut to 80 characters.</summary>
    public string Value { get; } = value.Length <= ValueLengthMax ? value : value[..ValueLengthMax] + "…";

    /// <summary>What would have been accepted.</summary>
    public string Expected { get; } = expected;
}
