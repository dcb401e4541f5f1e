namespace RiskSignals.Features;

/// <summary>How evidence rows make up a feature's value.</summary>
public enum EvidenceSum
{
    /// <summary>The rows lie behind the value, which is no sum of theirs (a percentile, a slope, a z).</summary>
    Behind,

    /// <summary>The value is the sum of the rows; for money the sum ÷ 100, as quantities are minor units.</summary>
    Sum,

    /// <summary>The value is the sum of the numerator rows, less that of the subtracted ones, ÷ the sum of the denominator rows.</summary>
    Quotient,
}

/// <summary>One column: the only definition of its name, meaning, unit, direction, reason and function.</summary>
public sealed record Feature
{
    private readonly Func<PreparedHistory, FeatureValue>? function;
    private readonly Func<PreparedHistory, Window, FeatureValue>? windowed;
    private readonly Window window;

    internal Feature(Func<PreparedHistory, FeatureValue> function) => this.function = function;

    /// <summary>One window of an attribute.</summary>
    internal Feature(Func<PreparedHistory, Window, FeatureValue> function, Window window) => (windowed, this.window) = (function, window);

    /// <summary>subject_measure_statistic_window in lower snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>The attribute it expands, with {w} for the window; the name itself if there is one window.</summary>
    public required string Attribute { get; init; }

    public required FeatureGroup Group { get; init; }

    /// <summary>What the value stands for; the words of the glossary.</summary>
    public required string Meaning { get; init; }

    public required string Unit { get; init; }

    public required RiskDirection Direction { get; init; }

    /// <summary>Text for the borrower, {value} standing for the value; null if the feature is not a reason.</summary>
    public required string? ReasonText { get; init; }

    public required FeatureUse Use { get; init; }

    /// <summary>Public catalogues with a comparable attribute; null if none was found.</summary>
    public required string? Similar { get; init; }

    /// <summary>How the rows of <see cref="FeatureCatalog.Explain"/> make up the value.</summary>
    public required EvidenceSum Evidence { get; init; }

    /// <summary>What the rows of <see cref="FeatureCatalog.Explain"/> add up to; null if the value is no sum of theirs.</summary>
    public double? Total(IReadOnlyList<EvidenceRow> rows)
    {
        return Evidence switch
        {
            EvidenceSum.Sum => Part(EvidencePart.Value) / (Unit == "money" ? 100 : 1),
            EvidenceSum.Quotient => (Part(EvidencePart.Numerator) - Part(EvidencePart.Subtracted)) / Part(EvidencePart.Denominator),
            _ => null,
        };

        double Part(string part) => rows.Where(row => row.Part == part).Sum(row => row.Quantity);
    }

    internal FeatureValue Compute(PreparedHistory history) => windowed is null ? function!(history) : windowed(history, window);
}
