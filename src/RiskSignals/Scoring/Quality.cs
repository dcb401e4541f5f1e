namespace RiskSignals.Scoring;

/// <summary>
/// How good scores are against outcomes. Every measure takes one score and one outcome a row, and one weight above 0 a row where rows don't
/// count the same; it throws <see cref="ArgumentException"/> when the lengths differ or an outcome never happens (or always does).
/// </summary>
public static class Quality
{
    /// <summary>Chance that a row with outcome 1 scores above one with outcome 0, ties counting half; 0.5 is guessing.</summary>
    public static double Auc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireWeights(scores, weights);
        return new RankedRows(scores, outcomes).Auc(weights);
    }

    /// <summary>2·AUC − 1.</summary>
    public static double Gini(double auc) => (2 * auc) - 1;

    /// <summary>Kolmogorov–Smirnov: largest distance between the score distributions of the two outcomes, 0–1.</summary>
    public static double Ks(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireWeights(scores, weights);
        return new RankedRows(scores, outcomes).Ks(weights);
    }

    /// <summary>Mean precision over the rows with outcome 1, 0–1; guessing gives the base rate.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireWeights(scores, weights);
        return new RankedRows(scores, outcomes).AveragePrecision(weights);
    }

    /// <summary>Mean squared distance of probability and outcome, 0–1; lower is better.</summary>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireBoth(probabilities, outcomes);
        RequireWeights(probabilities, weights);
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (miss, weight) = (probabilities[i] - (outcomes[i] ? 1 : 0), weights.IsEmpty ? 1 : weights[i]);
            (sum, all) = (sum + (weight * miss * miss), all + weight);
        }

        return sum / all;
    }

    /// <summary>Mean −ln of the probability given to what happened; probabilities inside 0–1; lower is better.</summary>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireBoth(probabilities, outcomes);
        RequireWeights(probabilities, weights);
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            (sum, all) = (sum - (weight * Math.Log(outcomes[i] ? probabilities[i] : 1 - probabilities[i])), all + weight);
        }

        return sum / all;
    }

    /// <summary>
    /// Σ(y − p)(1 − 2p) ÷ √Σ(1 − 2p)²p(1 − p): standard normal if the probabilities are true (Spiegelhalter 1986). Probabilities inside 0–1.
    /// </summary>
    public static double SpiegelhalterZ(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        RequireBoth(probabilities, outcomes);
        var (sum, variance) = (0.0, 0.0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (probability, slant) = (probabilities[i], 1 - (2 * probabilities[i]));
            sum += ((outcomes[i] ? 1 : 0) - probability) * slant;
            variance += slant * slant * probability * (1 - probability);
        }

        // Probabilities of one half each tell nothing of it.
        return variance > 0 ? sum / Math.Sqrt(variance) : 0;
    }

    /// <summary>Rows with outcome 1 ÷ the sum of the probabilities; 1 if they are true on average.</summary>
    public static double ObservedToPredicted(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireBoth(probabilities, outcomes);
        RequireWeights(probabilities, weights);
        var (observed, predicted) = (0.0, 0.0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            (observed, predicted) = (observed + (outcomes[i] ? weight : 0), predicted + (weight * probabilities[i]));
        }

        return observed / predicted;
    }

    /// <summary>
    /// Logistic regression of the outcome on the log-odds of the probability; slope 1 and intercept 0 are perfect,
    /// a slope below 1 means that the scores are too far apart.
    /// </summary>
    public static (double Slope, double Intercept) CalibrationLine(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> weights = default)
    {
        RequireBoth(probabilities, outcomes);
        RequireWeights(probabilities, weights);
        var logOdds = new double[outcomes.Length];
        var targets = new double[outcomes.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            logOdds[i] = LogOdds.Of(Math.Clamp(probabilities[i], Calibration.Edge, 1 - Calibration.Edge));
            targets[i] = outcomes[i] ? 1 : 0;
        }

        var fitted = Logistic.Fit([logOdds], targets, weights.IsEmpty ? [.. Enumerable.Repeat(1.0, outcomes.Length)] : weights.ToArray());
        return (fitted[0], fitted[1]);
    }

    private static void RequireWeights(ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        if (!weights.IsEmpty && weights.Length != scores.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {weights.Length} weights; give one of each a row, or no weights.");
        }
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
