namespace RiskSignals.Training.Tables;

/// <summary>A value of a column that stands for something of its own.</summary>
/// <param name="Code">As the file has it, such as −1.</param>
/// <param name="Meaning">What it stands for, such as "never".</param>
public sealed record SpecialCode(float Code, string Meaning);

/// <summary>What the columns of a table are.</summary>
/// <param name="Label">The column of outcomes, 0 or 1.</param>
public sealed record TableChoice(string Label)
{
    /// <summary>The column that names each row; null numbers them.</summary>
    public string? Id { get; init; }

    /// <summary>The column of the borrower, whose rows are kept together; null for <see cref="Id"/>.</summary>
    public string? Group { get; init; }

    /// <summary>The column of the day each row was looked from, as 2024-03-31; null when rows have no order in time.</summary>
    public string? AsOf { get; init; }

    /// <summary>Columns of categories; all others are numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns with values that stand for something of their own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SpecialCode>> Special { get; init; } = new Dictionary<string, IReadOnlyList<SpecialCode>>();

    /// <summary>Columns left out.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];
}
