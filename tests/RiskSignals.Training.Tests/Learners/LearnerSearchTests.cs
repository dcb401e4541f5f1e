using System.Text;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Learners;

public sealed class LearnerSearchTests
{
    private static readonly Recipe Recipe = SyntheticTable.Recipe with
    {
        Fit = SyntheticTable.Recipe.Fit with { Rounds = 20, Patience = 5 },
        Search = new() { Tries = 6, Folds = 3, OuterFolds = 2 },
    };

    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 200);

    private static readonly TrainedBundle Trained = Trainer.Fit(Table, Recipe, threads: 1);

    [Fact]
    public void Every_try_is_told_and_the_best_is_the_model()
    {
        var log = Trained.Report.Search!;
        Assert.Equal([1, 2, 3, 4, 5, 6], log.Tries.Select(one => one.Number));
        Assert.Equal(2, log.Tries.Count(one => one.Learner == LearnerKind.Scorecard));
        var chosen = Assert.Single(log.Tries, one => one.IsChosen);
        Assert.Equal(log.Tries.Min(one => one.LogLoss), chosen.LogLoss);
        Assert.Equal(chosen.Learner, Trained.Report.Learner);
        Assert.Equal(2, log.Nested!.Chosen.Count);
        Assert.InRange(log.Nested.Auc, 0.7, 0.95);
        var csv = Encoding.UTF8.GetString(Trained.Files().Single(file => file.Name == "search.csv").Bytes.Span).TrimEnd().Split('\n');
        Assert.Equal(7, csv.Length);
        Assert.StartsWith("1,xgboost,", csv[1], StringComparison.Ordinal);
        Assert.Contains("depth=4", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Searching_again_gives_the_same_bytes() => Assert.Equal(Trained.Bundle.Hash, Trainer.Fit(Table, Recipe, threads: 2).Bundle.Hash);

    [Fact]
    public void What_happened_to_the_test_rows_changes_nothing_of_search_and_model()
    {
        var split = Split.OutOfTime(Table, Recipe.Validation, Recipe.Seed);
        var turned = Table.Outcomes.ToArray();
        foreach (var row in split.Test)
        {
            turned[row] = !turned[row];
        }

        var other = Trainer.Fit(
            new TrainingTable(Table.Features, Table.ModelFeatures, turned, [.. Table.BorrowerIds], [.. Table.AsOf]), Recipe, threads: 1);
        Assert.Equal(Trained.Bundle.Hash, other.Bundle.Hash);
        Assert.Equal(Trained.Report.Search!.Tries.Select(one => one.LogLoss), other.Report.Search!.Tries.Select(one => one.LogLoss));
        Assert.True(other.Report.Test.Auc.Auc < 0.3);
    }

    [Fact]
    public void A_cancelled_run_ends_between_rounds_and_writes_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var told = new List<FitProgress>();
        Assert.Throws<OperationCanceledException>(
            () => Trainer.Fit(Table, Recipe, threads: 1, new Told(told, () => cancel.Cancel()), cancel: cancel.Token));
        Assert.Single(told);
        Assert.Contains("log loss", told[0].Words, StringComparison.Ordinal);
    }

    private sealed class Told(List<FitProgress> list, Action then) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            list.Add(value);
            then();
        }
    }
}
