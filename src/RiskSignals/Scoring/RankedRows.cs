namespace RiskSignals.Scoring;

/// <summary>Outcomes in falling order of score, with the places where a run of equal scores ends.</summary>
internal sealed class RankedRows
{
    private readonly int[] order;
    private readonly bool[] outcomes;
    private readonly bool[] endsTie;

    public RankedRows(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Quality.RequireBoth(scores, outcomes);
        order = ScoreBin.FallingOrder(scores);
        this.outcomes = outcomes.ToArray();
        endsTie = new bool[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            endsTie[i] = i == order.Length - 1 || scores[order[i]] != scores[order[i + 1]];
        }
    }

    /// <summary>The AUC when each row weighs as stated, as in a resample; NaN when one outcome is absent.</summary>
    /// <param name="weights">One weight a row, at least 0; empty when all count the same.</param>
    public double Auc(ReadOnlySpan<double> weights)
    {
        var (above, positives, negatives, wins) = (0.0, 0.0, 0.0, 0.0);
        var (tiedPositives, tiedNegatives) = (0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            var row = order[i];
            var weight = weights.IsEmpty ? 1 : weights[row];
            (tiedPositives, tiedNegatives) = outcomes[row] ? (tiedPositives + weight, tiedNegatives) : (tiedPositives, tiedNegatives + weight);
            if (endsTie[i])
            {
                wins += tiedNegatives * (above + (tiedPositives / 2));
                above += tiedPositives;
                positives += tiedPositives;
                negatives += tiedNegatives;
                (tiedPositives, tiedNegatives) = (0, 0);
            }
        }

        return positives > 0 && negatives > 0 ? wins / (positives * negatives) : double.NaN;
    }

    /// <summary>The largest gap between the two distributions when each row weighs as stated; NaN when one outcome is absent.</summary>
    public double Ks(ReadOnlySpan<double> weights)
    {
        var (positives, negatives) = Totals(weights);
        var (seenPositives, seenNegatives, largest) = (0.0, 0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[order[i]];
            (seenPositives, seenNegatives) = outcomes[order[i]] ? (seenPositives + weight, seenNegatives) : (seenPositives, seenNegatives + weight);
            if (endsTie[i])
            {
                largest = Math.Max(largest, Math.Abs((seenPositives / positives) - (seenNegatives / negatives)));
            }
        }

        return positives > 0 && negatives > 0 ? largest : double.NaN;
    }

    /// <summary>Σ of precision times the recall gained, over the runs of equal scores from the highest down.</summary>
    public double AveragePrecision(ReadOnlySpan<double> weights)
    {
        var (positives, _) = Totals(weights);
        var (seenPositives, seen, counted, sum) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[order[i]];
            (seenPositives, seen) = (seenPositives + (outcomes[order[i]] ? weight : 0), seen + weight);
            if (endsTie[i] && seen > 0)
            {
                sum += (seenPositives - counted) / positives * (seenPositives / seen);
                counted = seenPositives;
            }
        }

        return sum;
    }

    private (double Positives, double Negatives) Totals(ReadOnlySpan<double> weights)
    {
        var (positives, negatives) = (0.0, 0.0);
        for (var row = 0; row < outcomes.Length; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            (positives, negatives) = outcomes[row] ? (positives + weight, negatives) : (positives, negatives + weight);
        }

        return (positives, negatives);
    }
}
