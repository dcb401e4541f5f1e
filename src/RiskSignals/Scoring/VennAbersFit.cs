namespace RiskSignals.Scoring;

/// <summary>
/// Works out Venn–Abers intervals from calibration rows: scores that a model gave rows it had not seen, and their outcomes. Time grows with
/// n log n, the sorting.
/// </summary>
public static class VennAbersFit
{
    // Far finer than the width of any interval, and short to write; ends are rounded outward.
    private const double Grain = 1e-6;

    /// <summary>The exact intervals at every score that occurs among the rows.</summary>
    /// <param name="scores">Calibrated probabilities inside 0–1, one a row.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="weights">Finite weight of each row, above 0; empty when all count the same. The added row weighs what they weigh on average.</param>
    /// <returns>The distinct scores, rising, and the interval of each.</returns>
    public static (double[] Scores, ProbabilityInterval[] Intervals) Exact(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        if (scores.IsEmpty || outcomes.Length != scores.Length || (!weights.IsEmpty && weights.Length != scores.Length))
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores, {outcomes.Length} outcomes and {weights.Length} weights; give one of each a row.");
        }

        var (distinct, weight, positive) = Pooled(scores, outcomes, weights);
        var highs = WithOutcomeOne(weight, positive);

        // Outcome 0 at a score is outcome 1 at its mirror image, all outcomes turned round.
        var mirrored = WithOutcomeOne([.. weight.Reverse()], [.. weight.Zip(positive, (all, ones) => all - ones).Reverse()]);
        var intervals = new ProbabilityInterval[distinct.Length];
        for (var i = 0; i < intervals.Length; i++)
        {
            // Sums taken in another order may differ in the last bit.
            var high = Math.Clamp(highs[i], i == 0 ? 0 : intervals[i - 1].High, 1);
            intervals[i] = new(Math.Clamp(1 - mirrored[distinct.Length - 1 - i], i == 0 ? 0 : intervals[i - 1].Low, high), high);
        }

        return (distinct, intervals);
    }

    /// <summary>
    /// The intervals in few knots. Where knots are left out, both ends only ever move outward, by as little as it takes to keep
    /// <paramref name="knotsMax"/> of them.
    /// </summary>
    /// <param name="scores">As for <see cref="Exact"/>.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="weights">As for <see cref="Exact"/>.</param>
    /// <param name="offset">Log-odds that the scores have been moved by since they were fitted to these outcomes; both ends move along.</param>
    /// <param name="knotsMax">At least 2.</param>
    public static VennAbers Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights, double offset = 0, int knotsMax = 500)
    {
        var (distinct, exact) = Exact(scores, outcomes, weights);
        ProbabilityInterval[] rounded = [.. exact.Select(one => Rounded(one.Low, one.High, offset))];
        var kept = Thinned(rounded, 0);
        for (var tolerance = Grain; kept.Count > knotsMax; tolerance *= 2)
        {
            kept = Thinned(rounded, tolerance);
        }

        return new([.. kept.Select(i => distinct[i])], [.. kept.Select(i => rounded[i])]);
    }

    /// <summary>Ends that are certain stay so; certainty has no odds to move.</summary>
    private static ProbabilityInterval Rounded(double low, double high, double offset)
    {
        var (movedLow, movedHigh) = offset == 0
            ? (low, high)
            : (low is 0 or 1 ? low : LogOdds.Moved(low, offset), high is 0 or 1 ? high : LogOdds.Moved(high, offset));
        return new(Math.Round(Math.Floor(movedLow / Grain) * Grain, 6), Math.Min(1, Math.Round(Math.Ceiling(movedHigh / Grain) * Grain, 6)));
    }

    /// <summary>
    /// The knots to keep. One may go when the upper end of the knot after it, and the lower end of the one before it, are near enough to its own;
    /// rows between those two then get these.
    /// </summary>
    private static List<int> Thinned(ProbabilityInterval[] knots, double tolerance)
    {
        var kept = new List<int> { 0 };
        for (var i = 1; i < knots.Length - 1; i++)
        {
            // All knots since the last one kept would get the upper end of the next.
            var isNear = knots[i + 1].High - knots[kept[^1] + 1].High <= tolerance && knots[i].Low - knots[kept[^1]].Low <= tolerance;
            if (!isNear)
            {
                kept.Add(i);
            }
        }

        if (knots.Length > 1)
        {
            kept.Add(knots.Length - 1);
        }

        return kept;
    }

    private static (double[] Scores, double[] Weight, double[] Positive) Pooled(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> weights)
    {
        var sorted = scores.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var mean = 1.0;
        if (!weights.IsEmpty)
        {
            var sum = 0.0;
            foreach (var weight in weights)
            {
                sum += weight;
            }

            mean = sum / weights.Length;
        }

        var (distinct, weighed, positive) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < order.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                distinct.Add(sorted[i]);
                weighed.Add(0);
                positive.Add(0);
            }

            var weight = weights.IsEmpty ? 1 : weights[order[i]] / mean;
            weighed[^1] += weight;
            positive[^1] += outcomes[order[i]] ? weight : 0;
        }

        return ([.. distinct], [.. weighed], [.. positive]);
    }

    /// <summary>
    /// At each point, what isotonic regression says there once a row of weight 1 and outcome 1 is added to it: slopes of the lower hull of the
    /// cumulative sums, whose points before the added row lie one weight and one outcome further back. Walking up, one point a step moves back,
    /// and the hull from it on is mended at its beginning alone.
    /// </summary>
    private static double[] WithOutcomeOne(double[] weight, double[] positive)
    {
        // Places 0 … n are the sums before any point and after each of them; moved places lie one back in both.
        var count = weight.Length;
        var (across, up) = (new double[count + 1], new double[count + 1]);
        for (var i = 0; i < count; i++)
        {
            (across[i + 1], up[i + 1]) = (across[i] + weight[i], up[i] + positive[i]);
        }

        // The hull of what follows place 0, seen from place 0 moved back; its beginning lies on top.
        var hull = new Stack<(double Across, double Up)>();
        for (var i = count; i >= 1; i--)
        {
            PushBefore(hull, (across[i], up[i]));
        }

        PushBefore(hull, (-1, -1));
        var result = new double[count];
        for (var i = 0; i < count; i++)
        {
            // The first edge of the hull crosses the added row.
            var first = hull.Pop();
            var second = hull.Peek();
            result[i] = (second.Up - first.Up) / (second.Across - first.Across);

            // The next place moves back: the hull begins there unless it lies above that edge still.
            var moved = (Across: across[i + 1] - 1, Up: up[i + 1] - 1);
            if (Turn(first, second, moved) > 0)
            {
                hull.Push(first);
            }
            else
            {
                PushBefore(hull, moved);
            }
        }

        return result;
    }

    /// <summary>Puts a point before the beginning of a hull and takes away what no longer lies on it.</summary>
    private static void PushBefore(Stack<(double Across, double Up)> hull, (double Across, double Up) point)
    {
        while (hull.Count > 1)
        {
            var first = hull.Pop();
            if (Turn(point, first, hull.Peek()) > 0)
            {
                hull.Push(first);
                break;
            }
        }

        hull.Push(point);
    }

    /// <summary>Above 0 if the way from the first point over the second to the third turns upward.</summary>
    private static double Turn((double Across, double Up) from, (double Across, double Up) over, (double Across, double Up) to) =>
        ((over.Across - from.Across) * (to.Up - from.Up)) - ((over.Up - from.Up) * (to.Across - from.Across));
}
