using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Learners;

public sealed class ExtraTreesLearnerTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 100, weighted: true);

    private static readonly FitRun Run = new(HigherIsRiskier: true, Seed: 5);

    [Fact]
    public void Xgboost_reads_the_trees_and_scores_as_we_do()
    {
        var fitted = new ExtraTreesLearner { Trees = 40, ColumnSample = 0.5 }.Fit(Table, Run);
        using var native = XgboostBooster.Load(fitted.Json.Span, Table.ModelFeatures.Count);
        using var rows = Table.ToXgboost();
        Assert.Equal(40, fitted.Trees!.TreeCount);
        Assert.Equal(native.Margins(rows).Select(margin => (double)margin), fitted.Margins(Table.Features));
    }

    /// <summary>Outcomes that one threshold parts are parted: the margin is one Newton step from the base rate.</summary>
    [Fact]
    public void Trees_without_bounds_repeat_what_they_have_seen()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(row => row * 1.5f)];
        bool[] outcomes = [.. Enumerable.Range(0, 64).Select(row => row >= 48)];
        var table = new TrainingTable(
            new(["balance_value_now"], [values]),
            [new("balance_value_now", Features.RiskDirection.None, "number", "", IsReason: false)],
            outcomes,
            [.. values.Select((_, row) => $"B{row}")],
            new DateOnly[64]);
        var margins = new ExtraTreesLearner { Trees = 3, LeafRowsMin = 1, ColumnSample = 1, Depth = 20 }.Fit(table, Run).Margins(table.Features);
        for (var row = 0; row < margins.Length; row++)
        {
            Assert.Equal(Math.Log(0.25 / 0.75) + (((outcomes[row] ? 1 : 0) - 0.25) / (0.25 * 0.75)), margins[row], 1e-4);
        }
    }

    [Fact]
    public void Bounds_of_depth_and_leaves_hold()
    {
        var trees = new ExtraTreesLearner { Trees = 20, Depth = 3, LeafRowsMin = 50 }.Fit(SyntheticTable.Make(borrowers: 100), Run).Trees!;
        Assert.True(trees.Depth is > 1 and <= 3, $"depth {trees.Depth}");
        Assert.Throws<FormatException>(() => Recipe.Parse(SyntheticTable.RecipeJson.Replace(
            "\"seed\": 7,", "\"seed\": 7, \"extra_trees\": { \"column_sample\": 0 },", StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_seed_gives_another_model()
    {
        var learner = new ExtraTreesLearner { Trees = 5 };
        Assert.NotEqual(learner.Fit(Table, Run).Json.ToArray(), learner.Fit(Table, Run with { Seed = 6 }).Json.ToArray());
    }
}
