using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>A scorecard made ready to score: whole points, and the log-odds they stand for.</summary>
public sealed class ScorecardModel : AdditiveModel
{
    private readonly Characteristic?[] characteristics;

    internal ScorecardModel(Scorecard card, IReadOnlyList<ModelFeature> features, bool higherIsRiskier, ReferencePopulation reference)
        : base(features.Count)
    {
        Card = card;
        var places = Places([.. card.Characteristics.Select(one => one.Feature)], features);
        characteristics = [.. places.Select(place => place < 0 ? null : card.Characteristics[place])];
        for (var i = 0; i < features.Count; i++)
        {
            RequireDirection(features[i], characteristics[i], higherIsRiskier);
        }

        CompareWith(reference);
    }

    /// <summary>The card as it was read.</summary>
    public Scorecard Card { get; }

    /// <summary>The score of one row in whole points: base points and those of every characteristic.</summary>
    public int Points(ReadOnlySpan<float> row)
    {
        var points = Card.BasePoints;
        for (var feature = 0; feature < characteristics.Length; feature++)
        {
            points += characteristics[feature]?.Points(row[feature]) ?? 0;
        }

        return points;
    }

    /// <inheritdoc/>
    public override double Margin(ReadOnlySpan<float> row) => Card.LogOddsAt(Points(row));

    private protected override double Term(int feature, float value) =>
        (characteristics[feature]?.Points(value) ?? 0) * Card.LogOddsPerPoint;

    /// <summary>Where the catalogue gives a direction, points may not turn back from bin to bin: a reason would be untrue.</summary>
    private void RequireDirection(ModelFeature feature, Characteristic? characteristic, bool higherIsRiskier)
    {
        if (characteristic is null || feature.Direction == RiskDirection.None)
        {
            return;
        }

        var rises = (feature.Direction == RiskDirection.Rises) == higherIsRiskier == Card.PointsToDoubleOdds > 0;
        for (var bin = 1; bin < characteristic.Bins.Count; bin++)
        {
            var step = characteristic.Bins[bin].Points - characteristic.Bins[bin - 1].Points;
            if (rises ? step < 0 : step > 0)
            {
                throw new ArgumentException(
                    $"Characteristic '{feature.Name}' bin {bin} changes the points by {step}, against the feature's direction ({feature.Direction}); " +
                    "merge the bins.");
            }
        }
    }
}
