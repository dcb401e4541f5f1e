using MathNet.Numerics.LinearAlgebra;

namespace RiskSignals.Scoring;

/// <summary>Fits calibrations to margins the model gave rows it had not seen, and the outcomes of those rows.</summary>
public static class CalibrationFit
{
    /// <summary>Below this many positives two parameters are all that can be told from noise: Platt instead of beta.</summary>
    public const int BetaPositivesMin = 1_000;

    /// <summary>Beta with at least <see cref="BetaPositivesMin"/> positives, else Platt.</summary>
    public static Calibration ByPositives(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var positives = 0;
        foreach (var outcome in outcomes)
        {
            positives += outcome ? 1 : 0;
        }

        return positives < BetaPositivesMin ? Platt(margins, outcomes, weights) : Beta(margins, outcomes, weights);
    }

    /// <summary>Platt's two parameters, with his smoothed targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), which keep a small sample from overstating.</summary>
    public static Calibration Platt(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var (positive, negative) = Totals(margins, outcomes, weights);
        var inputs = Matrix<double>.Build.Dense(margins.Length, 2, 1);
        var targets = new double[margins.Length];
        for (var i = 0; i < margins.Length; i++)
        {
            inputs[i, 0] = margins[i];
            targets[i] = outcomes[i] ? (positive + 1) / (positive + 2) : 1 / (negative + 2);
        }

        var fitted = Logistic.Fit(inputs, targets, Weights(weights, margins.Length));
        return fitted[0] >= 0
            ? new(CalibrationKind.Platt, fitted[0], 0, fitted[1], [], [])
            : new(CalibrationKind.Platt, 0, 0, LogOdds.Of((positive + 1) / (positive + negative + 2)), [], []);
    }

    /// <summary>Beta calibration; a slope that comes out negative is set to 0 and the rest fitted again, so the order of rows is kept.</summary>
    public static Calibration Beta(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var (positive, negative) = Totals(margins, outcomes, weights);
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

        var ones = Enumerable.Repeat(1.0, count).ToArray();
        var weighted = Weights(weights, count);
        var both = Logistic.Fit(Matrix<double>.Build.DenseOfColumnArrays(rising, falling, ones), targets, weighted);
        if (both[0] >= 0 && both[1] >= 0)
        {
            return new(CalibrationKind.Beta, both[0], both[1], both[2], [], []);
        }

        var keepsRising = both[1] < 0;
        var one = Logistic.Fit(Matrix<double>.Build.DenseOfColumnArrays(keepsRising ? rising : falling, ones), targets, weighted);
        return one[0] < 0 ? new(CalibrationKind.Beta, 0, 0, Math.Log(positive / negative), [], [])
            : keepsRising ? new(CalibrationKind.Beta, one[0], 0, one[1], [], [])
            : new(CalibrationKind.Beta, 0, one[0], one[1], [], []);
    }

    /// <summary>Isotonic regression by pooling adjacent violators; each pool becomes a knot at either end of its margins.</summary>
    public static Calibration Isotonic(ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        Totals(margins, outcomes, weights);
        var order = Enumerable.Range(0, margins.Length).ToArray();
        Array.Sort(margins.ToArray(), order);
        var pools = new List<(double First, double Last, double Weight, double Sum)>();
        foreach (var row in order)
        {
            double margin = margins[row];
            var weight = weights.IsEmpty ? 1.0 : weights[row];
            var pool = (First: margin, Last: margin, Weight: weight, Sum: outcomes[row] ? weight : 0);
            while (pools.Count > 0 && (pools[^1].Last == pool.First || pools[^1].Sum * pool.Weight >= pool.Sum * pools[^1].Weight))
            {
                var before = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                pool = (before.First, pool.Last, before.Weight + pool.Weight, before.Sum + pool.Sum);
            }

            pools.Add(pool);
        }

        var knots = pools.SelectMany(pool => pool.First == pool.Last
            ? new[] { (Margin: pool.First, Probability: pool.Sum / pool.Weight) }
            : [(pool.First, pool.Sum / pool.Weight), (pool.Last, pool.Sum / pool.Weight)]).ToArray();
        return new(CalibrationKind.Isotonic, 0, 0, 0, [.. knots.Select(knot => knot.Margin)], [.. knots.Select(knot => knot.Probability)]);
    }

    private static (double Positive, double Negative) Totals(
        ReadOnlySpan<float> margins, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        if (outcomes.Length != margins.Length || (!weights.IsEmpty && weights.Length != margins.Length))
        {
            throw new ArgumentException(
                $"There are {margins.Length} margins, {outcomes.Length} outcomes and {weights.Length} weights; give one of each a row.");
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
}
