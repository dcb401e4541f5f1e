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

    public double Auc() => Auc(null);

    /// <summary>The AUC when each row counts as often as stated, as in a resample; NaN when one outcome is absent.</summary>
    public double Auc(int[]? counts)
    {
        var (above, positives, negatives, wins) = (0.0, 0.0, 0.0, 0.0);
        var (tiedPositives, tiedNegatives) = (0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            var row = order[i];
            double count = counts?[row] ?? 1;
            (tiedPositives, tiedNegatives) = outcomes[row] ? (tiedPositives + count, tiedNegatives) : (tiedPositives, tiedNegatives + count);
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

    public double Ks()
    {
        double positives = outcomes.Count(outcome => outcome);
        var negatives = outcomes.Length - positives;
        var (seenPositives, seenNegatives, largest) = (0, 0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            (seenPositives, seenNegatives) = outcomes[order[i]] ? (seenPositives + 1, seenNegatives) : (seenPositives, seenNegatives + 1);
            if (endsTie[i])
            {
                largest = Math.Max(largest, Math.Abs((seenPositives / positives) - (seenNegatives / negatives)));
            }
        }

        return largest;
    }
}
