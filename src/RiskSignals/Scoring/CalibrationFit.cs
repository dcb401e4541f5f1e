namespace RiskSignals.Scoring;

/// <summary>Fits calibrations to margins the model gave rows it had not seen, and the outcomes of those rows.</summary>
public static class CalibrationFit
{
    // Log-odds of the edges.
    private const double LogOddsMax = 14;

    /// <summary>
    /// Platt's two parameters, with his smoothed targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), which keep a small sample from overstating.
    /// </summary>
    public static Calibration Platt(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var (positive, negative) = Totals(margins.Length, outcomes, weights);
        var inputs = new double[margins.Length];
        var targets = new double[margins.Length];
        for (var i = 0; i < margins.Length; i++)
        {
            inputs[i] = margins[i];
            targets[i] = outcomes[i] ? (positive + 1) / (positive + 2) : 1 / (negative + 2);
        }

        var fitted = Logistic.Fit([inputs], targets, Weights(weights, margins.Length));
        return fitted[0] >= 0
            ? new(CalibrationKind.Platt, fitted[0], 0, fitted[1], [], [])
            : new(CalibrationKind.Platt, 0, 0, LogOdds.Of((positive + 1) / (positive + negative + 2)), [], []);
    }

    /// <summary>Beta calibration; a slope that comes out negative is set to 0 and the rest fitted again, so the order of rows is kept.</summary>
    public static Calibration Beta(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var (positive, negative) = Totals(margins.Length, outcomes, weights);
        var count = margins.Length;
        var targets = new double[count];
        var rising = new double[count];
        var falling = new double[count];
        for (var i = 0; i < count; i++)
        {
            rising[i] = LogOdds.LogProbability(margins[i]);
            falling[i] = -LogOdds.LogProbability(-margins[i]);
            targets[i] = outcomes[i] ? 1 : 0;
        }

        var weighted = Weights(weights, count);
        var both = Logistic.Fit([rising, falling], targets, weighted);
        if (both[0] >= 0 && both[1] >= 0)
        {
            return new(CalibrationKind.Beta, both[0], both[1], both[2], [], []);
        }

        var keepsRising = both[1] < 0;
        var one = Logistic.Fit([keepsRising ? rising : falling], targets, weighted);
        return one[0] < 0 ? new(CalibrationKind.Beta, 0, 0, Math.Log(positive / negative), [], [])
            : keepsRising ? new(CalibrationKind.Beta, one[0], 0, one[1], [], [])
            : new(CalibrationKind.Beta, 0, one[0], one[1], [], []);
    }

    /// <summary>Isotonic regression by pooling adjacent violators; each pool becomes a knot at either end of its margins.</summary>
    public static Calibration Isotonic(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        Totals(margins.Length, outcomes, weights);
        var order = Enumerable.Range(0, margins.Length).ToArray();
        Array.Sort(margins.ToArray(), order);
        var pools = new List<Pool>();
        for (var i = 0; i < order.Length;)
        {
            // Rows of one margin are one point: pooled before they are compared.
            var pool = new Pool(margins[order[i]], margins[order[i]], 0, 0);
            for (; i < order.Length && margins[order[i]] == pool.Last; i++)
            {
                var weight = weights.IsEmpty ? 1.0 : weights[order[i]];
                pool = pool with { Weight = pool.Weight + weight, Positive = pool.Positive + (outcomes[order[i]] ? weight : 0) };
            }

            while (pools.Count > 0 && pools[^1].Rate >= pool.Rate)
            {
                var before = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                pool = new(before.First, pool.Last, before.Weight + pool.Weight, before.Positive + pool.Positive);
            }

            pools.Add(pool);
        }

        var knots = pools.SelectMany(pool => pool.First == pool.Last
            ? new[] { (Margin: pool.First, Probability: pool.Rate) }
            : [(pool.First, pool.Rate), (pool.Last, pool.Rate)]).ToArray();
        return new(CalibrationKind.Isotonic, 0, 0, 0, [.. knots.Select(knot => knot.Margin)], [.. knots.Select(knot => knot.Probability)]);
    }

    /// <summary>
    /// The one number that, added to every log-odds, makes as many outcomes predicted as were observed: what a newer period needs whose level
    /// changed and whose order didn't.
    /// </summary>
    /// <param name="probabilities">Calibrated, inside 0–1, one a row.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="weights">One a row; empty when all count the same.</param>
    public static double Offset(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var (positive, _) = Totals(probabilities.Length, outcomes, weights);
        var weighted = Weights(weights, probabilities.Length);

        // What is predicted rises with the offset, so halving finds it; beyond these ends every probability lies at an edge.
        var (low, high) = (-2 * LogOddsMax, 2 * LogOddsMax);
        for (var step = 0; step < 80; step++)
        {
            var middle = (low + high) / 2;
            var predicted = 0.0;
            for (var i = 0; i < probabilities.Length; i++)
            {
                predicted += weighted[i] * LogOdds.Moved(probabilities[i], middle);
            }

            (low, high) = predicted < positive ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static (double Positive, double Negative) Totals(int rows, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        if (outcomes.Length != rows || (!weights.IsEmpty && weights.Length != rows))
        {
            throw new ArgumentException(
                $"There are {rows} rows, {outcomes.Length} outcomes and {weights.Length} weights; give one of each a row.");
        }

        var (positive, negative) = (0.0, 0.0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var weight = weights.IsEmpty ? 1.0 : weights[i];
            (positive, negative) = outcomes[i] ? (positive + weight, negative) : (positive, negative + weight);
        }

        return positive > 0 && negative > 0
            ? (positive, negative)
            : throw new ArgumentException($"The rows weigh {positive} with outcome 1 and {negative} with outcome 0; calibration needs both.");
    }

    private static double[] Weights(ReadOnlySpan<float> weights, int count)
    {
        var result = new double[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = weights.IsEmpty ? 1 : weights[i];
        }

        return result;
    }

    /// <summary>Neighbouring margins that share one rate.</summary>
    private readonly record struct Pool(double First, double Last, double Weight, double Positive)
    {
        public double Rate => Positive / Weight;
    }
}
