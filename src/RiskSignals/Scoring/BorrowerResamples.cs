namespace RiskSignals.Scoring;

/// <summary>
/// Resamples of whole borrowers with replacement, since rows of one borrower are no independent evidence: how far a figure would have been
/// off had chance sent other borrowers.
/// </summary>
public static class BorrowerResamples
{
    /// <summary>Takes a figure of one resample: how often each row counts in it. NaN where the resample has no such figure.</summary>
    public delegate double Figure(ReadOnlySpan<double> counts);

    /// <summary>The 2.5 % and 97.5 % points of each figure over the resamples; NaN if hardly any resample has one.</summary>
    /// <param name="borrowerIds">One a row; empty when every row stands for itself.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="resamples">At least 100.</param>
    /// <param name="figures">Each is asked once a resample, of the same counts.</param>
    /// <exception cref="ArgumentException">The numbers don't fit.</exception>
    public static (double Low, double High)[] Intervals(
        IReadOnlyList<string> borrowerIds, int rows, int seed, int resamples, params ReadOnlySpan<Figure> figures)
    {
        if (resamples < 100 || (borrowerIds.Count != 0 && borrowerIds.Count != rows))
        {
            throw new ArgumentException(
                $"{resamples} resamples of {rows} rows with {borrowerIds.Count} groups; 100 or more and one group a row are expected.");
        }

        var borrowerOf = Numbers(borrowerIds, rows, out var borrowers);
        var random = new Random(seed);
        var drawn = new int[borrowers];
        var counts = new double[rows];
        var values = new List<double>[figures.Length];
        for (var figure = 0; figure < values.Length; figure++)
        {
            values[figure] = new(resamples);
        }

        for (var resample = 0; resample < resamples; resample++)
        {
            Array.Clear(drawn);
            for (var i = 0; i < borrowers; i++)
            {
                drawn[random.Next(borrowers)]++;
            }

            for (var row = 0; row < rows; row++)
            {
                counts[row] = drawn[borrowerOf[row]];
            }

            for (var figure = 0; figure < figures.Length; figure++)
            {
                var value = figures[figure](counts);
                if (!double.IsNaN(value))
                {
                    values[figure].Add(value);
                }
            }
        }

        return [.. values.Select(all => Ends(all, resamples))];
    }

    private static (double Low, double High) Ends(List<double> values, int resamples)
    {
        if (values.Count < resamples / 2)
        {
            return (double.NaN, double.NaN);
        }

        values.Sort();
        return (values[(int)(0.025 * (values.Count - 1))], values[(int)Math.Ceiling(0.975 * (values.Count - 1))]);
    }

    /// <summary>The number of each row's borrower, from 0; of each row itself if there are no borrowers.</summary>
    internal static int[] Numbers(IReadOnlyList<string> borrowerIds, int rows, out int borrowers)
    {
        if (borrowerIds.Count == 0)
        {
            borrowers = rows;
            return [.. Enumerable.Range(0, rows)];
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            numbers.TryAdd(borrowerIds[row], numbers.Count);
            result[row] = numbers[borrowerIds[row]];
        }

        borrowers = numbers.Count;
        return result;
    }
}
