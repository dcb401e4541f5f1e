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

    [SklearnFact]
    public void Every_measure_equals_scikit_learn()
    {
        var (scores, outcomes) = Draw(700, seed: 6, steps: 40);
        float[] margins = [.. scores.Select(score => (float)Math.Log(score / (1 - score)))];
        var (slope, intercept) = Quality.CalibrationLine(scores, outcomes);
        var beta = CalibrationFit.Beta(margins, outcomes, []);
        var isotonic = CalibrationFit.Isotonic(margins, outcomes, []);
        double[] ours =
        [
            Quality.Auc(scores, outcomes), Quality.Ks(scores, outcomes), Quality.Brier(scores, outcomes), Quality.LogLoss(scores, outcomes),
            slope, intercept, beta.A, beta.B, beta.C, isotonic.Probability(-1.234), isotonic.Probability(0.7),
        ];

        var theirs = Sklearn.Numbers(
            """
            import sys, json, warnings
            import numpy as np
            from sklearn.metrics import roc_auc_score, roc_curve, brier_score_loss, log_loss
            from sklearn.linear_model import LogisticRegression
            from sklearn.isotonic import IsotonicRegression
            given = json.load(sys.stdin)
            p, y, m = np.array(given['p']), np.array(given['y']), np.array(given['m'], dtype=np.float32).astype(float)
            def fit(x):
                model = LogisticRegression(penalty='none', tol=1e-8, max_iter=1000).fit(x, y)
                return list(model.coef_[0]) + [model.intercept_[0]]
            fpr, tpr, _ = roc_curve(y, p)
            q = 1 / (1 + np.exp(-m))
            iso = IsotonicRegression(out_of_bounds='clip').fit(m, y)
            out = [roc_auc_score(y, p), max(tpr - fpr), brier_score_loss(y, p), log_loss(y, p)]
            out += fit(np.log(p / (1 - p)).reshape(-1, 1)) + fit(np.column_stack([np.log(q), -np.log(1 - q)]))
            out += list(iso.predict([-1.234, 0.7]))
            print(json.dumps([float(one) for one in out]))
            """,
            new { p = scores, y = outcomes.Select(outcome => outcome ? 1 : 0), m = margins });
        Assert.Equal(theirs.Length, ours.Length);
        Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
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
