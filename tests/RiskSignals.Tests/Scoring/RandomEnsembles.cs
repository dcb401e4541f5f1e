using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>
/// Random models in XGBoost's form and rows that try them, the same for the same settings. Print the record when a test fails:
/// it says how to make the model again.
/// </summary>
internal sealed record RandomEnsembles(int Seed)
{
    public int Features { get; init; } = 10;

    public int Trees { get; init; } = 20;

    /// <summary>Each tree draws its depth from this range; 0 is a tree of one leaf.</summary>
    public int DepthMin { get; init; } = 1;

    public int DepthMax { get; init; } = 6;

    /// <summary>Different thresholds a feature may have, so that splits repeat them; more than 255 strains one-byte bins.</summary>
    public int Thresholds { get; init; } = 64;

    /// <summary>Chance that a node stops early, 0–1; 0 makes full trees.</summary>
    public double LeafChance { get; init; } = 0.1;

    /// <summary>Above 0, trees grow leaf by leaf to this many, deep on one side, as LightGBM's do.</summary>
    public int Leaves { get; init; }

    public string BaseScore { get; init; } = "3E-1";

    /// <summary>The trees to walk in the test's own way.</summary>
    public TreeText.Node[] Roots()
    {
        var random = new Random(Seed);
        var thresholds = ThresholdsOf(random);
        return [.. Enumerable.Range(0, Trees).Select(_ => Leaves > 0 ? LeafWise(random, thresholds) : Tree(random, thresholds))];
    }

    public byte[] Bytes() => TreeText.Bytes(Features, BaseScore, Roots());

    public TreeEnsemble Ensemble() => XgboostJson.Parse(Bytes());

    /// <summary>
    /// Rows of values at the model's thresholds, one step beside them, between them, at both zeros, at and beyond the ends of the
    /// float range, and missing; the first rows are one such value throughout.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="infinite">Whether ±∞ is among the values.</param>
    public float[][] Rows(int count, bool infinite = true)
    {
        var random = new Random(Seed);
        var thresholds = ThresholdsOf(random);
        float[] edges =
        [
            float.NaN, 0f, -0f, float.Epsilon, -float.Epsilon, 1e-35f, -1e-35f, float.MaxValue, -float.MaxValue,
            .. infinite ? [float.PositiveInfinity, float.NegativeInfinity] : (float[])[],
        ];
        float Value(int feature)
        {
            var threshold = thresholds[feature][random.Next(Thresholds)];
            return random.Next(10) switch
            {
                0 => float.NaN,
                1 => edges[random.Next(edges.Length)],
                2 or 3 => threshold,
                4 => float.BitIncrement(threshold),
                5 => float.BitDecrement(threshold),
                _ => (random.NextSingle() * 8) - 4,
            };
        }

        return
        [
            .. Enumerable.Range(0, count).Select(row => row < edges.Length
                ? [.. Enumerable.Repeat(edges[row], Features)]
                : Enumerable.Range(0, Features).Select(Value).ToArray()),
        ];
    }

    private float[][] ThresholdsOf(Random random) =>
        [.. Enumerable.Range(0, Features).Select(_ => Enumerable.Range(0, Thresholds).Select(place => Threshold(random, place)).ToArray())];

    private static float Threshold(Random random, int place) => place switch
    {
        0 => 0f,
        1 => float.Epsilon,
        2 => -1e-35f,
        3 => random.Next(2) == 0 ? float.MaxValue : -float.MaxValue,
        _ => (random.NextSingle() * 6) - 3,
    };

    private TreeText.Node Tree(Random random, float[][] thresholds)
    {
        var total = random.Next(DepthMin, DepthMax + 1);
        return Grow(total, Cover(random), isSpine: true);

        // One path goes the whole way down, so that the depth is met; a tree far deeper than that would not fit into memory.
        TreeText.Node Grow(int depth, float cover, bool isSpine)
        {
            if (depth == 0 || (!isSpine && random.NextDouble() < LeafChance + (total > 12 ? 0.5 : 0)))
            {
                return Leaf(random, cover);
            }

            var (left, right) = Shares(random, cover);
            var leftIsSpine = isSpine && random.Next(2) == 0;
            return Split(
                random, thresholds, cover, Grow(depth - 1, left, leftIsSpine), Grow(depth - 1, right, isSpine && !leftIsSpine));
        }
    }

    private TreeText.Node LeafWise(Random random, float[][] thresholds)
    {
        return Grow(Leaves, DepthMax, Cover(random));

        TreeText.Node Grow(int leaves, int depth, float cover)
        {
            if (leaves == 1 || depth == 0)
            {
                return Leaf(random, cover);
            }

            // The larger part falls on one side, as the split of the best leaf first leaves it.
            var larger = Math.Max(leaves / 2, (int)(leaves * (0.5 + (0.5 * random.NextDouble()))));
            var onLeft = random.Next(2) == 0 ? Math.Min(larger, leaves - 1) : leaves - Math.Min(larger, leaves - 1);
            var (left, right) = Shares(random, cover);
            return Split(random, thresholds, cover, Grow(onLeft, depth - 1, left), Grow(leaves - onLeft, depth - 1, right));
        }
    }

    private TreeText.Node Split(Random random, float[][] thresholds, float cover, TreeText.Node left, TreeText.Node right)
    {
        var feature = random.Next(Features);
        return new(feature, thresholds[feature][random.Next(Thresholds)], cover, random.Next(2) == 0, left, right);
    }

    private static TreeText.Node Leaf(Random random, float cover) => new(-1, (random.NextSingle() * 0.4f) - 0.2f, cover);

    private static float Cover(Random random) => 1e6f * (1 + random.NextSingle());

    private static (float Left, float Right) Shares(Random random, float cover)
    {
        var left = cover * (0.1f + (0.8f * random.NextSingle()));
        return (left, cover - left);
    }
}
