namespace RiskSignals.Scoring;

/// <summary>An AUC with its 95 % bootstrap interval (percentiles).</summary>
/// <param name="Auc">The AUC of the rows as they are.</param>
/// <param name="Low">2.5 % point over the resamples.</param>
/// <param name="High">97.5 % point.</param>
public sealed record AucInterval(double Auc, double Low, double High)
{
    /// <summary>Measures the AUC and resamples whole groups with replacement, since rows of one borrower are no independent evidence.</summary>
    /// <param name="scores">One score a row.</param>
    /// <param name="outcomes">One outcome a row.</param>
    /// <param name="groups">One borrower id a row; empty when every row stands for itself.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="resamples">At least 100.</param>
    public static AucInterval Measure(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, IReadOnlyList<string> groups, int seed, int resamples = 1_000)
    {
        if (resamples < 100 || (groups.Count != 0 && groups.Count != scores.Length))
        {
            throw new ArgumentException(
                $"{resamples} resamples of {scores.Length} rows with {groups.Count} groups; 100 or more and one group a row are expected.");
        }

        var ranked = new RankedRows(scores, outcomes);
        var groupOf = GroupNumbers(groups, scores.Length, out var groupCount);
        var random = new Random(seed);
        var aucs = new List<double>(resamples);
        var drawn = new int[groupCount];
        var counts = new int[scores.Length];
        for (var resample = 0; resample < resamples; resample++)
        {
            Array.Clear(drawn);
            for (var i = 0; i < groupCount; i++)
            {
                drawn[random.Next(groupCount)]++;
            }

            for (var row = 0; row < counts.Length; row++)
            {
                counts[row] = drawn[groupOf[row]];
            }

            // A resample without one of the outcomes has no AUC.
            var auc = ranked.Auc(counts);
            if (!double.IsNaN(auc))
            {
                aucs.Add(auc);
            }
        }

        aucs.Sort();
        return new(ranked.Auc(), aucs[(int)(0.025 * (aucs.Count - 1))], aucs[(int)Math.Ceiling(0.975 * (aucs.Count - 1))]);
    }

    /// <summary>The number of each row's group, from 0; of each row itself if there are no groups.</summary>
    internal static int[] GroupNumbers(IReadOnlyList<string> groups, int rows, out int groupCount)
    {
        if (groups.Count == 0)
        {
            groupCount = rows;
            return [.. Enumerable.Range(0, rows)];
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            numbers.TryAdd(groups[row], numbers.Count);
            result[row] = numbers[groups[row]];
        }

        groupCount = numbers.Count;
        return result;
    }
}
