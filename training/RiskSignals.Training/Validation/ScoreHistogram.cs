using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>Rows whose probability lies in a range; ranges are of equal width in log-odds.</summary>
/// <param name="From">Lower end of the range.</param>
/// <param name="ToExcl">Upper end; the last range holds its own.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Positives">Those with outcome 1.</param>
/// <param name="ShareOfPositives">Positives ÷ all positives.</param>
/// <param name="ShareOfOthers">The others ÷ all others.</param>
public sealed record HistogramBin(double From, double ToExcl, int Rows, int Positives, double ShareOfPositives, double ShareOfOthers)
{
    private const int Bins = 24;

    /// <summary>The distribution of scores, outcomes apart.</summary>
    internal static IReadOnlyList<HistogramBin> Of(double[] probabilities, bool[] outcomes)
    {
        var (low, high) = (LogOdds.Of(probabilities.Min()), LogOdds.Of(probabilities.Max()));
        var width = Math.Max(high - low, 1e-9) / Bins;
        var (rows, positives) = (new int[Bins], new int[Bins]);
        for (var row = 0; row < probabilities.Length; row++)
        {
            var bin = Math.Clamp((int)((LogOdds.Of(probabilities[row]) - low) / width), 0, Bins - 1);
            rows[bin]++;
            positives[bin] += outcomes[row] ? 1 : 0;
        }

        double ones = outcomes.Count(outcome => outcome);
        return
        [
            .. Enumerable.Range(0, Bins).Select(bin => new HistogramBin(
                LogOdds.Probability(low + (bin * width)),
                LogOdds.Probability(low + ((bin + 1) * width)),
                rows[bin],
                positives[bin],
                positives[bin] / ones,
                (rows[bin] - positives[bin]) / (outcomes.Length - ones))),
        ];
    }
}

/// <summary>What taking the rows with the highest probabilities catches.</summary>
/// <param name="Share">Share of all rows taken.</param>
/// <param name="Caught">Share of the rows with outcome 1 among them: recall, and the ROC curve's height.</param>
/// <param name="FalseShare">Share of the other rows among them: the ROC curve's width.</param>
/// <param name="Precision">Share with outcome 1 among those taken; 0 where none is.</param>
public sealed record OperatingPoint(double Share, double Caught, double FalseShare, double Precision)
{
    private const int Points = 50;

    /// <summary>From none of the rows to all of them.</summary>
    internal static IReadOnlyList<OperatingPoint> Of(double[] probabilities, bool[] outcomes)
    {
        int[] order = [.. Enumerable.Range(0, outcomes.Length).OrderByDescending(row => probabilities[row]).ThenBy(row => row)];
        double ones = outcomes.Count(outcome => outcome);
        var (caught, points, taken) = (0, new List<OperatingPoint> { new(0, 0, 0, 0) }, 0);
        for (var point = 1; point <= Points; point++)
        {
            for (; taken < (long)order.Length * point / Points; taken++)
            {
                caught += outcomes[order[taken]] ? 1 : 0;
            }

            points.Add(new(
                (double)taken / order.Length,
                caught / ones,
                (taken - caught) / (order.Length - ones),
                taken == 0 ? 0 : (double)caught / taken));
        }

        return points;
    }
}
