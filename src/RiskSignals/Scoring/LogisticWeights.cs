using System.Text.Json.Serialization;

namespace RiskSignals.Scoring;

/// <summary>A value that stands for something of its own, such as −1 for "never", and what it adds to the log-odds.</summary>
public sealed record SpecialAdds(float Value, double Adds);

/// <summary>
/// The weight of one feature: adds <c>Weight · (value − Mean) ÷ Deviation</c> to the log-odds, the value first brought inside its bounds.
/// </summary>
/// <param name="Feature">Its name in the bundle.</param>
/// <param name="Weight">Log-odds for one deviation; finite.</param>
/// <param name="Mean">Taken from the value; 0 for a plain feature.</param>
/// <param name="Deviation">Then divides it; above 0, 1 for a plain feature.</param>
/// <param name="MissingAdds">What a missing value adds to the log-odds instead; 0 treats it as the mean.</param>
/// <param name="Low">Values below it count as it; null for no such bound.</param>
/// <param name="High">Values above it count as it; null for no such bound.</param>
/// <param name="Special">Values with a term of their own, looked up first; null for none.</param>
public sealed record LogisticWeight(
    string Feature,
    double Weight,
    double Mean,
    double Deviation,
    double MissingAdds,
    float? Low = null,
    float? High = null,
    IReadOnlyList<SpecialAdds>? Special = null)
{
    /// <summary>What a value adds to the log-odds; NaN is missing.</summary>
    public double Term(float value)
    {
        if (float.IsNaN(value))
        {
            return MissingAdds;
        }

        foreach (var special in Special ?? [])
        {
            if (value == special.Value)
            {
                return special.Adds;
            }
        }

        return Weight * ((Math.Clamp(value, Low ?? float.MinValue, High ?? float.MaxValue) - Mean) / Deviation);
    }

    /// <summary>The number that breaks a rule, in words; null if all hold.</summary>
    internal string? Fault() =>
        !double.IsFinite(Weight) || !double.IsFinite(Mean) || !double.IsFinite(MissingAdds) || !double.IsFinite(Deviation) || Deviation <= 0
            ? $"has weight {Weight}, mean {Mean}, deviation {Deviation} and adds {MissingAdds} when missing; " +
                "finite numbers with a deviation above 0 are expected"
        : Low is { } low && High is { } high && !(low <= high) || Low is { } below && !float.IsFinite(below) || High is { } above && !float.IsFinite(above)
            ? $"has the bounds {Low} and {High}; finite ones that rise are expected"
        : Special?.FirstOrDefault(one => !float.IsFinite(one.Value) || !double.IsFinite(one.Adds) || Special.Count(other => other.Value == one.Value) > 1)
            is { } special ? $"has the special value {special.Value} that adds {special.Adds}; finite ones, each once, are expected" : null;
}

/// <summary>A logistic regression over standardised or plain features: plain data, checked when it is read.</summary>
public sealed record LogisticWeights
{
    /// <summary>Checks and keeps the numbers.</summary>
    /// <param name="intercept">The log-odds before any feature; finite.</param>
    /// <param name="weights">At least one, each feature once.</param>
    /// <exception cref="ArgumentException">A bound is broken; the message names the feature.</exception>
    [JsonConstructor]
    public LogisticWeights(double intercept, IReadOnlyList<LogisticWeight> weights)
    {
        if (!double.IsFinite(intercept))
        {
            throw new ArgumentException($"The intercept is {intercept}; a finite number is expected.");
        }

        if (weights.Count == 0 || weights.DistinctBy(one => one.Feature, StringComparer.Ordinal).Count() != weights.Count)
        {
            throw new ArgumentException($"The model has {weights.Count} weights; give at least one, each feature once.");
        }

        foreach (var one in weights)
        {
            if (one.Fault() is { } fault)
            {
                throw new ArgumentException($"Feature '{one.Feature}' {fault}.");
            }
        }

        (Intercept, Weights) = (intercept, weights);
    }

    public double Intercept { get; }

    public IReadOnlyList<LogisticWeight> Weights { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The text is no such model, or breaks one of its rules; the message names the place.</exception>
    public static LogisticWeights Parse(ReadOnlyMemory<byte> json) => BundleText.Read<LogisticWeights>(json.Span, "logistic model");

    /// <summary>The bytes that <see cref="Parse"/> reads.</summary>
    public byte[] ToJson() => BundleText.Write(this);
}
