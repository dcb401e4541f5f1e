namespace RiskSignals.Scoring;

/// <summary>
/// How good scores are against outcomes. Every measure takes one score and one outcome a row;
/// it throws <see cref="ArgumentException"/> when the lengths differ or an outcome never happens (or always does).
/// </summary>
public static class Quality
{
    /// <summary>Chance that a row with outcome 1 scores above one with outcome 0, ties counting half; 0.5 is guessing.</summary>
    public static double Auc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes) => new RankedRows(scores, outcomes).Auc();

    /// <summary>2·AUC − 1.</summary>
    public static double Gini(double auc) => (2 * auc) - 1;

    /// <summary>Kolmogorov–Smirnov: largest distance between the score distributions of the two outcomes, 0–1.</summary>
    public static double Ks(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes) => new RankedRows(scores, outcomes).Ks();

    /// <summary>Mean squared distance of probability and outcome, 0–1; lower is better.</summary>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        RequireBoth(probabilities, outcomes);
        var sum = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var miss = probabilities[i] - (outcomes[i] ? 1 : 0);
            sum += miss * miss;
        }

        return sum / outcomes.Length;
    }

    /// <summary>Mean −ln of the probability given to what happened; probabilities inside 0–1; lower is better.</summary>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        RequireBoth(probabilities, outcomes);
        var sum = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            sum -= Math.Log(outcomes[i] ? probabilities[i] : 1 - probabilities[i]);
        }

        return sum / outcomes.Length;
    }

    /// <summary>
    /// Logistic regression of the outcome on the log-odds of the probability; slope 1 and intercept 0 are perfect,
    /// a slope below 1 means that the scores are too far apart.
    /// </summary>
    public static (double Slope, double Intercept) CalibrationLine(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        RequireBoth(probabilities, outcomes);
        var logOdds = new double[outcomes.Length];
        var targets = new double[outcomes.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            logOdds[i] = LogOdds.Of(Math.Clamp(probabilities[i], Calibration.Edge, 1 - Calibration.Edge));
            targets[i] = outcomes[i] ? 1 : 0;
        }

        var fitted = Logistic.Fit([logOdds], targets, [.. Enumerable.Repeat(1.0, outcomes.Length)]);
        return (fitted[0], fitted[1]);
    }

    internal static void RequireBoth(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        if (scores.Length != outcomes.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {outcomes.Length} outcomes; give one of each a row.");
        }

        if (!outcomes.Contains(true) || !outcomes.Contains(false))
        {
            throw new ArgumentException($"All {outcomes.Length} outcomes are the same; both are needed to measure quality.");
        }
    }
}
