using MathNet.Numerics.Distributions;

namespace RiskSignals.Scoring;

/// <summary>One of the equal parts of the rows in falling order of probability; ten parts are deciles.</summary>
/// <param name="Number">1 is the part with the highest probabilities.</param>
/// <param name="Rows">Rows in the part.</param>
/// <param name="Positives">Rows with outcome 1.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share with outcome 1.</param>
/// <param name="ObservedLow">Lower end of the 95 % Jeffreys interval of that share.</param>
/// <param name="ObservedHigh">Upper end.</param>
/// <param name="Lift">Observed ÷ share of outcome 1 over all rows.</param>
/// <param name="Ratio">Observed ÷ predicted; 1 is perfect.</param>
/// <param name="RatioLow">Lower end of the observed share ÷ predicted.</param>
/// <param name="RatioHigh">Upper end.</param>
public sealed record ScoreBin(
    int Number,
    int Rows,
    int Positives,
    double Predicted,
    double Observed,
    double ObservedLow,
    double ObservedHigh,
    double Lift,
    double Ratio,
    double RatioLow,
    double RatioHigh)
{
    /// <summary>Cuts the rows into parts of equal size (± 1); rows of equal probability stay in row order.</summary>
    public static IReadOnlyList<ScoreBin> Cut(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, int bins = 10)
    {
        Quality.RequireBoth(probabilities, outcomes);
        var order = FallingOrder(probabilities);
        var rate = (double)outcomes.Count(true) / outcomes.Length;
        var result = new List<ScoreBin>(bins);
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = Range(order.Length, bins, bin);
            if (from == toExcl)
            {
                continue;
            }

            var (sum, positives) = (0.0, 0);
            for (var i = from; i < toExcl; i++)
            {
                sum += probabilities[order[i]];
                positives += outcomes[order[i]] ? 1 : 0;
            }

            var rows = toExcl - from;
            var (observed, predicted) = ((double)positives / rows, sum / rows);
            var (low, high) = Jeffreys(positives, rows);
            result.Add(new(
                bin + 1, rows, positives, predicted, observed, low, high, observed / rate, observed / predicted, low / predicted, high / predicted));
        }

        return result;
    }

    /// <summary>The 95 % Jeffreys interval of a share; its lower end is 0 where there is no positive, its upper end 1 where there is no other.</summary>
    public static (double Low, double High) Jeffreys(int positives, int rows) => (
        positives == 0 ? 0 : Beta.InvCDF(positives + 0.5, rows - positives + 0.5, 0.025),
        positives == rows ? 1 : Beta.InvCDF(positives + 0.5, rows - positives + 0.5, 0.975));

    internal static (int From, int ToExcl) Range(int rows, int bins, int bin) =>
        ((int)((long)rows * bin / bins), (int)((long)rows * (bin + 1) / bins));

    internal static int[] FallingOrder(ReadOnlySpan<double> scores)
    {
        var keys = scores.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[b].CompareTo(keys[a]) : a.CompareTo(b));
        return order;
    }
}
