namespace RiskSignals.Scoring;

/// <summary>What two models are compared by.</summary>
public enum ComparedBy
{
    /// <summary>Area under the ROC curve: order alone.</summary>
    Auc,

    /// <summary>Mean squared distance of probability and outcome: order and calibration.</summary>
    Brier,

    /// <summary>Mean −ln of the probability given to what happened: order and calibration, hard on the sure and wrong.</summary>
    LogLoss,
}

/// <summary>What a comparison comes to.</summary>
public enum ComparisonVerdict
{
    /// <summary>The whole interval of the gain lies above the margin.</summary>
    Better,

    /// <summary>It doesn't.</summary>
    NotShown,

    /// <summary>Too few rows of one outcome to say anything.</summary>
    TooFewRows,
}

/// <summary>How much better a challenger is than a champion on the same rows, with the bootstrap interval of the difference.</summary>
/// <param name="Champion">The champion's measure.</param>
/// <param name="Challenger">The challenger's.</param>
/// <param name="Gain">Challenger less champion, turned so that above 0 is better.</param>
/// <param name="Low">1 % point of the gain over the resamples.</param>
/// <param name="High">99 % point.</param>
/// <param name="Rows">Rows that both scored.</param>
/// <param name="Borrowers">Whose rows they are.</param>
/// <param name="Positives">Rows with outcome 1.</param>
public sealed record PairedComparison(
    double Champion, double Challenger, double Gain, double Low, double High, int Rows, int Borrowers, int Positives)
{
    /// <summary>
    /// Chance that the interval of two equal models holds 0. With a lender who compares every month, one side of a 95 % interval would let
    /// an equal model through in one year out of four; of this one, in one out of eight.
    /// </summary>
    public const double Coverage = 0.98;

    /// <summary>With fewer rows of an outcome than this a bootstrap says too little.</summary>
    public const int OutcomesMin = 30;

    /// <summary>
    /// Compares probabilities that two models gave to the same rows. Whole borrowers are drawn with replacement, and both models are
    /// measured on each draw: what they have in common cancels out.
    /// </summary>
    /// <param name="champion">One probability a row.</param>
    /// <param name="challenger">One probability a row.</param>
    /// <param name="outcomes">One outcome a row.</param>
    /// <param name="borrowerIds">Whose row it is; empty when every row stands for itself.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <param name="resamples">At least 100.</param>
    /// <exception cref="ArgumentException">Lengths differ or an outcome never happens.</exception>
    public static PairedComparison Measure(
        ReadOnlySpan<double> champion,
        ReadOnlySpan<double> challenger,
        ReadOnlySpan<bool> outcomes,
        IReadOnlyList<string> borrowerIds,
        ComparedBy measure,
        int seed,
        int resamples = 2_000)
    {
        Quality.RequireBoth(champion, outcomes);
        Quality.RequireBoth(challenger, outcomes);
        if (resamples < 100 || (borrowerIds.Count != 0 && borrowerIds.Count != outcomes.Length))
        {
            throw new ArgumentException(
                $"{resamples} resamples of {outcomes.Length} rows with {borrowerIds.Count} borrowers; 100 or more and one borrower a row are expected.");
        }

        var (before, after) = (Measured(measure, champion, outcomes), Measured(measure, challenger, outcomes));
        var groupOf = BorrowerResamples.Numbers(borrowerIds, outcomes.Length, out var groups);
        var gains = Gains(before, after, groupOf, groups, new Random(seed), resamples);
        var tail = (1 - Coverage) / 2;
        return new(
            before(null),
            after(null),
            Sign(measure) * (after(null) - before(null)),
            Sign(measure) > 0 ? At(tail) : -At(1 - tail),
            Sign(measure) > 0 ? At(1 - tail) : -At(tail),
            outcomes.Length,
            groups,
            outcomes.Count(true));

        // The outer neighbour on both sides.
        double At(double share) => gains[(int)(share < 0.5 ? Math.Floor(share * (gains.Length - 1)) : Math.Ceiling(share * (gains.Length - 1)))];
    }

    /// <summary>Whether the challenger is better by more than a margin that was stated before.</summary>
    public ComparisonVerdict Verdict(double margin) =>
        Math.Min(Positives, Rows - Positives) < OutcomesMin ? ComparisonVerdict.TooFewRows
        : Low > margin ? ComparisonVerdict.Better
        : ComparisonVerdict.NotShown;

    private static int Sign(ComparedBy measure) => measure == ComparedBy.Auc ? 1 : -1;

    /// <summary>The differences of both measures over the resamples, rising.</summary>
    private static double[] Gains(
        Func<double[]?, double> before, Func<double[]?, double> after, int[] groupOf, int groups, Random random, int resamples)
    {
        var gains = new List<double>(resamples);
        var (drawn, counts) = (new int[groups], new double[groupOf.Length]);
        while (gains.Count < resamples)
        {
            Array.Clear(drawn);
            for (var i = 0; i < groups; i++)
            {
                drawn[random.Next(groups)]++;
            }

            for (var row = 0; row < counts.Length; row++)
            {
                counts[row] = drawn[groupOf[row]];
            }

            // A draw without one of the outcomes has no AUC; it is drawn again.
            var gain = after(counts) - before(counts);
            if (!double.IsNaN(gain))
            {
                gains.Add(gain);
            }
        }

        return [.. gains.Order()];
    }

    /// <summary>The measure as a function of how often each row counts; null counts each once.</summary>
    private static Func<double[]?, double> Measured(ComparedBy measure, ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        if (measure == ComparedBy.Auc)
        {
            var ranked = new RankedRows(probabilities, outcomes);
            return counts => ranked.Auc(counts);
        }

        var losses = new double[outcomes.Length];
        for (var row = 0; row < losses.Length; row++)
        {
            var given = outcomes[row] ? probabilities[row] : 1 - probabilities[row];
            losses[row] = measure == ComparedBy.Brier ? (1 - given) * (1 - given) : -Math.Log(given);
        }

        return counts =>
        {
            var (sum, rows) = (0.0, 0.0);
            for (var row = 0; row < losses.Length; row++)
            {
                var count = counts?[row] ?? 1;
                (sum, rows) = (sum + (count * losses[row]), rows + count);
            }

            return sum / rows;
        };
    }
}
