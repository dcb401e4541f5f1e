using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Validation;

/// <summary>The quality of probabilities on one set of rows.</summary>
public sealed record Measures
{
    public required int Rows { get; init; }

    public required int Borrowers { get; init; }

    public required int Positives { get; init; }

    /// <summary>With its 95 % bootstrap interval over borrowers.</summary>
    public required AucInterval Auc { get; init; }

    public required double Gini { get; init; }

    public required double Ks { get; init; }

    public required double Brier { get; init; }

    public required double LogLoss { get; init; }

    /// <summary>Expected calibration error with its noise floor.</summary>
    public required CalibrationError Ece { get; init; }

    public required double CalibrationSlope { get; init; }

    public required double CalibrationIntercept { get; init; }

    /// <summary>From the highest probabilities to the lowest.</summary>
    public required IReadOnlyList<ScoreBin> Deciles { get; init; }

    internal static Measures Of(double[] probabilities, TrainingTable table, Recipe recipe)
    {
        var outcomes = table.Outcomes.ToArray();
        var auc = AucInterval.Measure(probabilities, outcomes, table.BorrowerIds, recipe.Seed, recipe.Validation.Resamples);
        var (slope, intercept) = Quality.CalibrationLine(probabilities, outcomes);
        return new()
        {
            Rows = table.Rows,
            Borrowers = table.BorrowerIds.Distinct(StringComparer.Ordinal).Count(),
            Positives = outcomes.Count(outcome => outcome),
            Auc = auc,
            Gini = Quality.Gini(auc.Auc),
            Ks = Quality.Ks(probabilities, outcomes),
            Brier = Quality.Brier(probabilities, outcomes),
            LogLoss = Quality.LogLoss(probabilities, outcomes),
            Ece = CalibrationError.Measure(probabilities, outcomes, recipe.Seed),
            CalibrationSlope = slope,
            CalibrationIntercept = intercept,
            Deciles = ScoreBin.Cut(probabilities, outcomes),
        };
    }
}
