using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class CalibrationSearchTests
{
    [Fact]
    public void The_shape_with_the_lowest_log_loss_on_other_borrowers_is_chosen_and_every_try_is_kept()
    {
        // Margins overstated on the upper side alone: what Platt's two parameters can't mend and three can.
        var (table, margins, folds) = Draw(12_000, margin => margin > 0 ? margin / 3 : margin);
        var found = CalibrationSearch.Run(margins, table, folds, new());
        Assert.Equal([CalibrationKind.Platt, CalibrationKind.Beta, CalibrationKind.Isotonic], found.Evidence.Tries.Select(one => one.Kind));
        Assert.Equal(CalibrationKind.Beta, found.Calibration.Kind);
        Assert.True(found.Evidence.ChosenByLogLoss);
        Assert.Equal(found.Evidence.Kind, found.Evidence.Tries.MinBy(one => one.LogLoss)!.Kind);
        Assert.Equal(5, found.Evidence.Folds);

        var plain = Draw(900, margin => (0.8 * margin) - 0.3);
        var few = CalibrationSearch.Run(plain.Margins, plain.Table, plain.Folds, new());
        Assert.Equal([CalibrationKind.Platt, CalibrationKind.Beta], few.Evidence.Tries.Select(one => one.Kind));
        var named = CalibrationSearch.Run(plain.Margins, plain.Table, plain.Folds, new() { Kind = CalibrationKind.Isotonic });
        Assert.Equal((CalibrationKind.Isotonic, false), (named.Calibration.Kind, named.Evidence.ChosenByLogLoss));
    }

    [Fact]
    public void Anchoring_brings_the_newest_days_to_their_own_rate_and_says_by_how_much()
    {
        var (table, margins, folds) = Draw(6_000, margin => margin, newestRate: 0.5);
        var found = CalibrationSearch.Run(margins, table, folds, new() { AnchorDays = 1 });
        var anchor = found.Evidence.Anchor!;
        Assert.Equal(table.AsOf.Max(), anchor.FromDay);
        var newest = Enumerable.Range(0, table.Rows).Where(row => table.AsOf[row] >= anchor.FromDay).ToArray();
        Assert.Equal(newest.Length, anchor.Rows);
        Assert.Equal(anchor.ObservedRate, newest.Average(row => found.Calibration.Probability(margins[row])), 1e-4);
        Assert.True(anchor.Offset < -0.3 && anchor.ObservedRate < anchor.TrainingRate, $"{anchor}");

        // The interval moves with the scores.
        var plain = CalibrationSearch.Run(margins, table, folds, new());
        var (before, after) = (plain.Calibration.Probability(0), found.Calibration.Probability(0));
        Assert.True(found.Interval.Of(after).High < plain.Interval.Of(before).High);
    }

    [Fact]
    public void Parts_of_the_portfolio_get_an_offset_that_small_parts_hardly_do()
    {
        var (table, margins, folds) = Draw(8_000, margin => margin, incomeAdds: 1);
        var found = CalibrationSearch.Run(margins, table, folds, new() { Segments = new() { Feature = "income_total_z_30d", Cuts = [0, 1.99f] } });
        var parts = found.Evidence.Segments;
        Assert.Equal(["below 0", "0 to below 1.99", "1.99 or more", "missing"], parts.Select(part => part.Segment));
        Assert.True(parts[0].Offset < -0.2 && parts[1].Offset > 0.2, string.Join("; ", parts));
        Assert.Equal(parts[1].Own, parts[1].Offset, 0.1);
        Assert.True(Math.Abs(parts[2].Offset) < 0.7 * Math.Abs(parts[2].Own), $"{parts[2]}");
        Assert.Equal(found.Segments!.Offsets[1], found.Segments.Of(0.5f));
        Assert.Equal(found.Segments.MissingOffset, found.Segments.Of(float.NaN));

        // Where parts don't differ, what each seems to ask for is noise and is left alone.
        var alike = Draw(8_000, margin => margin);
        var none = CalibrationSearch.Run(alike.Margins, alike.Table, alike.Folds, new() { Segments = new() { Feature = "income_total_z_30d", Cuts = [0] } });
        Assert.All(none.Evidence.Segments, part => Assert.InRange(part.Offset, -0.1, 0.1));
    }

    [Fact]
    public void A_part_by_a_feature_that_is_not_there_and_bounds_that_contradict_are_refused_by_name()
    {
        var (table, margins, folds) = Draw(500, margin => margin);
        var error = Assert.Throws<ArgumentException>(() =>
            CalibrationSearch.Run(margins, table, folds, new() { Segments = new() { Feature = "borrower_sex_flag" } }));
        Assert.Contains("'borrower_sex_flag'", error.Message, StringComparison.Ordinal);
        foreach (var wrong in (string[])["\"expected_rate\": 1.5", "\"anchor_days\": 0", "\"anchor_days\": 30, \"expected_rate\": 0.1"])
        {
            var json = SyntheticTable.RecipeJson.Replace("\"seed\"", $"\"calibration\": {{ {wrong} }}, \"seed\"", StringComparison.Ordinal);
            Assert.Contains("calibration.", Assert.Throws<FormatException>(() => Recipe.Parse(json)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bundle_with_parts_scores_as_training_did()
    {
        var recipe = SyntheticTable.Recipe with
        {
            Calibration = new() { Segments = new() { Feature = "income_total_z_30d", Cuts = [-1, 0] }, AnchorDays = 40 },
        };
        var table = SyntheticTable.Make();
        var bundle = Trainer.Fit(table, recipe, threads: 1).Bundle;
        var read = Bundle.Parse(bundle.Json, bundle.ModelJson);
        Assert.Equal([-1f, 0f], read.Segments!.Cuts);
        float[] row = [1, 1.2f, -1.5f, 0.5f];
        var margin = read.Model.Margin(row);
        var expected = LogOdds.Of(read.Calibration.Probability(margin)) + read.Segments.Offsets[0];
        Assert.Equal(LogOdds.Probability(expected), Scorer.Score(read, row).Score!.Probability, 1e-12);

        var cut = recipe with { Calibration = new() { Segments = new() { Feature = "balance_value_ratio_now", Cuts = [1] } } };
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(table, cut, threads: 1));
        Assert.Contains("'balance_value_ratio_now', along which risk falls", error.Message, StringComparison.Ordinal);
    }

    private static (TrainingTable Table, float[] Margins, int[] Folds) Draw(
        int rows, Func<double, double> truth, double newestRate = 1, double incomeAdds = 0)
    {
        var table = SyntheticTable.Make(borrowers: rows / 6, seed: 21);
        var random = new Random(22);
        var (margins, outcomes, newest) = (new float[table.Rows], new bool[table.Rows], table.AsOf.Max());
        for (var row = 0; row < table.Rows; row++)
        {
            margins[row] = (random.NextSingle() * 8) - 5;
            var income = table.Features.Column(2)[row];
            var logOdds = truth(margins[row]) + (float.IsNaN(income) ? 0 : income < 0 ? -incomeAdds : incomeAdds);
            outcomes[row] = random.NextDouble() < LogOdds.Probability(logOdds) && (table.AsOf[row] < newest || random.NextDouble() < newestRate);
        }

        var drawn = new TrainingTable(
            table.Features, table.ModelFeatures, outcomes, [.. table.BorrowerIds], [.. table.AsOf]);
        return (drawn, margins, Split.Folds(drawn, 5, seed: 3));
    }
}
