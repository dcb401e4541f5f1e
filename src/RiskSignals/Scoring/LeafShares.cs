using MathNet.Numerics.Integration;

namespace RiskSignals.Scoring;

/// <summary>
/// How one leaf's value is shared out among the k features on its path, for every set of features by which a row follows the path;
/// place [followed · k + i] holds the share of feature i when the row follows by the features whose bits are set in followed.
/// </summary>
internal static class LeafShares
{
    /// <summary>
    /// Path dependent: a feature's share is value · (o − z) · ∫₀¹ ∏ (o′ · t + z′ · (1 − t)) dt over the other features, where o is 1 if the
    /// row follows by that feature and else 0, and z is the probability of following it when it isn't known. The integral is the sum of the
    /// Shapley weights s! (k − s − 1)! ÷ k!, each written as a beta function; its polynomial is integrated exactly by a Gauss rule.
    /// </summary>
    public static double[] ByCover(double value, ReadOnlySpan<double> unknown)
    {
        var count = unknown.Length;
        var shares = new double[(1 << count) * count];
        var (points, weights) = Rule(PointsFor(count));
        Span<double> factors = stackalloc double[count];
        Span<double> after = stackalloc double[count + 1];
        for (var followed = 0; followed < 1 << count; followed++)
        {
            var found = shares.AsSpan(followed * count, count);
            for (var point = 0; point < points.Length; point++)
            {
                after[count] = weights[point] * value;
                for (var i = count - 1; i >= 0; i--)
                {
                    factors[i] = (((followed >> i) & 1) * points[point]) + (unknown[i] * (1 - points[point]));
                    after[i] = after[i + 1] * factors[i];
                }

                var before = 1.0;
                for (var i = 0; i < count; i++)
                {
                    found[i] += (((followed >> i) & 1) - unknown[i]) * before * after[i + 1];
                    before *= factors[i];
                }
            }
        }

        return shares;
    }

    /// <summary>
    /// Interventional: the mean over the reference rows of the shares in the game in which a feature that isn't known takes the reference
    /// row's value. Only rows by which together every step is followed count; with n features followed by the row alone and m by the
    /// reference row alone, each of the n gets value · (n − 1)! m! ÷ (n + m)! and each of the m loses value · n! (m − 1)! ÷ (n + m)!.
    /// </summary>
    /// <param name="value">The leaf's value.</param>
    /// <param name="count">The number of features on the path.</param>
    /// <param name="references">For every set of features, the share of the reference rows that follow the path by just these.</param>
    public static double[] ByReference(double value, int count, ReadOnlySpan<double> references)
    {
        var shares = new double[(1 << count) * count];
        var all = (1 << count) - 1;
        for (var followed = 0; followed <= all; followed++)
        {
            var found = shares.AsSpan(followed * count, count);
            for (var reference = 0; reference <= all; reference++)
            {
                if (references[reference] == 0 || (followed | reference) != all)
                {
                    continue;
                }

                var (gain, loss) = Weights(int.PopCount(followed & ~reference), int.PopCount(reference & ~followed));
                for (var i = 0; i < count; i++)
                {
                    var side = ((followed >> i) & 1) - ((reference >> i) & 1);
                    found[i] += references[reference] * value * (side > 0 ? gain : side < 0 ? -loss : 0);
                }
            }
        }

        return shares;
    }

    /// <summary>(n − 1)! m! ÷ (n + m)! and n! (m − 1)! ÷ (n + m)!; 0 where there is none to get it.</summary>
    public static (double Gain, double Loss) Weights(int rowAlone, int referenceAlone)
    {
        // n! m! ÷ (n + m)!, as a product of factors below 1.
        var weight = 1.0;
        for (var i = 1; i <= referenceAlone; i++)
        {
            weight *= (double)i / (rowAlone + i);
        }

        return (rowAlone == 0 ? 0 : weight / rowAlone, referenceAlone == 0 ? 0 : weight / referenceAlone);
    }

    /// <summary>The number of Gauss points for a path of this many features: n points are exact to degree 2n − 1.</summary>
    public static int PointsFor(int features) => Math.Max(1, (features + 1) / 2);

    /// <summary>Gauss points and weights on 0 to 1.</summary>
    public static (double[] Points, double[] Weights) Rule(int points)
    {
        var rule = new GaussLegendreRule(0, 1, points);
        return (rule.Abscissas, rule.Weights);
    }
}
