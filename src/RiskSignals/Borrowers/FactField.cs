namespace RiskSignals.Borrowers;

/// <summary>How a field of a fact is written.</summary>
public enum FactFieldType
{
    /// <summary>Any text of 1 to 500 characters without control characters.</summary>
    Text,

    /// <summary>One of the listed words.</summary>
    Code,

    /// <summary>A day, as 2024-03-31.</summary>
    Day,

    /// <summary>A moment in UTC, as 2024-03-31T06:00:00Z.</summary>
    Instant,

    /// <summary>A whole number of minor units, as 12550 for 125.50.</summary>
    Money,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>true or false.</summary>
    Flag,
}

/// <summary>One column of a kind of fact: its file, its table and its documentation follow from this.</summary>
/// <param name="Meaning">What it stands for, for the documentation.</param>
/// <param name="Optional">Whether it may be empty.</param>
/// <param name="Least">Smallest whole number or amount allowed.</param>
/// <param name="Codes">The words allowed for a <see cref="FactFieldType.Code"/>.</param>
/// <param name="References">Name of the kind of fact that must hold this id for the same borrower; null if none.</param>
public sealed record FactField(
    string Name,
    FactFieldType Type,
    string Meaning,
    bool Optional = false,
    long Least = long.MinValue,
    IReadOnlyList<string>? Codes = null,
    string? References = null)
{
    /// <summary>Longest text a field may hold, in characters.</summary>
    public const int TextLengthMax = 500;

    /// <summary>Largest amount a field may hold either way: a thousand billion in units of two decimals.</summary>
    public const long WholeMax = 100_000_000_000_000;

    /// <summary>What a value must look like, for an error message.</summary>
    public string Expected
    {
        get
        {
            var form = Type switch
            {
                FactFieldType.Text => $"text of 1 to {TextLengthMax} characters",
                FactFieldType.Code => "one of " + string.Join(", ", Codes!),
                FactFieldType.Day => "a day as 2024-03-31",
                FactFieldType.Instant => "a UTC moment as 2024-03-31T06:00:00Z",
                FactFieldType.Money => "a whole number of minor units, as 12550 for 125.50",
                FactFieldType.Whole => "a whole number",
                _ => "true or false",
            };
            return form + (Least == long.MinValue ? "" : $", {Least} or more") + (Optional ? ", or empty" : "");
        }
    }
}
