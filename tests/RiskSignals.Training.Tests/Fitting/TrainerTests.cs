using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class TrainerTests
{
    private static readonly TrainedBundle Trained = Trainer.Fit(SyntheticTable.Make(), SyntheticTable.Recipe, threads: 1);

    [Fact]
    public void A_learnable_law_is_learnt_and_calibrated()
    {
        var test = Trained.Report.Test;
        Assert.InRange(test.Auc.Auc, 0.75, 0.95);
        Assert.True(test.Auc.Low < test.Auc.Auc && test.Auc.Auc < test.Auc.High);
        Assert.InRange(test.CalibrationSlope, 0.7, 1.3);
        Assert.Equal("repayment_late_count_90d", Trained.Report.Importance[0].Feature);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Training_again_with_any_number_of_threads_gives_the_same_bytes(int threads)
    {
        var again = Trainer.Fit(SyntheticTable.Make(), SyntheticTable.Recipe, threads);
        foreach (var (first, second) in Trained.Files().Zip(again.Files()))
        {
            Assert.Equal(first.Name, second.Name);
            Assert.True(first.Bytes.Span.SequenceEqual(second.Bytes.Span), $"{first.Name} differs");
        }
    }

    [Fact]
    public void The_files_read_back_as_the_same_bundle()
    {
        var read = Bundle.Parse(Trained.Bundle.Json, Trained.Bundle.ModelJson);
        Assert.Equal(Trained.Bundle.Hash, read.Hash);
        var row = new[] { 5f, 0.1f, -1.5f, 0.5f };
        var score = Scorer.Score(read, row).Score!;
        Assert.Equal("high", score.Band);
        Assert.Equal("5 instalments were late", score.Reasons.Single(reason => reason.Feature == "repayment_late_count_90d").Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rising_feature_never_lowers_the_risk(bool higherIsRiskier)
    {
        var recipe = SyntheticTable.Recipe with { HigherIsRiskier = higherIsRiskier };
        var table = SyntheticTable.Make(borrowers: 200);
        var trees = Trainer.Fit(higherIsRiskier ? table : SyntheticTable.Reversed(table), recipe, threads: 1).Bundle.Trees!;
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            float[] row = [random.Next(6), random.NextSingle() * 2, (random.NextSingle() * 4) - 2, random.NextSingle()];
            var before = trees.Margin(row);
            row[0]++;
            row[1] -= 0.3f;
            var change = trees.Margin(row) - before;
            Assert.True(higherIsRiskier ? change >= -1e-5f : change <= 1e-5f, $"margin moved by {change}");
        }
    }

    [Fact]
    public void A_borrower_on_both_sides_of_a_given_split_is_refused_by_name()
    {
        var train = SyntheticTable.Make(borrowers: 100);
        var test = SyntheticTable.Make(borrowers: 1, seed: 9);
        var error = Assert.Throws<ArgumentException>(() => Trainer.FitAndTest(train, test, SyntheticTable.Recipe, threads: 1));
        Assert.Contains("'B0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protected_feature_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => new TrainingTable(
            new FeatureMatrix(["borrower_sex_flag"], [[1]]),
            [new("borrower_sex_flag", RiskDirection.None, "flag", "", IsReason: false)],
            [true], ["B0"], [new(2024, 1, 31)]));
        Assert.Contains("borrower_sex_flag", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_change_the_model()
    {
        var weighted = Trainer.Fit(SyntheticTable.Make(weighted: true), SyntheticTable.Recipe, threads: 1);
        Assert.NotEqual(Trained.Bundle.Hash, weighted.Bundle.Hash);
    }
}
