using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Validation;

/// <summary>Another learner on the same training and test rows, calibrated the same way: what the model at hand has to be better than.</summary>
/// <param name="Learner">With its parameters of the recipe.</param>
/// <param name="Features">Given to it: all, but to the logistic regression only those that matter most to the model.</param>
/// <param name="Auc">On the test rows, with its interval.</param>
/// <param name="Ks">On the test rows.</param>
/// <param name="Brier">On the test rows.</param>
/// <param name="LogLoss">In nats a row.</param>
/// <param name="Ece">Calibration error over tenths.</param>
/// <param name="Gain">The model's AUC less this one's.</param>
/// <param name="GainLow">Lower end of its interval of <see cref="PairedComparison.Coverage"/>, both measured on the same resamples.</param>
/// <param name="GainHigh">Upper end.</param>
public sealed record BaselineQuality(
    LearnerKind Learner, int Features, AucInterval Auc, double Ks, double Brier, double LogLoss, double Ece, double Gain, double GainLow, double GainHigh)
{
    // Over hundreds of features that say nearly the same its weights settle slowly: minutes for no better order.
    private const int LogisticFeaturesMax = 30;

    /// <param name="importance">Names of all features, what matters most to the model first.</param>
    internal static BaselineQuality Measure(
        ScoredRows test,
        TrainingTable train,
        IReadOnlyList<int> foldOf,
        IReadOnlyList<string> importance,
        LearnerKind kind,
        Recipe recipe,
        FitRun run)
    {
        var names = importance.Take(kind == LearnerKind.Logistic ? LogisticFeaturesMax : importance.Count).ToHashSet(StringComparer.Ordinal);
        var cut = recipe.Calibration.Segments?.Feature;
        ModelFeature[] seen = [.. train.ModelFeatures.Where(feature => names.Contains(feature.Name) || feature.Name == cut)];
        var (own, tested) = (train.Select(seen), test.Table.Select(seen).Features);
        var (margins, settled) = recipe.LearnerOf(kind).CrossFit(own, foldOf, run);
        var calibrated = CalibrationSearch.Run(margins, own, foldOf, recipe.Calibration);
        var probabilities = CalibrationSearch.Probabilities(
            calibrated.Calibration, calibrated.Segments, settled.Fit(own, run).Margins(tested), tested);
        var gain = PairedComparison.Measure(
            probabilities, test.Probabilities, test.Outcomes, test.Table.BorrowerIds, ComparedBy.Auc, recipe.Seed, recipe.Validation.Resamples);
        return new(
            kind,
            seen.Length,
            AucInterval.Measure(probabilities, test.Outcomes, test.Table.BorrowerIds, recipe.Seed, recipe.Validation.Resamples),
            Quality.Ks(probabilities, test.Outcomes),
            Quality.Brier(probabilities, test.Outcomes),
            Quality.LogLoss(probabilities, test.Outcomes),
            CalibrationError.Measure(probabilities, test.Outcomes, recipe.Seed, simulations: 1).Value,
            gain.Gain,
            gain.Low,
            gain.High);
    }
}
