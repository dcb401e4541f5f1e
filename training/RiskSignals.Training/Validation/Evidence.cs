using System.Globalization;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Validation;

/// <summary>Gathers what there is to know about a bundle that was just made; nothing in the bundle depends on it.</summary>
/// <param name="Recipe">How the bundle was made.</param>
/// <param name="Model">Its model.</param>
/// <param name="Learner">What learnt it.</param>
/// <param name="Calibration">How margins became probabilities.</param>
/// <param name="Search">How learner and parameters were found; null if they weren't searched.</param>
/// <param name="TestRows">Which rows the test took, in words.</param>
/// <param name="Audit">Groups by protected attributes; null without any.</param>
internal sealed record Evidence(
    Recipe Recipe, FittedModel Model, LearnerKind Learner, CalibrationEvidence Calibration, SearchLog? Search, string TestRows, AuditGroups? Audit)
{
    private const int EffectsMax = 8;

    /// <param name="train">Training rows, each with the score of a model that didn't see its borrower.</param>
    /// <param name="test">Test rows, scored by the bundle.</param>
    /// <param name="foldOf">The folds of the training rows.</param>
    /// <param name="run">For the other learners.</param>
    public ValidationReport Gather(ScoredRows train, ScoredRows test, IReadOnlyList<int> foldOf, FitRun run)
    {
        var bundle = test.Bundle;
        var importance = FeatureImportance.Rank(bundle, test.Table.Features);
        var ranges = new TrainingRanges(train.Table.Features);
        var (onTest, onTraining) = (Measures.Of(test.Probabilities, test.Table, Recipe), Measures.Of(train.Probabilities, train.Table, Recipe));
        string[] names = [.. importance.Select(one => one.Feature)];
        var segments = Segmentation.Measure(test, Recipe.Seed);
        return new()
        {
            Title = $"{bundle.Target}, version {bundle.Version}",
            Target = bundle.Target,
            Version = bundle.Version,
            BundleSha256 = bundle.Hash,
            Definition = Recipe.Definition,
            IntendedUse = Recipe.IntendedUse,
            HigherIsRiskier = bundle.HigherIsRiskier,
            Seed = Recipe.Seed,
            Learner = Learner,
            Model = Model.Summary,
            Features = bundle.Features.Count,
            Calibration = Calibration,
            TestRows = TestRows,
            TrainDays = Days(train.Table),
            TestDays = Days(test.Table),
            Test = onTest,
            CrossValidated = onTraining,
            TestGap = TestGap.Of(onTest.Auc, onTraining.Auc),
            Importance = importance,
            Effects = FeatureEffect.Measure(
                test, ranges, importance.Where(one => one.MeanContribution > 0).Take(EffectsMax).Select(one => one.Feature)),
            Sensitivity = FeatureSensitivity.Measure(test, ranges),
            Bands = BandShare.Of(test),
            Reference = new(bundle.Reference.Rows, bundle.PassingBand),
            Interval = IntervalEvidence.Measure(test),
            Stability = StabilityEvidence.Measure(train, test),
            Segments = segments,
            SegmentCount = SegmentCount.Of(segments),
            Baselines =
            [
                .. Recipe.Validation.Baselines.Where(kind => kind != Learner)
                    .Select(kind => BaselineQuality.Measure(test, train.Table, foldOf, names, kind, Recipe, run)),
            ],
            Fairness = Audit is null ? [] : FairnessTable.Measure(test, Audit, Recipe.Seed),
            Conditions = ConditionsEvidence.Measure(test),
            Limits = [.. Limits()],
            Search = Search,
        };
    }

    private static string Days(TrainingTable table) => table.AsOf.Max() == default
        ? "no day given"
        : string.Create(CultureInfo.InvariantCulture, $"{table.AsOf.Min():yyyy-MM-dd} to {table.AsOf.Max():yyyy-MM-dd}");

    private IEnumerable<string> Limits()
    {
        yield return "It holds for borrowers, products and times like those above; elsewhere it is untested.";
        yield return "Outcomes came about under the treatments of their time; the score is no estimate of what a treatment would change.";
        yield return "Contributions explain the model's sum, and effects its shape; neither tells a cause.";
        yield return "Protected attributes, gambling and health-like data are refused as features.";
        if (Recipe.Calibration.ExpectedRate is { } expected)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Probabilities are shifted to an expected base rate of {100 * expected:0.##} %.");
        }
    }
}
