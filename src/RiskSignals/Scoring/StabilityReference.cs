namespace RiskSignals.Scoring;

/// <summary>
/// What is kept of a sample so that later ones can be compared with it: where its tenths meet, and how much of it lies in each. The bins stay
/// as they are, so samples of different days can be told apart by their index.
/// </summary>
public sealed class StabilityReference
{
    private const int Parts = 10;

    private readonly float[] cuts;

    // One a bin, that of missing values last.
    private readonly double[] shares;

    private StabilityReference(float[] cuts, double[] shares, int rows, int borrowers) =>
        (this.cuts, this.shares, Rows, Borrowers) = (cuts, shares, rows, borrowers);

    /// <summary>Rows of the sample, at least 1.</summary>
    public int Rows { get; }

    /// <summary>Whose rows they are, at least 1.</summary>
    public int Borrowers { get; }

    /// <summary>Keeps what is needed of a sample.</summary>
    /// <param name="values">At least one; NaN is missing.</param>
    /// <param name="borrowers">Whose values they are, at least 1.</param>
    public static StabilityReference Of(ReadOnlySpan<float> values, int borrowers)
    {
        RequireSome(values.Length, borrowers);
        var cuts = Cuts(values);
        return new(cuts, Shares(values, cuts), values.Length, borrowers);
    }

    /// <summary>Takes the bins of a comparison that was made before, such as that of the training rows in a bundle's evidence.</summary>
    /// <param name="bins">In rising order; their expected shares are the sample's.</param>
    /// <exception cref="ArgumentException">They are no such bins; the message says why.</exception>
    public static StabilityReference Of(IReadOnlyList<StabilityBin> bins, int rows, int borrowers)
    {
        RequireSome(rows, borrowers);
        StabilityBin[] known = [.. bins.Where(bin => !bin.IsMissing)];
        float[] cuts = [.. known.Skip(1).Select(bin => bin.From ?? float.NaN)];
        double[] shares = [.. known.Select(bin => bin.Expected), bins.Where(bin => bin.IsMissing).Sum(bin => bin.Expected)];
        return known.Length > 0 && known[0].From is null && IsRising(cuts)
            && shares.All(share => share is >= 0 and <= 1) && Math.Abs(shares.Sum() - 1) < 0.001
            ? new(cuts, shares, rows, borrowers)
            : throw new ArgumentException($"The {bins.Count} bins are not in rising order, or their shares don't add up to 1.");
    }

    /// <summary>How far another sample is from this one.</summary>
    /// <param name="values">At least one; NaN is missing.</param>
    /// <param name="borrowers">Whose values they are, at least 1.</param>
    public PopulationStability Compare(ReadOnlySpan<float> values, int borrowers)
    {
        RequireSome(values.Length, borrowers);
        var actual = Shares(values, cuts);
        var bins = Enumerable.Range(0, shares.Length).Where(bin => shares[bin] + actual[bin] > 0).Select(bin =>
        {
            var isMissing = bin == cuts.Length + 1;
            return new StabilityBin(
                bin == 0 || isMissing ? null : cuts[bin - 1], bin >= cuts.Length ? null : cuts[bin], isMissing, shares[bin], actual[bin]);
        });
        return PopulationStability.Of([.. bins], (Rows, values.Length), (Borrowers, borrowers));
    }

    /// <summary>Where tenths of the known values meet; a value that fills more than one tenth has a bin once.</summary>
    private static float[] Cuts(ReadOnlySpan<float> values)
    {
        var known = new List<float>(values.Length);
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                known.Add(value);
            }
        }

        known.Sort();
        return known.Count == 0
            ? []
            : [.. Enumerable.Range(1, Parts - 1).Select(part => known[(int)((long)part * known.Count / Parts)]).Where(cut => cut > known[0]).Distinct()];
    }

    private static double[] Shares(ReadOnlySpan<float> values, float[] cuts)
    {
        var counts = new int[cuts.Length + 2];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(cuts, value);
            counts[float.IsNaN(value) ? cuts.Length + 1 : at >= 0 ? at + 1 : ~at]++;
        }

        var rows = values.Length;
        return [.. counts.Select(count => (double)count / rows)];
    }

    private static bool IsRising(float[] cuts)
    {
        for (var i = 0; i < cuts.Length; i++)
        {
            if (!float.IsFinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static void RequireSome(int rows, int borrowers)
    {
        if (rows < 1 || borrowers < 1)
        {
            throw new ArgumentException($"There are {rows} values of {borrowers} borrowers; a sample needs some.");
        }
    }
}
