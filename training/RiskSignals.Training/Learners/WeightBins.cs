using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// The bins of one feature with their weights of evidence: fine quantiles, made monotone where the direction is known, then joined until
/// neighbours differ more than chance and each is large enough. Missing and special values have bins of their own.
/// </summary>
internal sealed class WeightBins
{
    private const int FineBins = 30;

    // χ² with one degree of freedom, 95 %: neighbours less apart than this are one bin.
    private const double DifferenceMin = 3.84;

    // Rows of the average rate added to each bin, so that a small bin says little.
    private const double PriorRows = 10;

    private readonly (double Positive, double Negative) all;

    private WeightBins(string feature, (double Positive, double Negative) all, List<Bin> bins, Bin? missing, IReadOnlyList<(float Value, Bin Bin)> special)
    {
        (Feature, this.all, Missing, Special) = (feature, all, missing, special);
        Bins = bins;
        var parts = bins.Append(missing ?? Empty).Concat(special.Select(one => one.Bin));
        Information = parts.Sum(InformationOf);
    }

    /// <summary>What no training row is in; it says nothing.</summary>
    public static Bin Empty { get; } = new(null, 0, 0);

    public string Feature { get; }

    /// <summary>From the lowest values up.</summary>
    public IReadOnlyList<Bin> Bins { get; }

    /// <summary>Null when no training row lacks the feature.</summary>
    public Bin? Missing { get; }

    public IReadOnlyList<(float Value, Bin Bin)> Special { get; }

    /// <summary>Information value over all the bins.</summary>
    public double Information { get; }

    /// <summary>Cuts a feature; null if it is the same everywhere.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">The feature's place.</param>
    /// <param name="sign">1, 0 or −1: how the rate of outcome 1 may move as the feature rises.</param>
    /// <param name="binsMax">Bins of known values, at most.</param>
    /// <param name="shareMin">Share of the rows in each of them, at least.</param>
    public static WeightBins? Cut(TrainingTable table, int column, int sign, int binsMax, double shareMin)
    {
        var (name, values) = (table.ModelFeatures[column].Name, table.Features.Column(column).ToArray());
        var special = table.Special.GetValueOrDefault(name, []);
        var own = special.Select(value => (value, Count(table, values, one => one == value))).Where(one => one.Item2.Rows > 0).ToArray();
        var missing = Count(table, values, float.IsNaN);
        var bins = Fine(table, values, special);
        if (bins.Count + own.Length + (missing.Rows > 0 ? 1 : 0) < 2)
        {
            return null;
        }

        var all = Count(table, values, _ => true);
        Join(bins, (left, right) => sign != 0 && sign * (left.Rate - right.Rate) >= 0);
        JoinNearest(bins, bins => bins.Exists(bin => bin.Rows < shareMin * all.Rows), bin => bin.Rows < shareMin * all.Rows);
        JoinNearest(bins, bins => bins.Count > binsMax, _ => true);
        JoinNearest(bins, bins => bins.Zip(bins.Skip(1), Difference).Any(one => one < DifferenceMin), _ => true);
        return new(name, (all.Positive, all.Negative), bins, missing.Rows > 0 ? missing : null, own);
    }

    /// <summary>Log of the bin's odds of outcome 1 over those of all rows, drawn toward 0 by a few rows of the average rate.</summary>
    public double Weight(Bin bin)
    {
        var (positive, negative) = (all.Positive / (all.Positive + all.Negative), all.Negative / (all.Positive + all.Negative));
        return Math.Log((bin.Positive + (PriorRows * positive)) / (bin.Negative + (PriorRows * negative)) * (negative / positive));
    }

    /// <summary>The weight of each row.</summary>
    public float[] Column(ReadOnlySpan<float> values)
    {
        var weights = new float[values.Length];
        var (own, missing) = (Bins.Select(bin => (float)Weight(bin)).ToArray(), Missing is null ? 0 : (float)Weight(Missing));
        var special = Special.ToDictionary(one => one.Value, one => (float)Weight(one.Bin));
        for (var row = 0; row < values.Length; row++)
        {
            var value = values[row];
            weights[row] = float.IsNaN(value) ? missing : special.TryGetValue(value, out var weight) ? weight : own[Place(value)];
        }

        return weights;
    }

    private int Place(float value)
    {
        var bin = 0;
        while (value >= Bins[bin].UpperExcl)
        {
            bin++;
        }

        return bin;
    }

    private double InformationOf(Bin bin)
    {
        // Empty cells count as half a row.
        var (positive, negative) = (Math.Max(bin.Positive, 0.5) / all.Positive, Math.Max(bin.Negative, 0.5) / all.Negative);
        return bin.Rows == 0 ? 0 : (negative - positive) * Math.Log(negative / positive);
    }

    private static List<Bin> Fine(TrainingTable table, float[] values, IReadOnlyList<float> special)
    {
        var order = Enumerable.Range(0, values.Length).Where(row => !float.IsNaN(values[row]) && !special.Contains(values[row])).ToArray();
        Array.Sort(order, (a, b) => values[a].CompareTo(values[b]));
        var (bins, bin) = (new List<Bin>(), new Bin(null, 0, 0));
        for (var i = 0; i < order.Length; i++)
        {
            var value = values[order[i]];
            bin = bin.With(table, order[i]);
            var isLast = i + 1 == order.Length;
            if (isLast || (values[order[i + 1]] != value && i + 1 >= (bins.Count + 1L) * order.Length / FineBins))
            {
                bins.Add(bin with { UpperExcl = isLast ? null : Midpoints.Between(value, values[order[i + 1]]) });
                bin = new(null, 0, 0);
            }
        }

        return bins;
    }

    private static Bin Count(TrainingTable table, float[] values, Func<float, bool> isIn)
    {
        var bin = new Bin(null, 0, 0);
        for (var row = 0; row < values.Length; row++)
        {
            bin = isIn(values[row]) ? bin.With(table, row) : bin;
        }

        return bin;
    }

    /// <summary>Joins neighbours while a pair is out of order, as isotonic regression does.</summary>
    private static void Join(List<Bin> bins, Func<Bin, Bin, bool> isOut)
    {
        for (var i = 0; i + 1 < bins.Count;)
        {
            if (isOut(bins[i], bins[i + 1]))
            {
                JoinAt(bins, i);
                i = Math.Max(0, i - 1);
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Joins the pair that differs least, one of which must join, until none need to.</summary>
    private static void JoinNearest(List<Bin> bins, Func<List<Bin>, bool> isDue, Func<Bin, bool> mustJoin)
    {
        while (bins.Count > 1 && isDue(bins))
        {
            JoinAt(bins, Enumerable.Range(0, bins.Count - 1)
                .Where(i => mustJoin(bins[i]) || mustJoin(bins[i + 1]))
                .MinBy(i => Difference(bins[i], bins[i + 1])));
        }
    }

    private static void JoinAt(List<Bin> bins, int left)
    {
        var (one, other) = (bins[left], bins[left + 1]);
        bins[left] = new(other.UpperExcl, one.Positive + other.Positive, one.Negative + other.Negative);
        bins.RemoveAt(left + 1);
    }

    /// <summary>Twice the log-likelihood that is lost if two bins share a rate.</summary>
    private static double Difference(Bin left, Bin right) =>
        2 * (Fit(left) + Fit(right) - Fit(new(null, left.Positive + right.Positive, left.Negative + right.Negative)));

    private static double Fit(Bin bin) => Part(bin.Positive, bin.Rows) + Part(bin.Negative, bin.Rows);

    private static double Part(double count, double rows) => count > 0 ? count * Math.Log(count / rows) : 0;

    /// <summary>A range of values, or a value of its own.</summary>
    /// <param name="UpperExcl">Upper bound, exclusive; null where there is none.</param>
    /// <param name="Positive">Rows with outcome 1, by weight.</param>
    /// <param name="Negative">Rows with outcome 0, by weight.</param>
    public sealed record Bin(float? UpperExcl, double Positive, double Negative)
    {
        public double Rows => Positive + Negative;

        public double Rate => Positive / Rows;

        public Bin With(TrainingTable table, int row)
        {
            double weight = table.Weights?[row] ?? 1;
            return table.Outcomes[row] ? this with { Positive = Positive + weight } : this with { Negative = Negative + weight };
        }
    }
}
