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

    public required double AveragePrecision { get; init; }

    public required double Brier { get; init; }

    public required double LogLoss { get; init; }

    /// <summary>Expected calibration error with its noise floor.</summary>
    public required CalibrationError Ece { get; init; }

    public required double CalibrationSlope { get; init; }

    public required double CalibrationIntercept { get; init; }

    /// <summary>Standard normal if the probabilities are true.</summary>
    public required double SpiegelhalterZ { get; init; }

    /// <summary>Rows with outcome 1 ÷ the sum of the probabilities.</summary>
    public required double ObservedToPredicted { get; init; }

    /// <summary>Of the measures above; null where too few borrowers tell.</summary>
    public required QualityIntervals? Intervals { get; init; }

    /// <summary>From the highest probabilities to the lowest.</summary>
    public required IReadOnlyList<ScoreBin> Deciles { get; init; }

    /// <summary>Where the observed share of each decile would lie were the probabilities true.</summary>
    public required IReadOnlyList<NoiseBand> ReliabilityBands { get; init; }

    /// <summary>What taking the highest scores catches; the ROC curve too.</summary>
    public required IReadOnlyList<OperatingPoint> Curve { get; init; }

    public required IReadOnlyList<HistogramBin> Distribution { get; init; }

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
            AveragePrecision = Quality.AveragePrecision(probabilities, outcomes),
            Brier = Quality.Brier(probabilities, outcomes),
            LogLoss = Quality.LogLoss(probabilities, outcomes),
            Ece = CalibrationError.Measure(probabilities, outcomes, recipe.Seed, borrowerIds: table.BorrowerIds),
            CalibrationSlope = slope,
            CalibrationIntercept = intercept,
            SpiegelhalterZ = Quality.SpiegelhalterZ(probabilities, outcomes),
            ObservedToPredicted = Quality.ObservedToPredicted(probabilities, outcomes),
            Intervals = QualityIntervals.Measure(probabilities, outcomes, table.BorrowerIds, recipe.Seed, recipe.Validation.Resamples),
            Deciles = ScoreBin.Cut(probabilities, outcomes),
            ReliabilityBands = CalibrationError.Bands(probabilities, recipe.Seed),
            Curve = OperatingPoint.Of(probabilities, outcomes),
            Distribution = HistogramBin.Of(probabilities, outcomes),
        };
    }
}
