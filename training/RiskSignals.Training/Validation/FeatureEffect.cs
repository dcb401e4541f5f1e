namespace RiskSignals.Training.Validation;

/// <summary>A value of a feature, and the mean probability were it every row's.</summary>
public sealed record EffectPoint(float Value, double Probability);

/// <summary>How the score depends on one feature, the others as they are (partial dependence over test rows).</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Unit">The unit of its values.</param>
/// <param name="Points">From its low values to its high ones, as they occur in the training rows.</param>
/// <param name="MissingProbability">Mean probability were it missing in every row.</param>
public sealed record FeatureEffect(string Feature, string Unit, IReadOnlyList<EffectPoint> Points, double MissingProbability)
{
    private const int RowsMax = 300;
    private const int PointsMax = 15;

    /// <summary>The effects of some features.</summary>
    internal static IReadOnlyList<FeatureEffect> Measure(ScoredRows test, TrainingRanges train, IEnumerable<string> features)
    {
        var rows = test.Spread(RowsMax);
        var names = test.Bundle.Features.Select(feature => feature.Name).ToList();
        return
        [
            .. features.Select(name => names.IndexOf(name)).Select(feature => new FeatureEffect(
                names[feature],
                test.Bundle.Features[feature].Unit,
                [.. train.Grid(feature, PointsMax).Select(value => new EffectPoint(value, Mean(feature, value)))],
                Mean(feature, float.NaN))),
        ];

        double Mean(int feature, float value) => test.Score(rows, row => row[feature] = value).Average();
    }
}
