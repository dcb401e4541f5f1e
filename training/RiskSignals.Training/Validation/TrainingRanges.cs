using RiskSignals.Features;

namespace RiskSignals.Training.Validation;

/// <summary>The known values of each feature in the training rows, rising.</summary>
internal sealed class TrainingRanges(FeatureMatrix train)
{
    private readonly float[][] known = [.. Enumerable.Range(0, train.Names.Count).Select(column =>
    {
        float[] values = [.. train.Column(column).ToArray().Where(value => !float.IsNaN(value))];
        Array.Sort(values);
        return values;
    })];

    /// <summary>The width of the middle half of a feature's values; their deviation where that is 0; 0 if it never varies.</summary>
    public float Step(int feature)
    {
        var values = known[feature];
        if (values.Length == 0)
        {
            return 0;
        }

        var width = At(feature, 0.75) - At(feature, 0.25);
        var mean = values.Average(value => (double)value);
        return width > 0 ? width : (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>The value below which such a share of the known ones lies.</summary>
    public float At(int feature, double share) => known[feature][(int)Math.Min(share * known[feature].Length, known[feature].Length - 1)];

    /// <summary>At most so many values of a feature, evenly spread over its known ones, each once; none if it is never known.</summary>
    public float[] Grid(int feature, int most) => known[feature].Length == 0
        ? []
        : [.. Enumerable.Range(0, most).Select(i => At(feature, (i + 0.5) / most)).Distinct()];
}
