using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>A logistic regression made ready to score.</summary>
public sealed class LogisticModel : AdditiveModel
{
    private readonly LogisticWeight?[] weights;

    internal LogisticModel(LogisticWeights model, IReadOnlyList<ModelFeature> features, bool higherIsRiskier, ReferencePopulation reference)
        : base(features.Count)
    {
        Weights = model;
        var places = Places([.. model.Weights.Select(one => one.Feature)], features);
        weights = [.. places.Select(place => place < 0 ? null : model.Weights[place])];
        for (var i = 0; i < features.Count; i++)
        {
            RequireDirection(features[i], weights[i], higherIsRiskier);
        }

        CompareWith(reference);
    }

    /// <summary>The weights as they were read.</summary>
    public LogisticWeights Weights { get; }

    /// <inheritdoc/>
    public override double Margin(ReadOnlySpan<float> row)
    {
        var sum = Weights.Intercept;
        for (var feature = 0; feature < weights.Length; feature++)
        {
            sum += Term(feature, row[feature]);
        }

        return sum;
    }

    private protected override double Term(int feature, float value) => weights[feature]?.Term(value) ?? 0;

    /// <summary>Where the catalogue gives a direction, the weight may not point the other way: a reason would be untrue.</summary>
    private static void RequireDirection(ModelFeature feature, LogisticWeight? weight, bool higherIsRiskier)
    {
        var towardRisk = (higherIsRiskier ? 1 : -1) * (weight?.Weight ?? 0);
        if ((feature.Direction == RiskDirection.Rises && towardRisk < 0) || (feature.Direction == RiskDirection.Falls && towardRisk > 0))
        {
            throw new ArgumentException(
                $"Feature '{feature.Name}' has the weight {weight!.Weight}, against its direction ({feature.Direction}); leave it out or fit again.");
        }
    }
}
