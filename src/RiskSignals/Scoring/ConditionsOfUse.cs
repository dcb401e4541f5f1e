using System.Globalization;

namespace RiskSignals.Scoring;

/// <summary>The values of one feature that a model may be asked about.</summary>
/// <param name="Low">Least value; NaN, with <paramref name="High"/>, where no value is bounded.</param>
/// <param name="High">Largest value.</param>
/// <param name="MayBeMissing">Whether training rows lacked it.</param>
public readonly record struct SupportRange(float Low, float High, bool MayBeMissing)
{
    private const string OrMissing = " or missing";
    private const string Any = "any";

    /// <summary>Whether a value, NaN for missing, lies inside.</summary>
    public bool Holds(float value) => float.IsNaN(value) ? MayBeMissing : float.IsNaN(Low) || (value >= Low && value <= High);

    /// <summary>Two bounds and two dots between them, or <c>any</c>, and whether it may be missing.</summary>
    public override string ToString()
    {
        var range = float.IsNaN(Low) ? Any : string.Create(CultureInfo.InvariantCulture, $"{Low:R}..{High:R}");
        return MayBeMissing ? range + OrMissing : range;
    }

    /// <summary>Reads such a text; null if it is malformed.</summary>
    internal static SupportRange? Parse(string text)
    {
        var mayBeMissing = text.EndsWith(OrMissing, StringComparison.Ordinal);
        var range = mayBeMissing ? text[..^OrMissing.Length] : text;
        if (range == Any)
        {
            return new(float.NaN, float.NaN, mayBeMissing);
        }

        var ends = range.Split("..");
        return ends.Length == 2 && Number(ends[0], out var low) && Number(ends[1], out var high) && low <= high ? new(low, high, mayBeMissing) : null;

        static bool Number(string end, out float value) =>
            float.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }
}

/// <summary>Where a model's scores may be used, executed with every score: a loan outside gets <see cref="ScoreStatus.OutOfScope"/>.</summary>
public sealed class ConditionsOfUse
{
    /// <summary>More products or jurisdictions than this are refused.</summary>
    public const int NamesMax = 1_000;

    /// <summary>Keeps the conditions.</summary>
    /// <param name="products">Products of the training rows; empty if none is stated, and any will do.</param>
    /// <param name="jurisdictions">Jurisdictions of the training rows; empty if none is stated.</param>
    /// <param name="ranges">One a feature in the model's order; empty if none is stated.</param>
    /// <exception cref="ArgumentException">A name is empty or repeats, or there are too many.</exception>
    public ConditionsOfUse(IReadOnlyList<string> products, IReadOnlyList<string> jurisdictions, IReadOnlyList<SupportRange> ranges)
    {
        foreach (var names in (IReadOnlyList<string>[])[products, jurisdictions])
        {
            if (names.Count > NamesMax || names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            {
                throw new ArgumentException($"Conditions of use name {names.Count} products or jurisdictions; give at most {NamesMax}, each once.");
            }
        }

        (Products, Jurisdictions, Ranges) = (products, jurisdictions, ranges);
    }

    /// <summary>Nothing is stated, so nothing is refused: a model from elsewhere whose training rows nobody knows.</summary>
    public static ConditionsOfUse None { get; } = new([], [], []);

    public IReadOnlyList<string> Products { get; }

    public IReadOnlyList<string> Jurisdictions { get; }

    public IReadOnlyList<SupportRange> Ranges { get; }

    /// <summary>Why a loan is out of scope whatever its features are; null if it isn't.</summary>
    /// <param name="product">The loan's product.</param>
    /// <param name="jurisdiction">Where the borrower lives; null while that isn't known, which refuses nothing.</param>
    public string? Refuses(string product, string? jurisdiction) =>
        Unknown(Products, product) ? $"Product '{product}' was not among the training rows ({Some(Products)}); train with loans of this product."
        : jurisdiction is not null && Unknown(Jurisdictions, jurisdiction)
            ? $"Jurisdiction '{jurisdiction}' was not among the training rows ({Some(Jurisdictions)}); train with borrowers from there."
        : null;

    /// <summary>Why a row is out of scope; null if it isn't.</summary>
    internal string? Refuses(IReadOnlyList<ModelFeature> features, ReadOnlySpan<float> row)
    {
        for (var i = 0; i < Ranges.Count; i++)
        {
            if (!Ranges[i].Holds(row[i]))
            {
                var value = float.IsNaN(row[i]) ? "missing" : row[i].ToString("R", CultureInfo.InvariantCulture);
                return $"Feature '{features[i].Name}' is {value}, far from the training rows ({Ranges[i]}); check the facts, or train with such loans.";
            }
        }

        return null;
    }

    private static bool Unknown(IReadOnlyList<string> known, string name) => known.Count > 0 && !known.Contains(name, StringComparer.Ordinal);

    private static string Some(IReadOnlyList<string> names) => names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} …";
}

/// <summary>Conditions of use as <c>bundle.json</c> holds them.</summary>
/// <param name="Ranges">A text a feature, such as <c>0..365 or missing</c>.</param>
internal sealed record ConditionsText(IReadOnlyList<string> Products, IReadOnlyList<string> Jurisdictions, IReadOnlyList<string> Ranges)
{
    public static ConditionsText Of(ConditionsOfUse conditions) =>
        new(conditions.Products, conditions.Jurisdictions, [.. conditions.Ranges.Select(range => range.ToString())]);

    /// <exception cref="ArgumentException">A range is malformed, or there are not as many as features.</exception>
    public ConditionsOfUse Read(int features)
    {
        if (Ranges.Count != 0 && Ranges.Count != features)
        {
            throw new ArgumentException($"Conditions of use have {Ranges.Count} ranges for {features} features; give one each, or none.");
        }

        return new(Products, Jurisdictions, [.. Ranges.Select((text, i) => SupportRange.Parse(text)
            ?? throw new ArgumentException($"The range of feature {i} is '{text}'; one such as '0..365 or missing' is expected."))]);
    }
}
