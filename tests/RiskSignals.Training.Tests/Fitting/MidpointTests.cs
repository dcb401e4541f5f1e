using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class MidpointTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 400);

    private static readonly Bundle Trained = Trainer.Fit(Table, SyntheticTable.Recipe, threads: 1).Bundle;

    [Theory]
    [InlineData(2, 1.5f)]
    [InlineData(1.5f, 1.5f)]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    public void A_threshold_moves_midway_between_the_values_on_its_sides_or_stays_beyond_them(float threshold, float expected)
    {
        Assert.Equal([expected], Midpoints.Midway([4, 1, float.NaN, 2, 1], [threshold]));
    }

    [Fact]
    public void Many_thresholds_move_as_each_alone_by_the_sorted_values()
    {
        var random = new Random(4);
        for (var draw = 0; draw < 200; draw++)
        {
            float[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(8) == 0 ? float.NaN : random.Next(-20, 20) / 4f)];
            float[] thresholds = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(-24, 24) / 4f).Distinct().Order()];
            var expected = thresholds.Select(threshold =>
            {
                var (below, above) = (values.Where(value => value < threshold).ToArray(), values.Where(value => value >= threshold).ToArray());
                return below.Length == 0 || above.Length == 0 ? threshold : (below.Max() + above.Min()) / 2;
            });
            Assert.Equal(expected, Midpoints.Midway(values, thresholds));
        }
    }

    [Fact]
    public void Between_neighbouring_floats_the_threshold_stays_where_it_separates_them()
    {
        var next = float.BitIncrement(1f);
        Assert.Equal([next], Midpoints.Midway([1, next], [next]));
    }

    [Fact]
    public void No_training_value_lies_on_a_threshold_so_the_last_bit_of_a_value_changes_no_score_and_no_reason()
    {
        var random = new Random(8);
        var (row, noisy) = (new float[4], new float[4]);
        var (changed, rows) = (0, 0);
        for (; rows < Table.Rows; rows++)
        {
            Table.Features.CopyRow(rows, row);
            for (var i = 0; i < row.Length; i++)
            {
                noisy[i] = random.Next(2) == 0 ? float.BitIncrement(row[i]) : float.BitDecrement(row[i]);
            }

            var (plain, other) = (Scorer.Score(Trained, row).Score!, Scorer.Score(Trained, noisy).Score!);
            var isSame = plain.Margin == other.Margin && plain.Reasons.Select(reason => reason.Id).SequenceEqual(other.Reasons.Select(reason => reason.Id));
            changed += isSame ? 0 : 1;
        }

        Assert.True(changed <= rows / 1_000, $"{changed} of {rows} rows changed");
    }
}
