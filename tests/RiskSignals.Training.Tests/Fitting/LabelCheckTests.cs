using RiskSignals.Features;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

/// <summary>Labels that aren't those of their rows, and features that know them beforehand, stop training by name.</summary>
public sealed class LabelCheckTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Shuffled_labels_stop_training_by_name(int seed)
    {
        var table = SyntheticTable.Make(borrowers: 200, days: 3);
        bool[] shuffled = [.. table.Outcomes];
        new Random(seed).Shuffle(shuffled);
        var error = Assert.Throws<InvalidOperationException>(() => Trainer.Fit(With(table, shuffled), SyntheticTable.Recipe, threads: 1));
        Assert.StartsWith("The labels can't be told from shuffled ones: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_rows_with_a_true_signal_train()
    {
        var trained = Trainer.Fit(SyntheticTable.Make(borrowers: 60, days: 3), SyntheticTable.Recipe, threads: 1);
        Assert.True(trained.Report.CrossValidated.Auc.Auc > 0.6, $"AUC {trained.Report.CrossValidated.Auc}");
    }

    [Fact]
    public void Labels_that_are_told_the_wrong_way_round_are_called_reversed()
    {
        var table = SyntheticTable.Make(borrowers: 200, days: 3);
        float[] margins = [.. Enumerable.Range(0, table.Rows).Select(row => table.Outcomes[row] ? -1f : row % 2)];
        var error = Assert.Throws<InvalidOperationException>(() => LabelCheck.RequireLearnt(margins, table, SyntheticTable.Recipe));
        Assert.StartsWith("The labels seem to be reversed: cross-validated AUC 0.0", error.Message, StringComparison.Ordinal);
        Trainer.Fit(SyntheticTable.Reversed(table), SyntheticTable.Recipe with { HigherIsRiskier = false }, threads: 1);
        error = Assert.Throws<InvalidOperationException>(
            () => Trainer.Fit(SyntheticTable.Reversed(table), SyntheticTable.Recipe, threads: 1));
        Assert.StartsWith("The labels ", error.Message, StringComparison.Ordinal);
        LabelCheck.RequireLearnt([.. margins.Select(margin => -margin)], table, SyntheticTable.Recipe);
    }

    [Fact]
    public void A_feature_that_alone_tells_the_outcome_stops_training_by_name_also_when_it_tells_by_being_missing()
    {
        var table = SyntheticTable.Make(borrowers: 100, days: 3);
        var (told, missing) = (new float[table.Rows], new float[table.Rows]);
        for (var row = 0; row < table.Rows; row++)
        {
            told[row] = row % 100 == 0 ? 0.5f : table.Outcomes[row] ? 1 : row % 7 == 0 ? 9 : -1;
            missing[row] = table.Outcomes[row] ? float.NaN : row % 3;
        }

        foreach (var column in (float[][])[told, missing])
        {
            var error = Assert.Throws<InvalidOperationException>(
                () => Trainer.Fit(With(table, "balance_settled_value_now", column), SyntheticTable.Recipe, threads: 1));
            Assert.Contains("These features alone tell the outcome", error.Message, StringComparison.Ordinal);
            Assert.Contains(": balance_settled_value_now (AUC ", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A letter for half of the misses before they happen; and letters for instalments that were late before.</summary>
    [Fact]
    public void Contacts_that_foresee_misses_stop_training_by_name_and_contacts_that_follow_them_do_not()
    {
        var table = SyntheticTable.Make(borrowers: 300, days: 4);
        var late = table.Features.Column(0).ToArray();
        var follows = With(table, "contact_attempt_count_30d", [.. late.Select((count, row) => count > 2 && row % 2 == 0 ? 1f : 0)]);
        Trainer.Fit(follows, SyntheticTable.Recipe, threads: 1);

        var foresees = With(
            table, "contact_attempt_count_30d", [.. table.Outcomes.Select((outcome, row) => (outcome && row % 2 == 0) || row % 20 == 0 ? 1f : 0)]);
        var error = Assert.Throws<InvalidOperationException>(() => Trainer.Fit(foresees, SyntheticTable.Recipe, threads: 1));
        Assert.StartsWith("Contacts tell of misses that nothing else tells of: AUC 0.", error.Message, StringComparison.Ordinal);
        Assert.Contains("contact_attempt_count_30d", error.Message, StringComparison.Ordinal);
        Trainer.Fit(foresees, SyntheticTable.Recipe with { Features = new() { Exclude = ["contact_*"] } }, threads: 1);
    }

    private static TrainingTable With(TrainingTable table, bool[] outcomes) =>
        new(table.Features, table.ModelFeatures, outcomes, [.. table.BorrowerIds], [.. table.AsOf]);

    private static TrainingTable With(TrainingTable table, string name, float[] column) => new(
        new([.. table.Features.Names, name], [.. Enumerable.Range(0, table.ModelFeatures.Count).Select(at => table.Features.Column(at).ToArray()), column]),
        [.. table.ModelFeatures, new(name, RiskDirection.None, "count", "", IsReason: false)],
        [.. table.Outcomes],
        [.. table.BorrowerIds],
        [.. table.AsOf]);
}
