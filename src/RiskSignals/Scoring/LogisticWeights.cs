using System.Text.Json.Serialization;

namespace RiskSignals.Scoring;

/// <summary>The weight of one feature: adds <c>Weight · (value − Mean) ÷ Deviation</c> to the log-odds.</summary>
/// <param name="Feature">Its name in the bundle.</param>
/// <param name="Weight">Log-odds for one deviation; finite.</param>
/// <param name="Mean">Taken from the value; 0 for a plain feature.</param>
/// <param name="Deviation">Then divides it; above 0, 1 for a plain feature.</param>
/// <param name="MissingAdds">What a missing value adds to the log-odds instead; 0 treats it as the mean.</param>
public sealed record LogisticWeight(string Feature, double Weight, double Mean, double Deviation, double MissingAdds);

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
            if (!double.IsFinite(one.Weight) || !double.IsFinite(one.Mean) || !double.IsFinite(one.MissingAdds)
                || !double.IsFinite(one.Deviation) || one.Deviation <= 0)
            {
                throw new ArgumentException(
                    $"Feature '{one.Feature}' has weight {one.Weight}, mean {one.Mean}, deviation {one.Deviation} and adds {one.MissingAdds} " +
                    "when missing; finite numbers with a deviation above 0 are expected.");
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
