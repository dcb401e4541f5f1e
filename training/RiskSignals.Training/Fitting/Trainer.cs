using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Fitting;

/// <summary>Makes a bundle from rows and a recipe; the same of both give the same bytes, whatever the number of threads.</summary>
public static class Trainer
{
    /// <summary>Trains on the earlier days and tests on the later ones, each borrower on one side only.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="threads">For XGBoost; keep it below the number of cores when the machine does other work.</param>
    /// <param name="progress">Told the share of rounds done, 0–1; early stopping may end before 1.</param>
    /// <exception cref="ArgumentException">The rows can't be split or learnt from; the message says why.</exception>
    /// <exception cref="XgboostException">XGBoost is absent or refuses.</exception>
    public static TrainedBundle Fit(TrainingTable table, Recipe recipe, int threads = 2, IProgress<double>? progress = null)
    {
        var split = Split.OutOfTime(table, recipe.Validation, recipe.Seed);
        return Build(
            table.Take(split.Train),
            table.Take(split.Test),
            recipe,
            $"days from {split.TestFrom:yyyy-MM-dd}, other borrowers than in training; {split.Dropped} rows on neither side left out",
            threads,
            progress);
    }

    /// <summary>Trains on one table and tests on another, for published splits.</summary>
    /// <exception cref="ArgumentException">A borrower is in both tables, or they differ in their features.</exception>
    public static TrainedBundle FitAndTest(
        TrainingTable train, TrainingTable test, Recipe recipe, int threads = 2, IProgress<double>? progress = null)
    {
        Split.RequireApart(train, test);
        return Build(train, test, recipe, "rows given apart, other borrowers than in training", threads, progress);
    }

    /// <summary>A model without trees yet, that starts at the rows' own base rate and may move only as the features' directions allow.</summary>
    internal static XgboostBooster NewBooster(TrainingTable table, Recipe recipe, int threads, params XgboostMatrix[] matrices)
    {
        var sign = recipe.HigherIsRiskier ? 1 : -1;
        var monotone = table.ModelFeatures
            .Select(feature => feature.Direction switch
            {
                RiskDirection.Rises => sign,
                RiskDirection.Falls => -sign,
                _ => 0,
            })
            .ToArray();
        var (positive, all) = (0.0, 0.0);
        for (var row = 0; row < table.Rows; row++)
        {
            double weight = table.Weights?[row] ?? 1;
            (positive, all) = (positive + (table.Outcomes[row] ? weight : 0), all + weight);
        }

        return XgboostBooster.Create(recipe.Fit, monotone, positive / all, recipe.Seed, threads, matrices);
    }

    private static TrainedBundle Build(
        TrainingTable trainAll, TrainingTable testAll, Recipe recipe, string testRows, int threads, IProgress<double>? progress)
    {
        var features = recipe.Features.Choose(trainAll.ModelFeatures);
        var train = trainAll.Select(features);
        var test = testAll.Select(features);
        RequireBothOutcomes(train, "training");
        RequireBothOutcomes(test, "test");

        var (rounds, margins) = CrossFit.Run(train, recipe, threads, progress);
        var calibration = Calibrate(margins, train, recipe.Calibration);
        var modelJson = Midpoints.Move(FitAll(train, recipe, rounds, threads), train);
        var trees = XgboostJson.Parse(modelJson);
        var (passingBand, reference) = ReferenceRows.Choose(train, trees, calibration, recipe);
        var bundle = Bundle.Create(
            recipe.Target,
            recipe.Version,
            recipe.HigherIsRiskier,
            FeatureCatalog.HashOf(features.Select(feature => feature.Name)),
            features,
            modelJson,
            calibration,
            recipe.Bands,
            passingBand,
            reference);

        var testMargins = new double[test.Rows];
        trees.Margins(test.Features, testMargins);
        var report = new ValidationReport
        {
            Target = bundle.Target,
            Version = bundle.Version,
            BundleSha256 = bundle.Hash,
            Trees = trees.TreeCount,
            Depth = trees.Depth,
            Features = features.Count,
            Calibration = calibration.Kind,
            TestRows = testRows,
            TrainDays = Days(train),
            TestDays = Days(test),
            Test = Measures.Of(Probabilities(calibration, testMargins), test, recipe),
            CrossValidated = Measures.Of(Probabilities(calibration, margins.Select(margin => (double)margin)), train, recipe),
            Importance = FeatureImportance.Rank(bundle, test.Features),
        };
        return new(bundle, report, recipe);
    }

    private static byte[] FitAll(TrainingTable train, Recipe recipe, int rounds, int threads)
    {
        using var rows = train.ToXgboost();
        using var booster = NewBooster(train, recipe, threads, rows);
        for (var round = 0; round < rounds; round++)
        {
            booster.Update(round, rows);
        }

        return booster.ToJson(rounds);
    }

    private static Calibration Calibrate(float[] margins, TrainingTable train, CalibrationChoice choice)
    {
        var outcomes = train.Outcomes.ToArray();
        float[] weights = train.Weights is null ? [] : [.. train.Weights];
        var fitted = choice.Kind switch
        {
            CalibrationKind.Platt => CalibrationFit.Platt(margins, outcomes, weights),
            CalibrationKind.Beta => CalibrationFit.Beta(margins, outcomes, weights),
            CalibrationKind.Isotonic => CalibrationFit.Isotonic(margins, outcomes, weights),
            _ => CalibrationFit.ByPositives(margins, outcomes, weights),
        };
        return choice.ExpectedRate is { } expected
            ? fitted.ShiftPrior(from: (double)outcomes.Count(outcome => outcome) / outcomes.Length, to: expected)
            : fitted;
    }

    private static double[] Probabilities(Calibration calibration, IEnumerable<double> margins) =>
        [.. margins.Select(calibration.Probability)];

    private static string Days(TrainingTable table) => $"{table.AsOf.Min():yyyy-MM-dd} to {table.AsOf.Max():yyyy-MM-dd}";

    private static void RequireBothOutcomes(TrainingTable table, string side)
    {
        if (!table.Outcomes.Contains(true) || !table.Outcomes.Contains(false))
        {
            throw new ArgumentException(
                $"The {table.Rows} {side} rows have {table.Outcomes.Count(outcome => outcome)} with outcome 1; both outcomes are needed. " +
                "Take a longer period or another cut.");
        }
    }
}
