using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class CalibrationTests
{
    [Fact]
    public void Beta_with_one_one_zero_leaves_probabilities_as_they_are()
    {
        var identity = new Calibration(CalibrationKind.Beta, 1, 1, 0, [], []);
        foreach (var margin in new[] { -12.0, -3, 0, 0.4, 9 })
        {
            Assert.Equal(1 / (1 + Math.Exp(-margin)), identity.Probability(margin), 1e-12);
        }
    }

    [Fact]
    public void A_doubled_base_rate_moves_ten_per_cent_to_the_published_figure()
    {
        var identity = new Calibration(CalibrationKind.Platt, 1, 0, 0, [], []);
        var shifted = identity.ShiftPrior(from: 0.04, to: 0.08);
        Assert.Equal(0.735707, shifted.C, 1e-6);
        Assert.Equal(0.188235, shifted.Probability(Math.Log(0.1 / 0.9)), 1e-6);

        var isotonic = new Calibration(CalibrationKind.Isotonic, 0, 0, 0, [0], [0.1]).ShiftPrior(from: 0.04, to: 0.08);
        Assert.Equal(0.188235, isotonic.Probability(3), 1e-6);
    }

    [Theory]
    [InlineData(CalibrationKind.Beta)]
    [InlineData(CalibrationKind.Platt)]
    [InlineData(CalibrationKind.Isotonic)]
    public void Every_kind_rises_with_the_margin_and_stays_inside_0_and_1(CalibrationKind kind)
    {
        var (margins, outcomes) = Draw(5_000, seed: 4);
        var calibration = Fit(kind, margins, outcomes);
        var last = 0.0;
        for (var margin = -60.0; margin <= 60; margin += 0.1)
        {
            var probability = calibration.Probability(margin);
            Assert.InRange(probability, Math.Max(last, Calibration.Edge), 1 - Calibration.Edge);
            last = probability;
        }
    }

    [Theory]
    [InlineData(CalibrationKind.Beta)]
    [InlineData(CalibrationKind.Platt)]
    [InlineData(CalibrationKind.Isotonic)]
    public void Every_kind_finds_the_truth_behind_overstated_margins(CalibrationKind kind)
    {
        var (margins, outcomes) = Draw(40_000, seed: 5);
        var calibration = Fit(kind, margins, outcomes);
        foreach (var margin in new[] { -4.0, -2, 0, 2 })
        {
            Assert.Equal(Truth(margin), calibration.Probability(margin), 0.03);
        }
    }

    [Theory]
    [InlineData(CalibrationKind.Beta)]
    [InlineData(CalibrationKind.Platt)]
    public void Margins_that_point_the_wrong_way_are_levelled_not_turned_round(CalibrationKind kind)
    {
        var (margins, outcomes) = Draw(3_000, seed: 6);
        var calibration = Fit(kind, margins, [.. outcomes.Select(outcome => !outcome)]);
        var rate = outcomes.Count(outcome => !outcome) / 3_000.0;
        Assert.Equal(rate, calibration.Probability(-3), 0.01);
        Assert.Equal(rate, calibration.Probability(3), 0.01);
    }

    [Fact]
    public void A_weight_of_two_counts_as_two_rows()
    {
        var (margins, outcomes) = Draw(400, seed: 7);
        float[] weights = [.. Enumerable.Range(0, 400).Select(i => 1f + (i % 2))];
        int[] repeated = [.. Enumerable.Range(0, 400).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 2)))];
        float[] more = [.. repeated.Select(i => margins[i])];
        bool[] happened = [.. repeated.Select(i => outcomes[i])];
        foreach (var margin in new[] { -2.0, 0, 2 })
        {
            Assert.Equal(
                CalibrationFit.Beta(more, happened, []).Probability(margin),
                CalibrationFit.Beta(margins, outcomes, weights).Probability(margin),
                1e-6);
            Assert.Equal(
                CalibrationFit.Isotonic(more, happened, []).Probability(margin),
                CalibrationFit.Isotonic(margins, outcomes, weights).Probability(margin),
                1e-9);
        }
    }

    [Fact]
    public void The_offset_of_newer_rows_makes_as_many_predicted_as_happened()
    {
        var (margins, outcomes) = Draw(4_000, seed: 8);
        var calibration = CalibrationFit.Platt(margins, outcomes, []);
        bool[] rarer = [.. outcomes.Select((outcome, i) => outcome && i % 3 == 0)];
        double[] probabilities = [.. margins.Select(margin => calibration.Probability(margin))];
        var moved = calibration.Moved(CalibrationFit.Offset(probabilities, rarer, []));
        Assert.Equal(rarer.Count(outcome => outcome), margins.Sum(margin => moved.Probability(margin)), 1e-6);
        Assert.Equal(0, CalibrationFit.Offset(probabilities, outcomes, []), 0.01);
    }

    [Fact]
    public void Numbers_that_could_turn_the_order_round_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Calibration(CalibrationKind.Platt, -1, 0, 0, [], []));
        Assert.Throws<ArgumentException>(() => new Calibration(CalibrationKind.Beta, 1, double.NaN, 0, [], []));
        Assert.Throws<ArgumentException>(() => new Calibration(CalibrationKind.Isotonic, 0, 0, 0, [0, 1], [0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => new Calibration(CalibrationKind.Isotonic, 0, 0, 0, [], []));
        Assert.Throws<ArgumentException>(() => CalibrationFit.Beta([1, 2], [true, true], []));
    }

    private static double Truth(double margin) => 1 / (1 + Math.Exp(-((0.5 * margin) - 1)));

    private static (float[] Margins, bool[] Outcomes) Draw(int rows, int seed)
    {
        var random = new Random(seed);
        var margins = new float[rows];
        var outcomes = new bool[rows];
        for (var i = 0; i < rows; i++)
        {
            margins[i] = (random.NextSingle() * 12) - 7;
            outcomes[i] = random.NextDouble() < Truth(margins[i]);
        }

        return (margins, outcomes);
    }

    private static Calibration Fit(CalibrationKind kind, float[] margins, bool[] outcomes) => kind switch
    {
        CalibrationKind.Beta => CalibrationFit.Beta(margins, outcomes, []),
        CalibrationKind.Platt => CalibrationFit.Platt(margins, outcomes, []),
        _ => CalibrationFit.Isotonic(margins, outcomes, []),
    };
}
