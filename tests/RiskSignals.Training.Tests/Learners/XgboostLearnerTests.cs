using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Learners;

public sealed class XgboostLearnerTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 200);

    private static readonly FitRun Run = new(HigherIsRiskier: true, Seed: 5);

    private static FitParameters Parameters => SyntheticTable.Recipe.Fit with { Rounds = 12 };

    [Fact]
    public void Several_seeds_score_as_the_mean_of_their_models_and_xgboost_agrees()
    {
        var averaged = new XgboostLearner(Parameters with { Seeds = 3 }).Fit(Table, Run);
        var single = Enumerable.Range(0, 3)
            .Select(seed => new XgboostLearner(Parameters).Fit(Table, Run with { Seed = 5 + seed }).Margins(Table.Features)).ToArray();
        Assert.NotEqual(single[0], single[1]);
        var margins = averaged.Margins(Table.Features);
        using var native = XgboostBooster.Load(averaged.Json.Span, Table.ModelFeatures.Count);
        using var rows = Table.ToXgboost();
        var theirs = native.Margins(rows);
        Assert.Equal(36, averaged.Trees!.TreeCount);
        for (var row = 0; row < margins.Length; row++)
        {
            Assert.Equal(single.Average(one => one[row]), margins[row], 1e-5);
            Assert.Equal(theirs[row], margins[row]);
        }
    }

    [Theory]
    [InlineData(1, false, 1_000)]
    [InlineData(2, true, 1_000)]
    [InlineData(2, false, 3_000)]
    public void Bins_in_batches_give_the_trees_of_the_whole_rows(int threads, bool weighted, int borrowers)
    {
        var table = SyntheticTable.Make(borrowers, weighted: weighted);
        float[]? weights = weighted ? [.. table.Weights!] : null;
        using var bins = XgboostMatrix.Quantiles(table.Features, chosen: null, weights, 256, threads, batchBytes: 1 << 15);
        bins.SetOutcomes([.. table.Outcomes]);
        using var whole = table.ToXgboost();
        var models = new List<byte[]>();
        foreach (var rows in (XgboostMatrix[])[bins, whole])
        {
            using var booster = XgboostLearner.NewBooster(table, Parameters, Run with { Threads = threads }, chosen: null, rows);
            for (var round = 0; round < 5; round++)
            {
                booster.Update(round, rows);
            }

            models.Add(booster.ToJson(5));
        }

        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public void An_infinite_value_is_refused_by_column_and_row()
    {
        var columns = Table.ModelFeatures.Select((_, i) => Table.Features.Column(i).ToArray()).ToArray();
        columns[2][7] = float.PositiveInfinity;
        var error = Assert.Throws<ArgumentException>(() => XgboostMatrix.Quantiles(new(Table.Features.Names, columns), null, null, bins: 16, threads: 1));
        Assert.Contains("Row 7, column 'income_total_z_30d'", error.Message, StringComparison.Ordinal);
    }
}
