using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>A band and the test rows in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Its lower end.</param>
/// <param name="ToExcl">Its upper end.</param>
/// <param name="Rows">Test rows in it.</param>
/// <param name="Share">Their share of all test rows.</param>
/// <param name="Predicted">Mean probability of these; null if there are none.</param>
/// <param name="Observed">Their share with outcome 1.</param>
/// <param name="ObservedLow">Lower end of the 95 % Jeffreys interval of that share.</param>
/// <param name="ObservedHigh">Upper end.</param>
public sealed record BandShare(
    string Name,
    double From,
    double ToExcl,
    int Rows,
    double Share,
    double? Predicted = null,
    double? Observed = null,
    double? ObservedLow = null,
    double? ObservedHigh = null)
{
    internal static IReadOnlyList<BandShare> Of(ScoredRows test) =>
    [
        .. test.Bundle.Bands.Select((band, place) =>
        {
            int[] rows = [.. Enumerable.Range(0, test.Table.Rows).Where(row => Band.Of(test.Bundle.Bands, test.Probabilities[row]) == band)];
            var found = new BandShare(
                band.Name,
                place == 0 ? 0 : test.Bundle.Bands[place - 1].UpperExcl,
                band.UpperExcl,
                rows.Length,
                (double)rows.Length / test.Table.Rows);
            if (rows.Length == 0)
            {
                return found;
            }

            var positives = rows.Count(row => test.Outcomes[row]);
            var (low, high) = ScoreBin.Jeffreys(positives, rows.Length);
            return found with
            {
                Predicted = rows.Average(row => test.Probabilities[row]),
                Observed = (double)positives / rows.Length,
                ObservedLow = low,
                ObservedHigh = high,
            };
        }),
    ];
}

/// <summary>Whom reasons compare a loan with.</summary>
/// <param name="Rows">Training rows kept in the bundle.</param>
/// <param name="PassingBand">The riskiest band that still passes.</param>
public sealed record ReferenceShown(int Rows, string PassingBand);
