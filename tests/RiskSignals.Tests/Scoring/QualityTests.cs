using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class QualityTests
{
    [Fact]
    public void The_auc_is_the_share_of_pairs_in_the_right_order_with_ties_counting_half()
    {
        var (scores, outcomes) = Draw(300, seed: 1, steps: 12);
        var (wins, pairs) = (0.0, 0);
        for (var a = 0; a < scores.Length; a++)
        {
            for (var b = 0; b < scores.Length; b++)
            {
                if (outcomes[a] && !outcomes[b])
                {
                    pairs++;
                    wins += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(wins / pairs, Quality.Auc(scores, outcomes), 1e-12);
        Assert.Equal(0.5, Quality.Auc([0.3, 0.3, 0.3], [true, false, true]));
        Assert.Equal(1, Quality.Auc([0.1, 0.9], [false, true]));
    }

    [Fact]
    public void Outcomes_all_alike_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Quality.Auc([0.1, 0.2], [true, true]));
        Assert.Throws<ArgumentException>(() => Quality.Brier([0.1], [true, false]));
    }

    [Fact]
    public void Deciles_hold_equal_rows_and_their_lifts_average_one()
    {
        var (scores, outcomes) = Draw(1_003, seed: 2, steps: 1 << 20);
        var deciles = ScoreBin.Cut(scores, outcomes);
        Assert.Equal(10, deciles.Count);
        Assert.All(deciles, decile => Assert.InRange(decile.Rows, 100, 101));
        Assert.Equal(outcomes.Count(outcome => outcome), deciles.Sum(decile => decile.Positives));
        Assert.Equal(1, deciles.Sum(decile => decile.Lift * decile.Rows) / 1_003, 1e-9);
        Assert.True(deciles[0].Predicted > deciles[9].Predicted);
        Assert.All(deciles, decile => Assert.InRange(decile.Observed, decile.ObservedLow, decile.ObservedHigh));
    }

    [Fact]
    public void A_perfect_model_stays_below_its_own_noise_and_a_wrong_one_does_not()
    {
        var (scores, outcomes) = Draw(4_000, seed: 3, steps: 1 << 20);
        var perfect = CalibrationError.Measure(scores, outcomes, seed: 1);
        Assert.True(perfect.Value < perfect.Noise95, $"{perfect}");
        Assert.True(perfect.NoiseMean < perfect.Noise95);

        var wrong = CalibrationError.Measure([.. scores.Select(score => score / 2)], outcomes, seed: 1);
        Assert.True(wrong.Value > 3 * wrong.Noise95, $"{wrong}");
        Assert.Equal(perfect, CalibrationError.Measure(scores, outcomes, seed: 1));
    }

    [Fact]
    public void Rows_that_err_together_raise_the_noise_of_the_calibration_error_and_rows_apart_do_not()
    {
        var (scores, outcomes) = Draw(1_000, seed: 6, steps: 1 << 20);
        var apart = CalibrationError.Measure(scores, outcomes, seed: 1, simulations: 2_000);
        Assert.InRange(apart.BorrowerNoise95 / apart.Noise95, 0.9, 1.1);

        // Each row four times: as much is known as of one, and the error of true probabilities is as large.
        string[] borrowers = [.. Enumerable.Range(0, 4_000).Select(row => $"B{row % 1_000}")];
        double[] four = [.. scores, .. scores, .. scores, .. scores];
        bool[] happened = [.. outcomes, .. outcomes, .. outcomes, .. outcomes];
        var together = CalibrationError.Measure(four, happened, seed: 1, simulations: 2_000, borrowerIds: borrowers);
        Assert.InRange(together.BorrowerNoise95 / together.Noise95, 1.8, 2.2);
        Assert.Equal(together.BorrowerNoise95, together.Chance95);
        Assert.True(together.IsWithinChance && together.Value > together.Noise95, $"{together}");
    }

    [Fact]
    public void The_ranges_of_all_measures_come_from_whole_borrowers_and_hold_the_measures()
    {
        var (scores, outcomes) = Draw(300, seed: 4, steps: 1 << 20);
        string[] borrowers = [.. Enumerable.Range(0, 300).Select(i => $"B{i}")];
        var once = QualityIntervals.Measure(scores, outcomes, borrowers, seed: 5, resamples: 300)!;
        var twice = QualityIntervals.Measure([.. scores, .. scores], [.. outcomes, .. outcomes], [.. borrowers, .. borrowers], seed: 5, resamples: 300)!;
        foreach (var (name, value, one, two) in new[]
        {
            ("Gini", Quality.Gini(Quality.Auc(scores, outcomes)), once.Gini, twice.Gini),
            ("KS", Quality.Ks(scores, outcomes), once.Ks, twice.Ks),
            ("average precision", Quality.AveragePrecision(scores, outcomes), once.AveragePrecision, twice.AveragePrecision),
            ("Brier", Quality.Brier(scores, outcomes), once.Brier, twice.Brier),
            ("log loss", Quality.LogLoss(scores, outcomes), once.LogLoss, twice.LogLoss),
            ("observed to predicted", Quality.ObservedToPredicted(scores, outcomes), once.ObservedToPredicted, twice.ObservedToPredicted),
            ("slope", Quality.CalibrationLine(scores, outcomes).Slope, once.CalibrationSlope, twice.CalibrationSlope),
        })
        {
            Assert.True(one.Low < value && value < one.High, $"{name} {value}: {one}");
            Assert.Equal(one.Low, two.Low, 1e-6);
            Assert.Equal(one.High, two.High, 1e-6);
        }

        Assert.InRange(1, once.CalibrationSlope.Low, once.CalibrationSlope.High);
    }

    [Fact]
    public void Repeating_every_row_of_a_borrower_does_not_narrow_the_interval()
    {
        var (scores, outcomes) = Draw(300, seed: 4, steps: 1 << 20);
        string[] borrowers = [.. Enumerable.Range(0, 300).Select(i => $"B{i}")];
        double[] scoresTwice = [.. scores, .. scores];
        bool[] outcomesTwice = [.. outcomes, .. outcomes];

        var once = AucInterval.Measure(scores, outcomes, borrowers, seed: 5);
        var clustered = AucInterval.Measure(scoresTwice, outcomesTwice, [.. borrowers, .. borrowers], seed: 5);
        var rowByRow = AucInterval.Measure(scoresTwice, outcomesTwice, [], seed: 5);
        Assert.Equal(once, clustered);
        Assert.True(rowByRow.High - rowByRow.Low < 0.8 * (once.High - once.Low));
        Assert.InRange(once.Auc, once.Low, once.High);
    }

    [Fact]
    public void True_probabilities_have_a_spiegelhalter_z_of_a_standard_normal_and_false_ones_do_not()
    {
        double[] drawn = [.. Enumerable.Range(0, 300).Select(seed =>
        {
            var (scores, outcomes) = Draw(500, seed, steps: 1 << 20);
            return Quality.SpiegelhalterZ(scores, outcomes);
        })];
        Assert.InRange(drawn.Average(), -0.2, 0.2);
        Assert.InRange(drawn.Average(z => z * z), 0.8, 1.2);
        var (wrong, happened) = Draw(4_000, seed: 9, steps: 1 << 20);
        Assert.True(Math.Abs(Quality.SpiegelhalterZ([.. wrong.Select(score => 0.5 + ((score - 0.5) * 0.7))], happened)) > 5);
        Assert.Equal(0, Quality.SpiegelhalterZ([0.5, 0.5], [true, false]));
    }

    [Fact]
    public void The_debiased_error_of_a_perfect_model_is_around_nothing()
    {
        var drawn = Enumerable.Range(0, 300).Average(seed =>
        {
            var (scores, outcomes) = Draw(400, seed, steps: 1 << 20);
            return CalibrationError.Measure(scores, outcomes, seed: 1, simulations: 1).SquaredDebiased;
        });
        Assert.InRange(drawn, -0.0002, 0.0002);
    }

    private static (double[] Scores, bool[] Outcomes) Draw(int rows, int seed, int steps)
    {
        var random = new Random(seed);
        var scores = new double[rows];
        var outcomes = new bool[rows];
        for (var i = 0; i < rows; i++)
        {
            scores[i] = (random.Next(steps) + 0.5) / steps;
            outcomes[i] = random.NextDouble() < scores[i];
        }

        return (scores, outcomes);
    }
}
