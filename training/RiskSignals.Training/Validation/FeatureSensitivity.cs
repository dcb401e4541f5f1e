namespace RiskSignals.Training.Validation;

/// <summary>How scores move when one feature is off: what a fault in its data would do.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Step">What it is moved by: the width of the middle half of its known training values, their deviation where that is 0.</param>
/// <param name="MeanUp">Mean change of the probability when it lies a step higher.</param>
/// <param name="MeanDown">Mean change when it lies a step lower.</param>
/// <param name="MeanMissing">Mean change when it is missing.</param>
/// <param name="BandShare">Share of the rows that the worst of the three moves into another band.</param>
public sealed record FeatureSensitivity(string Feature, double Step, double MeanUp, double MeanDown, double MeanMissing, double BandShare)
{
    // Enough for a mean to half a hundredth of a percentage point where scores move by one.
    private const int RowsMax = 500;

    /// <summary>Every feature that moves a score, the one that moves most rows into another band first.</summary>
    internal static IReadOnlyList<FeatureSensitivity> Measure(ScoredRows test, TrainingRanges train)
    {
        var rows = test.Spread(RowsMax);
        var before = test.Score(rows, null);
        var found = new List<FeatureSensitivity>();
        for (var feature = 0; feature < test.Bundle.Features.Count; feature++)
        {
            var (place, step) = (feature, train.Step(feature));
            var up = test.Score(rows, row => row[place] += step);
            var down = test.Score(rows, row => row[place] -= step);
            var missing = test.Score(rows, row => row[place] = float.NaN);
            var moved = new[] { up, down, missing }.Max(after => Enumerable.Range(0, rows.Length).Count(i => Band(after[i]) != Band(before[i])));
            if (up.Concat(down).Concat(missing).Zip(before.Concat(before).Concat(before)).Any(pair => pair.First != pair.Second))
            {
                found.Add(new(
                    test.Bundle.Features[feature].Name, step, Mean(up), Mean(down), Mean(missing), (double)moved / rows.Length));
            }
        }

        return
        [
            .. found.OrderByDescending(one => one.BandShare)
                .ThenByDescending(one => Math.Max(Math.Abs(one.MeanMissing), Math.Max(Math.Abs(one.MeanUp), Math.Abs(one.MeanDown))))
                .ThenBy(one => one.Feature, StringComparer.Ordinal),
        ];

        double Mean(double[] after) => after.Zip(before, (a, b) => a - b).Average();

        string Band(double probability) => Scoring.Band.Of(test.Bundle.Bands, probability).Name;
    }
}
