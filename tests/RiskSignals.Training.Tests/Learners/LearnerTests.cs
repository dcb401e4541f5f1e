using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Learners;

/// <summary>What holds for every learner, whichever a recipe names.</summary>
public sealed class LearnerTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 300);

    public static TheoryData<LearnerKind> Kinds => [.. Enum.GetValues<LearnerKind>().Where(kind => kind != LearnerKind.Elsewhere)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_again_with_any_number_of_threads_gives_the_same_bytes(LearnerKind kind)
    {
        var recipe = SyntheticTable.Recipe with { Learner = kind };
        var first = Trainer.Fit(Table, recipe, threads: 1);
        foreach (var threads in (int[])[1, 2])
        {
            var again = Trainer.Fit(SyntheticTable.Make(borrowers: 300), recipe, threads);
            Assert.Equal(first.Bundle.Hash, again.Bundle.Hash);
            Assert.All(first.Files().Zip(again.Files()), pair => Assert.True(pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span), pair.First.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_law_is_learnt_and_the_bundle_reads_back(LearnerKind kind)
    {
        var trained = Trainer.Fit(SyntheticTable.Make(), SyntheticTable.Recipe with { Learner = kind }, threads: 1);
        Assert.Equal(kind, trained.Report.Learner);
        Assert.InRange(trained.Report.Test.Auc.Auc, 0.75, 0.95);
        Assert.InRange(trained.Report.Test.CalibrationSlope, 0.7, 1.5);
        var read = Bundle.Parse(trained.Bundle.Json, trained.Bundle.ModelJson);
        Assert.Equal(trained.Bundle.Hash, read.Hash);
        Assert.NotNull(Scorer.Score(read, [5f, 0.1f, -1.5f, 0.5f]).Score);
    }

    [Theory]
    [InlineData(LearnerKind.Xgboost, true)]
    [InlineData(LearnerKind.Scorecard, true)]
    [InlineData(LearnerKind.Scorecard, false)]
    [InlineData(LearnerKind.Logistic, true)]
    [InlineData(LearnerKind.Logistic, false)]
    [InlineData(LearnerKind.ExtraTrees, true)]
    [InlineData(LearnerKind.ExtraTrees, false)]
    public void A_feature_of_known_direction_keeps_it_though_the_rows_say_otherwise(LearnerKind kind, bool higherIsRiskier)
    {
        // The features' directions are those of the law for one answer and against it for the other.
        var model = SyntheticTable.Recipe.LearnerOf(kind).Fit(Table, new FitRun(higherIsRiskier, Seed: 1));
        var random = new Random(3);
        float[][] before =
        [
            Draw(() => random.Next(6)), Draw(() => random.NextSingle() * 2), Draw(() => (random.NextSingle() * 4) - 2), Draw(random.NextSingle),
        ];
        float[][] after = [[.. before[0].Select(late => late + 1)], [.. before[1].Select(balance => balance - 0.3f)], before[2], before[3]];
        var changes = Margins(after).Zip(Margins(before), (later, earlier) => later - earlier);
        Assert.All(changes, change => Assert.True(higherIsRiskier ? change >= -1e-5 : change <= 1e-5, $"margin moved by {change}"));

        double[] Margins(float[][] columns) => model.Margins(new(Table.Features.Names, columns));

        static float[] Draw(Func<float> value) => [.. Enumerable.Range(0, 2_000).Select(_ => value())];
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Held_out_margins_come_from_models_that_did_not_see_the_fold(LearnerKind kind)
    {
        var recipe = SyntheticTable.Recipe with { Fit = SyntheticTable.Recipe.Fit with { Rounds = 10, Patience = 10 } };
        var folds = Split.Folds(Table, 3, seed: 1);
        var run = new FitRun(HigherIsRiskier: true, Seed: 1);
        var learner = recipe.LearnerOf(kind);
        var (margins, settled) = learner.CrossFit(Table, folds, run);
        var fold = HeldOut.Of(Table, folds).First();
        var own = settled.Fit(fold.In, run).Margins(fold.Out.Features);

        // A row between two training values may change sides when a threshold moves midway between them.
        var same = own.Where((margin, i) => Math.Abs(margin - margins[fold.Rows[i]]) < 1e-4).Count();
        Assert.True(same >= 0.95 * own.Length, $"{same} of {own.Length} rows have the margin of the fold's model");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_special_value_is_no_number_on_the_scale(LearnerKind kind)
    {
        // Never late is coded 99 and is the safest of all, against the direction of the counts.
        var random = new Random(5);
        var values = Enumerable.Range(0, 2_000).Select(_ => random.Next(7)).Select(value => value == 6 ? 99f : value).ToArray();
        bool[] outcomes = [.. values.Select(value => random.NextDouble() < (value == 99 ? 0.02 : 0.1 + (0.12 * value)))];
        var table = new TrainingTable(
            new(["months_since_value"], [values]),
            [new("months_since_value", Features.RiskDirection.None, "number", "", IsReason: false)],
            outcomes,
            [.. values.Select((_, i) => $"B{i}")],
            [.. values.Select(_ => new DateOnly(2024, 1, 31))],
            special: new Dictionary<string, IReadOnlyList<float>> { ["months_since_value"] = [99] });
        var model = SyntheticTable.Recipe.LearnerOf(kind).Fit(table, new(HigherIsRiskier: true, Seed: 1));
        var margins = model.Margins(new(["months_since_value"], [[0, 5, 99]]));
        Assert.True(margins[2] < margins[0] && margins[0] < margins[1], string.Join(' ', margins));
    }
}
