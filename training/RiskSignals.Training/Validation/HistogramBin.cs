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
