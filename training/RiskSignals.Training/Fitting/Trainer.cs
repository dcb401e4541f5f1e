using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tables;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Fitting;

/// <summary>Makes a bundle from rows and a recipe; the same of both give the same bytes, whatever the number of threads.</summary>
public static class Trainer
{
    // How much of the time each step takes, roughly; for the progress bar alone.
    private const double SearchShare = 0.7;
    private const double CrossFitShare = 0.8;
    private const double LearnShare = 0.8;

    /// <summary>Trains on the earlier days and tests on the later ones, each borrower on one side only; borrowers are drawn when there is one day.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="threads">For XGBoost; keep it below the number of cores when the machine does other work.</param>
    /// <param name="progress">Told the share done, the round and its measure; early stopping may end before 1.</param>
    /// <param name="audit">Groups by protected attributes for the fairness table; no part of the model.</param>
    /// <param name="cancel">Ends the work between rounds.</param>
    /// <exception cref="ArgumentException">The rows can't be split or learnt from; the message says why.</exception>
    /// <exception cref="XgboostException">XGBoost is absent or refuses.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainedBundle Fit(
        TrainingTable table,
        Recipe recipe,
        int threads = 2,
        IProgress<FitProgress>? progress = null,
        AuditGroups? audit = null,
        CancellationToken cancel = default)
    {
        var (split, testRows) = Cut(table, recipe);
        return Build(table.Take(split.Train), table.Take(split.Test), recipe, testRows, Run(recipe, threads, progress, cancel), audit);
    }

    /// <summary>The same from a table of a file; what its columns mean is learnt from the training rows alone, and kept with the bundle.</summary>
    /// <exception cref="FormatException">A cell or column of the table can't be used; the message names it.</exception>
    public static TrainedBundle Fit(
        FlatTable table,
        Recipe recipe,
        int threads = 2,
        IProgress<FitProgress>? progress = null,
        AuditGroups? audit = null,
        CancellationToken cancel = default)
    {
        // Who tests doesn't depend on what columns mean, so for the cut they may be looked at as a whole.
        int[] all = [.. Enumerable.Range(0, table.Rows)];
        var (split, testRows) = Cut(table.Encode(TableColumns.Learn(table.Raw, table.Choice, all), all), recipe);
        var columns = TableColumns.Learn(table.Raw, table.Choice, split.Train);
        var trained = Build(
            table.Encode(columns, split.Train), table.Encode(columns, split.Test), recipe, testRows, Run(recipe, threads, progress, cancel), audit);
        return trained with { Columns = columns };
    }

    /// <summary>Trains on one table and tests on another, for published splits.</summary>
    /// <exception cref="ArgumentException">A borrower is in both tables, or they differ in their features.</exception>
    public static TrainedBundle FitAndTest(
        TrainingTable train,
        TrainingTable test,
        Recipe recipe,
        int threads = 2,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancel = default)
    {
        Split.RequireApart(train, test);
        return Build(train, test, recipe, "rows given apart, other borrowers than in training", Run(recipe, threads, progress, cancel));
    }

    /// <summary>What a benchmark needs of training: a model, its calibration, and how both were found.</summary>
    internal static Learnt Learn(TrainingTable train, Recipe recipe, FitRun run)
    {
        var searched = recipe.Search is null ? 0 : SearchShare;
        var (learner, search) = recipe.Search is { } choice
            ? LearnerSearch.Run(train, recipe, choice, run.Part(0, searched))
            : (recipe.LearnerOf(recipe.Learner), null);
        var crossed = searched + (CrossFitShare * (1 - searched));
        var foldOf = Split.Folds(train, recipe.Validation.Folds, recipe.Seed);
        var (margins, settled) = learner.CrossFit(train, foldOf, run.Part(searched, crossed));
        var calibrated = CalibrationSearch.Run(margins, train, foldOf, recipe.Calibration);
        return new(settled.Fit(train, run.Part(crossed, 1)), calibrated, margins, foldOf, settled, search);
    }

    private static (Split Split, string TestRows) Cut(TrainingTable table, Recipe recipe)
    {
        if (table.AsOf.Distinct().Take(2).Count() == 1)
        {
            return (Split.ByBorrower(table, recipe.Validation, recipe.Seed), "borrowers drawn by a hash of their id, other than in training");
        }

        var split = Split.OutOfTime(table, recipe.Validation, recipe.Seed);
        return (split, $"days from {split.TestFrom:yyyy-MM-dd}, other borrowers than in training; {split.Dropped} rows on neither side left out");
    }

    private static FitRun Run(Recipe recipe, int threads, IProgress<FitProgress>? progress, CancellationToken cancel) =>
        new(recipe.HigherIsRiskier, recipe.Seed) { Threads = threads, Progress = progress, Cancel = cancel };

    private static TrainedBundle Build(
        TrainingTable trainAll, TrainingTable testAll, Recipe recipe, string testRows, FitRun run, AuditGroups? audit = null)
    {
        var features = recipe.Features.Choose(trainAll.ModelFeatures);
        var train = trainAll.Select(features);
        var test = testAll.Select(features);
        RequireBothOutcomes(train, "training");
        RequireBothOutcomes(test, "test");
        audit?.RequireSome(test.BorrowerIds);

        var (model, calibrated, margins, foldOf, learner, search) = Learn(train, recipe, run.Part(0, LearnShare));
        var calibration = calibrated.Calibration;
        var (passingBand, reference) = ReferenceRows.Choose(train, model, calibration, recipe, calibrated.Segments);
        var bundle = Bundle.Create(
            recipe.Target,
            recipe.Version,
            recipe.HigherIsRiskier,
            train.DefinedBy ?? FeatureCatalog.HashOf(features.Select(feature => feature.Name)),
            features,
            model.Json,
            calibration,
            recipe.Bands,
            passingBand,
            reference,
            model.Kind,
            calibrated.Segments,
            calibrated.Interval,
            recipe.Conditions.Of(train));

        double[] given = [.. margins.Select(margin => (double)margin)];
        var crossScored = new ScoredRows(
            bundle, train, CalibrationSearch.Probabilities(calibration, calibrated.Segments, given, train.Features));
        var evidence = new Evidence(recipe, model, learner.Kind, calibrated.Evidence, search, testRows, audit);
        return new(bundle, evidence.Gather(crossScored, ScoredRows.Of(bundle, test), foldOf, run.Part(LearnShare, 1)), recipe);
    }

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

/// <summary>What was learnt of training rows.</summary>
/// <param name="Model">Fitted on all of them.</param>
/// <param name="Calibrated">How its margins become probabilities.</param>
/// <param name="Margins">One a row, by a model that didn't see the row's borrower.</param>
/// <param name="FoldOf">The folds that these margins come from.</param>
/// <param name="Learner">With what the folds settled.</param>
/// <param name="Search">How learner and parameters were found; null if they weren't searched.</param>
internal sealed record Learnt(
    FittedModel Model, CalibrationSearch Calibrated, float[] Margins, IReadOnlyList<int> FoldOf, ILearner Learner, SearchLog? Search);
