using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Tests.Validation;

public sealed class EvidenceTests
{
    private static readonly TrainingTable Table = Grouped(SyntheticTable.Make());
    private static readonly Recipe Recipe = SyntheticTable.Recipe with
    {
        Validation = SyntheticTable.Recipe.Validation with { Baselines = [LearnerKind.Xgboost, LearnerKind.Logistic, LearnerKind.Scorecard] },
    };

    private static readonly TrainedBundle Trained = Trainer.Fit(Table, Recipe, threads: 1);
    private static readonly ScoredRows Scored = ScoredRows.Of(Trained.Bundle, Table);

    [Fact]
    public void Other_learners_are_measured_on_the_same_rows_and_the_models_own_is_left_out()
    {
        Assert.Equal([LearnerKind.Logistic, LearnerKind.Scorecard], Trained.Report.Baselines.Select(one => one.Learner));
        Assert.All(Trained.Report.Baselines, one =>
        {
            Assert.InRange(one.Auc, 0.7, 0.95);
            Assert.InRange(one.Gain, one.GainLow, one.GainHigh);
            Assert.Equal(one.Gain, Trained.Report.Test.Auc.Auc - one.Auc, 1e-9);
        });
    }

    [Fact]
    public void A_fault_in_the_feature_that_matters_moves_scores_and_one_in_noise_hardly_does()
    {
        var sensitivity = Trained.Report.Sensitivity.ToDictionary(one => one.Feature, StringComparer.Ordinal);
        var late = sensitivity["repayment_late_count_90d"];
        Assert.True(late.MeanUp > 0.1 && late.MeanDown < -0.05 && late.BandShare > 0.2, $"{late}");
        Assert.InRange(sensitivity.GetValueOrDefault("spending_noise_value_now")?.BandShare ?? 0, 0, 0.1);
        var effect = Trained.Report.Effects.Single(one => one.Feature == "repayment_late_count_90d");
        Assert.Equal([0f, 1, 2, 3, 4, 5], effect.Points.Select(point => point.Value));
        Assert.All(effect.Points.Zip(effect.Points.Skip(1)), pair => Assert.True(pair.Second.Probability >= pair.First.Probability));
        Assert.True(effect.Points[^1].Probability - effect.Points[0].Probability > 0.3);
    }

    [Fact]
    public void Rows_of_one_law_are_stable_and_a_feature_that_moved_is_named_first()
    {
        var stability = Trained.Report.Stability;
        Assert.Equal((StabilityVerdict.Stable, 0), (stability.Score.Verdict, stability.Watched));
        var columns = Enumerable.Range(0, 4).Select(i => Table.Features.Column(i).ToArray()).ToArray();
        columns[1] = [.. columns[1].Select(value => value + 0.8f)];
        var moved = new TrainingTable(
            new(Table.Features.Names, columns), Table.ModelFeatures, [.. Table.Outcomes], [.. Table.BorrowerIds], [.. Table.AsOf]);
        var found = StabilityEvidence.Measure(Scored, ScoredRows.Of(Trained.Bundle, moved));
        Assert.Equal(("balance_value_ratio_now", StabilityVerdict.Shift), (found.Features[0].Feature, found.Features[0].Verdict));
        Assert.Equal(1, found.Watched);
    }

    [Fact]
    public void Parts_with_too_few_rows_are_not_judged_and_parts_that_differ_are()
    {
        // In part b more happens than the score can know; part c has ten rows.
        bool[] outcomes = [.. Table.Outcomes.Select((outcome, row) => outcome || (row % 3 == 1 && row % 2 == 0))];
        string[] words = [.. outcomes.Select((_, row) => row < 10 ? "c" : row % 3 == 1 ? "b" : "a")];
        var changed = new TrainingTable(Table.Features, Table.ModelFeatures, outcomes, [.. Table.BorrowerIds], [.. Table.AsOf]);
        var parts = SegmentQuality.Measure(ScoredRows.Of(Trained.Bundle, changed), words, seed: 1).ToDictionary(part => part.Segment);
        Assert.Equal(SegmentVerdict.AsPredicted, parts["a"].Verdict);
        Assert.Equal(SegmentVerdict.MoreThanPredicted, parts["b"].Verdict);
        Assert.Equal((SegmentVerdict.InsufficientEvidence, null, 10), (parts["c"].Verdict, parts["c"].Auc, parts["c"].Rows));
        Assert.Equal("product", Trained.Report.Segments[0].By);
        Assert.Contains("month of the as-of day", Trained.Report.Segments.Select(way => way.By));
    }

    [Fact]
    public void Fairness_is_told_by_groups_from_outside_that_reach_no_bundle()
    {
        var ids = Table.BorrowerIds.Distinct(StringComparer.Ordinal).ToArray();
        var audit = AuditGroups.Parse([
            AuditGroups.Header,
            .. ids.Select((id, i) => $"{id},kind,{(i < 4 ? "few" : i % 3 == 0 ? "harmed" : i % 3 == 1 ? "alike" : "most")}"),
            .. ids.Skip(ids.Length / 2).Select(id => $"{id},other,one")]);

        // Group by group the true scores, but for one that is made to look riskier.
        double[] probabilities = [.. Scored.Probabilities.Select((probability, row) =>
            audit.Of("kind", Table.BorrowerIds[row]) == "harmed" ? LogOdds.Probability(LogOdds.Of(probability) + 3) : probability)];
        var tables = FairnessTable.Measure(Scored with { Probabilities = probabilities }, audit, seed: 1);
        Assert.Equal(["kind", "other"], tables.Select(table => table.Attribute));
        var groups = tables[0].Groups.ToDictionary(group => group.Group, StringComparer.Ordinal);
        Assert.Equal(FairnessVerdict.InsufficientEvidence, groups["few"].Verdict);
        Assert.Equal(FairnessVerdict.PassesLess, groups["harmed"].Verdict);
        Assert.True(groups["harmed"].RatioHigh < 0.8 && groups["harmed"].OverstatedLow > 0);
        Assert.Equal(FairnessVerdict.Compared, tables[0].Groups[0].Verdict);
        Assert.True(groups["alike"].Verdict is FairnessVerdict.NoConcernShown or FairnessVerdict.Compared, $"{groups["alike"]}");
        Assert.True(tables[1].Unknown > 0);

        var audited = Trainer.Fit(Table, Recipe, threads: 1, audit: audit);
        Assert.Equal(Trained.Bundle.Hash, audited.Bundle.Hash);
        Assert.Equal(2, audited.Report.Fairness.Count);
        Assert.Empty(Trained.Report.Fairness);
    }

    [Theory]
    [InlineData("borrower,attribute,group", "begins with")]
    [InlineData("borrower_id,attribute,group\nB1,sex", "line 2")]
    [InlineData("borrower_id,attribute,group\nB1,sex,f\nB1,sex,m", "line 3")]
    public void An_audit_file_that_is_malformed_or_contradicts_itself_is_refused_by_line(string text, string named)
    {
        Assert.Contains(named, Assert.Throws<FormatException>(() => AuditGroups.Parse(text.Split('\n'))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_hold_the_training_rows_and_tell_what_they_refuse()
    {
        Assert.Equal(["card", "loan"], Trained.Bundle.Conditions.Products);
        Assert.Equal(0, Trained.Report.Conditions.OutOfScope);
        Assert.Equal((4, 2), (Trained.Report.Conditions.BoundedFeatures, Trained.Report.Conditions.NeverMissing));
        var columns = Enumerable.Range(0, 4).Select(i => Table.Features.Column(i).ToArray()).ToArray();
        (columns[0][3], columns[0][4], columns[2][5]) = (40, float.NaN, 99);
        var strange = new TrainingTable(
            new(Table.Features.Names, columns), Table.ModelFeatures, [.. Table.Outcomes], [.. Table.BorrowerIds], [.. Table.AsOf])
        {
            Groups = new Dictionary<string, IReadOnlyList<string>>
            {
                [ConditionsChoice.Product] = [.. Table.Groups[ConditionsChoice.Product].Select((word, row) => row == 9 ? "mortgage" : word)],
            },
        };
        var found = ConditionsEvidence.Measure(ScoredRows.Of(Trained.Bundle, strange));
        Assert.Equal(4, found.OutOfScope);
        Assert.Equal([("repayment_late_count_90d", 2), ("income_total_z_30d", 1)], found.Refusing.Select(one => (one.Feature, one.Rows)));
    }

    private static TrainingTable Grouped(TrainingTable table) => new(
        table.Features, table.ModelFeatures, [.. table.Outcomes], [.. table.BorrowerIds], [.. table.AsOf])
    {
        Groups = new Dictionary<string, IReadOnlyList<string>>
        {
            [ConditionsChoice.Product] = [.. table.BorrowerIds.Select(id => id[^1] < '5' ? "card" : "loan")],
        },
    };
}
