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
            Assert.InRange(one.Auc.Auc, 0.7, 0.95);
            Assert.InRange(one.Gain, one.GainLow, one.GainHigh);
            Assert.Equal(one.Gain, Trained.Report.Test.Auc.Auc - one.Auc.Auc, 1e-9);
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
    [InlineData("borrower_id,attribute,group\n", "holds no group")]
    [InlineData("", "begins with ''")]
    public void An_audit_file_that_is_malformed_or_contradicts_itself_is_refused_by_line(string text, string named)
    {
        Assert.Contains(named, Assert.Throws<FormatException>(() => AuditGroups.Parse(text.Split('\n'))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_file_of_ids_or_of_other_borrowers_is_refused()
    {
        string[] ids = [AuditGroups.Header, .. Enumerable.Range(0, 51).Select(i => $"B{i},id,{i}")];
        Assert.Contains("51 groups of id", Assert.Throws<FormatException>(() => AuditGroups.Parse(ids)).Message, StringComparison.Ordinal);
        var strangers = AuditGroups.Parse([AuditGroups.Header, "X1,sex,f"]);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(Table, Recipe, threads: 1, audit: strangers));
        Assert.Contains("'X1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_follow_from_the_figures_by_their_rules()
    {
        var report = Trained.Report;
        Assert.Equal(Enum.GetValues<FindingSubject>(), report.Findings.Select(finding => finding.Subject));
        Assert.Equal(8, report.Outlooks.Good + report.Outlooks.Look + report.Outlooks.Concern + report.Outlooks.Unknown);
        Of(FindingSubject.Order, "better_than_guessing", Outlook.Good, report);
        Of(FindingSubject.Order, "not_shown_better_than_guessing", Outlook.Concern, report with { Test = report.Test with { Auc = new(0.55, 0.49, 0.61) } });
        Of(FindingSubject.Order, "insufficient_evidence", Outlook.Unknown, report with { Test = report.Test with { Positives = 19 } });
        Of(FindingSubject.TestGap, "holds", Outlook.Good, report with { TestGap = TestGap.Of(new(0.795, 0.78, 0.80), new(0.81, 0.80, 0.82)) });
        Of(FindingSubject.TestGap, "falls", Outlook.Concern, report with { TestGap = TestGap.Of(new(0.78, 0.77, 0.79), new(0.81, 0.80, 0.82)) });
        Of(FindingSubject.TestGap, "insufficient_evidence", Outlook.Unknown, report with { TestGap = TestGap.Of(new(0.78, 0.7, 0.86), new(0.81, 0.80, 0.82)) });
        Of(FindingSubject.Calibration, "beyond_chance", Outlook.Look, report with { Test = report.Test with { Ece = new(0.03, 0.01, 0.02, 0.025, 0) } });
        Of(FindingSubject.Calibration, "within_chance", Outlook.Good, report with { Test = report.Test with { Ece = new(0.03, 0.01, 0.02, 0.035, 0) } });
        Of(FindingSubject.Stability, "stable", Outlook.Good, report);
        Of(FindingSubject.Segments, "some_not_as_predicted", Outlook.Look, report with { SegmentCount = new(20, 4, 1, 3) });
        Of(FindingSubject.Segments, "insufficient_evidence", Outlook.Unknown, report with { SegmentCount = new(0, 0, 0, 0) });
        Of(FindingSubject.Baselines, "insufficient_evidence", Outlook.Unknown, report with { Baselines = [] });
        Of(FindingSubject.Baselines, "worse_than_another", Outlook.Concern, Gain(-0.03, -0.01));
        Of(FindingSubject.Baselines, "not_shown_better_than_all", Outlook.Look, Gain(-0.01, 0.02));
        Of(FindingSubject.Baselines, "better_than_the_others", Outlook.Good, Gain(0.001, 0.02));
        Of(FindingSubject.Fairness, "insufficient_evidence", Outlook.Unknown, report);
        Of(FindingSubject.Conditions, "executed", Outlook.Good, report);
        Of(FindingSubject.Conditions, "many_refused", Outlook.Look, report with { Conditions = report.Conditions with { OutOfScopeShare = 0.06 } });

        ValidationReport Gain(double low, double high) =>
            report with { Baselines = [.. report.Baselines.Select(one => one with { GainLow = low, GainHigh = high })] };

        static void Of(FindingSubject subject, string verdict, Outlook outlook, ValidationReport from) =>
            Assert.Equal(new Finding(subject, verdict, outlook), from.Findings.Single(finding => finding.Subject == subject));
    }

    [Fact]
    public void The_gap_of_two_aucs_has_the_interval_of_a_difference_of_independent_figures()
    {
        // Ends 0.03 and 0.04 away make 0.05.
        var gap = TestGap.Of(new(0.8, 0.77, 0.83), new(0.75, 0.71, 0.79));
        Assert.Equal(0.05, gap.Gain, 1e-12);
        Assert.Equal((0.0, 0.1), (Math.Round(gap.Low, 12), Math.Round(gap.High, 12)));
    }

    [Fact]
    public void Chance_gives_one_part_in_twenty()
    {
        var part = new SegmentQuality("p", 100, 100, 50, 0.5, 0.5, -0.1, 0.1, null, SegmentVerdict.AsPredicted);
        var ways = Enumerable.Repeat(new Segmentation("way", [.. Enumerable.Repeat(part, 10), part with { Verdict = SegmentVerdict.InsufficientEvidence }]), 2);

        // Of 20 with chance 0.05: three or fewer in 98 of 100, two or fewer in 92.
        Assert.Equal(new SegmentCount(20, 0, 1, 3), SegmentCount.Of([.. ways]));
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
