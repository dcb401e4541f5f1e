using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>How far one feature's values moved from training to test.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Csi">Its stability index; see <see cref="PopulationStability"/>.</param>
/// <param name="Null95">95 % of samples without any change stay below it.</param>
/// <param name="Null999">99.9 % do.</param>
/// <param name="TrainMissing">Share of training rows that lack it.</param>
/// <param name="TestMissing">Share of test rows that lack it.</param>
public sealed record FeatureStability(
    string Feature, double Csi, double Null95, double Null999, StabilityVerdict Verdict, double TrainMissing, double TestMissing);

/// <summary>How far scores and features moved from the training rows to the test rows.</summary>
/// <param name="Score">The score's own index, on out-of-fold scores against test scores.</param>
/// <param name="Features">The one that moved most first.</param>
/// <param name="Watched">Features beyond the limit at which one looks, and beyond chance.</param>
public sealed record StabilityEvidence(PopulationStability Score, IReadOnlyList<FeatureStability> Features, int Watched)
{
    /// <summary>From here on one looks, if it is beyond chance.</summary>
    public double WatchFrom { get; } = PopulationStability.WatchFrom;

    /// <summary>From here on it is a shift.</summary>
    public double ShiftFrom { get; } = PopulationStability.ShiftFrom;

    /// <param name="train">Training rows with out-of-fold scores.</param>
    /// <param name="test">Test rows.</param>
    internal static StabilityEvidence Measure(ScoredRows train, ScoredRows test)
    {
        var features = Enumerable.Range(0, test.Bundle.Features.Count).Select(feature =>
        {
            var before = train.Table.Features.Column(feature);
            var after = test.Table.Features.Column(feature);
            var found = PopulationStability.Compare(before, after, train.Borrowers, test.Borrowers);
            return new FeatureStability(
                test.Bundle.Features[feature].Name, found.Psi, found.Null95, found.Null999, found.Verdict, Missing(before), Missing(after));
        });
        FeatureStability[] ordered = [.. features.OrderByDescending(one => one.Csi).ThenBy(one => one.Feature, StringComparer.Ordinal)];
        return new(
            PopulationStability.Compare(Floats(train.Probabilities), Floats(test.Probabilities), train.Borrowers, test.Borrowers),
            ordered,
            ordered.Count(one => one.Verdict != StabilityVerdict.Stable));

        static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];
    }

    private static double Missing(ReadOnlySpan<float> values)
    {
        var missing = 0;
        foreach (var value in values)
        {
            missing += float.IsNaN(value) ? 1 : 0;
        }

        return (double)missing / values.Length;
    }
}
