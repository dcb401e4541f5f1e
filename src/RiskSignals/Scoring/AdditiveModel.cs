namespace RiskSignals.Scoring;

/// <summary>
/// What scorecards and logistic models share: log-odds that are a sum of one term a feature. The exact Shapley value of a feature is then
/// its term less the mean of its terms over the reference population.
/// </summary>
public abstract class AdditiveModel : IModel
{
    private readonly double[] referenceTerms;

    private protected AdditiveModel(int featureCount) => referenceTerms = new double[featureCount];

    /// <inheritdoc/>
    public int FeatureCount => referenceTerms.Length;

    /// <inheritdoc/>
    public double BaseMargin { get; private set; }

    /// <inheritdoc/>
    public abstract double Margin(ReadOnlySpan<float> row);

    /// <inheritdoc/>
    public void Margins(ReadOnlySpan<float> rows, Span<double> margins)
    {
        for (var i = 0; i < margins.Length; i++)
        {
            margins[i] = Margin(rows.Slice(i * FeatureCount, FeatureCount));
        }
    }

    /// <inheritdoc/>
    public double Explain(ReadOnlySpan<float> row, Span<float> contributions)
    {
        for (var feature = 0; feature < referenceTerms.Length; feature++)
        {
            contributions[feature] = (float)(Term(feature, row[feature]) - referenceTerms[feature]);
        }

        return Margin(row);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins)
    {
        for (var i = 0; i < margins.Length; i++)
        {
            margins[i] = Explain(rows.Slice(i * FeatureCount, FeatureCount), contributions.Slice(i * FeatureCount, FeatureCount));
        }
    }

    /// <summary>The log-odds that a value of a feature adds.</summary>
    private protected abstract double Term(int feature, float value);

    /// <summary>Fixes what contributions start from; the last step of every constructor.</summary>
    private protected void CompareWith(ReferencePopulation reference)
    {
        for (var row = 0; row < reference.Rows; row++)
        {
            BaseMargin += Margin(reference.Row(row)) / reference.Rows;
            for (var feature = 0; feature < referenceTerms.Length; feature++)
            {
                referenceTerms[feature] += Term(feature, reference.Row(row)[feature]) / reference.Rows;
            }
        }
    }

    /// <summary>For each feature of the bundle its place among the model's parts, or −1 if no part uses it.</summary>
    private protected static int[] Places(IReadOnlyList<string> parts, IReadOnlyList<ModelFeature> features)
    {
        var strange = parts.FirstOrDefault(part => features.All(feature => feature.Name != part));
        return strange is null
            ? [.. features.Select(feature => parts.ToList().IndexOf(feature.Name))]
            : throw new ArgumentException($"The model uses '{strange}', which is not among the bundle's features; list it there.");
    }
}
