using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class SplitTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 200);

    [Fact]
    public void No_borrower_trains_and_tests_and_the_embargo_lies_between()
    {
        var split = Split.OutOfTime(Table, new ValidationChoice { TestShare = 0.3, EmbargoDays = 40 }, seed: 1);
        Assert.Empty(split.Train.Select(row => Table.BorrowerIds[row]).Intersect(split.Test.Select(row => Table.BorrowerIds[row])));
        var lastTraining = split.Train.Max(row => Table.AsOf[row]);
        var firstTest = split.Test.Min(row => Table.AsOf[row]);
        Assert.Equal(split.TestFrom, firstTest);
        Assert.True(firstTest.DayNumber - lastTraining.DayNumber > 40);
        Assert.Equal(Table.Rows, split.Train.Count + split.Test.Count + split.Dropped);
        Assert.InRange(split.Test.Select(row => Table.BorrowerIds[row]).Distinct().Count(), 40, 80);
    }

    [Fact]
    public void Borrowers_seen_once_are_all_kept()
    {
        var once = SyntheticTable.Make(borrowers: 90, days: 1);
        var days = Enumerable.Range(0, 90).Select(i => new DateOnly(2024, 1, 1).AddDays(i)).ToArray();
        var table = new TrainingTable(once.Features, once.ModelFeatures, [.. once.Outcomes], [.. once.BorrowerIds], days);
        var split = Split.OutOfTime(table, new ValidationChoice { TestFrom = new(2024, 3, 1), EmbargoDays = 0 }, seed: 1);
        Assert.Equal((60, 30, 0), (split.Train.Count, split.Test.Count, split.Dropped));
    }

    [Fact]
    public void A_cut_that_leaves_a_side_empty_says_what_to_change()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Split.OutOfTime(Table, new ValidationChoice { TestFrom = new(2023, 1, 1) }, seed: 1));
        Assert.Contains("validation.test_from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_keep_borrowers_whole_share_out_positives_and_ignore_the_order_of_rows()
    {
        var folds = Split.Folds(Table, 5, seed: 3);
        Assert.All(
            Enumerable.Range(0, Table.Rows).GroupBy(row => Table.BorrowerIds[row]),
            rows => Assert.Single(rows.Select(row => folds[row]).Distinct()));
        Assert.Equal([0, 1, 2, 3, 4], folds.Distinct().Order());

        int[] reversed = [.. Enumerable.Range(0, Table.Rows).Reverse()];
        Assert.Equal(folds.Reverse(), Split.Folds(Table.Take(reversed), 5, seed: 3));
        Assert.NotEqual(folds, Split.Folds(Table, 5, seed: 4));
    }
}
