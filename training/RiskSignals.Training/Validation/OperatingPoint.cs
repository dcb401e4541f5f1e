namespace RiskSignals.Training.Validation;

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
