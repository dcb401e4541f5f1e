using System.Globalization;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// Boosted trees by XGBoost. With several seeds it is fitted once a seed, and all the trees make one ensemble whose leaves count one seed's
/// share: the average of the models, executed as one.
/// </summary>
public sealed record XgboostLearner(FitParameters Fitted) : ILearner
{
    /// <inheritdoc/>
    public LearnerKind Kind => LearnerKind.Xgboost;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Parameters =>
    [
        ("rounds", Text(Fitted.Rounds)), ("depth", Text(Fitted.Depth)), ("eta", Text(Fitted.Eta)), ("min_child_weight", Text(Fitted.MinChildWeight)),
        ("row_sample", Text(Fitted.RowSample)), ("column_sample", Text(Fitted.ColumnSample)), ("lambda", Text(Fitted.Lambda)),
        ("seeds", Text(Fitted.Seeds)),
    ];

    /// <inheritdoc/>
    public CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run)
    {
        var (rounds, margins) = Fitting.CrossFit.Run(table, foldOf, Fitted, run);

        // Of no round that helps, one tree is the least that makes a model.
        return new(margins, new XgboostLearner(Fitted with { Rounds = Math.Max(1, rounds) }));
    }

    /// <inheritdoc/>
    public FittedModel Fit(TrainingTable table, FitRun run)
    {
        using var rows = table.ToQuantiles(Fitted.Bins, run.Threads);
        var models = new List<byte[]>();
        for (var seed = 0; seed < Fitted.Seeds; seed++)
        {
            using var booster = NewBooster(table, Fitted, run with { Seed = run.Seed + seed }, chosen: null, rows);
            for (var round = 0; round < Fitted.Rounds; round++)
            {
                run.Cancel.ThrowIfCancellationRequested();
                booster.Update(round, rows);
                run.Progress?.Report(new(
                    ((seed * Fitted.Rounds) + round + 1.0) / (Fitted.Seeds * Fitted.Rounds), $"round {round + 1} of {Fitted.Rounds}, all rows"));
            }

            models.Add(booster.ToJson(Fitted.Rounds));
        }

        return FittedModel.OfTrees(Midpoints.Move(TreeAverage.Of(models), table));
    }

    /// <summary>A model without trees yet, that starts at the rows' own base rate and may move only as the features' directions allow.</summary>
    /// <param name="chosen">The numbers of the rows that count; null for all.</param>
    internal static XgboostBooster NewBooster(
        TrainingTable table, FitParameters parameters, FitRun run, int[]? chosen, params XgboostMatrix[] matrices)
    {
        var (positive, all) = (0.0, 0.0);
        for (var i = 0; i < (chosen?.Length ?? table.Rows); i++)
        {
            var row = chosen?[i] ?? i;
            double weight = table.Weights?[row] ?? 1;
            (positive, all) = (positive + (table.Outcomes[row] ? weight : 0), all + weight);
        }

        return XgboostBooster.Create(
            parameters, [.. table.ModelFeatures.Select(run.SignOf)], positive / all, run.Seed, run.Threads, matrices);
    }

    private static string Text(IFormattable value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
