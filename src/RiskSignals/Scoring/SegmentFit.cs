namespace RiskSignals.Scoring;

/// <summary>What is known of one part of the portfolio, and what calibration adds for it.</summary>
/// <param name="Rows">Calibration rows in it.</param>
/// <param name="Positives">Those with outcome 1.</param>
/// <param name="Own">Log-odds that its own rows alone ask for, from one step of Newton's.</param>
/// <param name="Deviation">Standard error of that.</param>
/// <param name="Offset">Log-odds that are added: its own, drawn toward the whole's 0 the more, the less its rows tell.</param>
public sealed record SegmentFit(int Rows, int Positives, double Own, double Deviation, double Offset)
{
    /// <summary>
    /// Fits the offsets of all parts together. How far parts truly differ is estimated from all of them (DerSimonian and Laird's moment
    /// estimate); a part's own figure then counts by that variance ÷ (that variance + its own error's): a small part keeps the whole's intercept.
    /// </summary>
    /// <param name="probabilities">Calibrated for the whole, inside 0–1, one a row.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="partOf">The part of each row, from 0.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="borrowerIds">Whose row it is: rows of one borrower err together.</param>
    public static IReadOnlyList<SegmentFit> Fit(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, ReadOnlySpan<int> partOf, int parts, IReadOnlyList<string> borrowerIds)
    {
        var (rows, positives, excess, information) = (new int[parts], new int[parts], new double[parts], new double[parts]);
        var byBorrower = new Dictionary<(int, string), double>();
        for (var i = 0; i < probabilities.Length; i++)
        {
            var (part, probability) = (partOf[i], probabilities[i]);
            var miss = (outcomes[i] ? 1 : 0) - probability;
            rows[part]++;
            positives[part] += outcomes[i] ? 1 : 0;
            excess[part] += miss;
            information[part] += probability * (1 - probability);
            byBorrower[(part, borrowerIds[i])] = byBorrower.GetValueOrDefault((part, borrowerIds[i])) + miss;
        }

        // Where hardly any row has outcome 1 the borrowers' own spread looks smaller than it can be.
        var spread = new double[parts];
        foreach (var ((part, _), miss) in byBorrower.OrderBy(one => one.Key.Item1).ThenBy(one => one.Key.Item2, StringComparer.Ordinal))
        {
            spread[part] += miss * miss;
        }

        var variance = Enumerable.Range(0, parts)
            .Select(part => Math.Max(spread[part], information[part]) / (information[part] * information[part])).ToArray();
        var between = Between(excess, information, variance);
        return
        [
            .. Enumerable.Range(0, parts).Select(part => rows[part] == 0
                ? new SegmentFit(0, 0, 0, 0, 0)
                : new SegmentFit(
                    rows[part],
                    positives[part],
                    excess[part] / information[part],
                    Math.Sqrt(variance[part]),
                    excess[part] / information[part] * between / (between + variance[part]))),
        ];
    }

    /// <summary>The variance of the parts' true offsets around 0, at least 0.</summary>
    private static double Between(double[] excess, double[] information, double[] variance)
    {
        var (weights, squares, misfit, known) = (0.0, 0.0, 0.0, 0);
        for (var part = 0; part < excess.Length; part++)
        {
            if (information[part] > 0)
            {
                var (weight, own) = (1 / variance[part], excess[part] / information[part]);
                (weights, squares, misfit, known) = (weights + weight, squares + (weight * weight), misfit + (weight * own * own), known + 1);
            }
        }

        return known < 2 ? 0 : Math.Max(0, (misfit - (known - 1)) / (weights - (squares / weights)));
    }
}
