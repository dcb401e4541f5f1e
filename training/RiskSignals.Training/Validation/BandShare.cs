using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>A band and the test rows in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Its lower end.</param>
/// <param name="ToExcl">Its upper end.</param>
/// <param name="Share">Share of the test rows.</param>
/// <param name="Predicted">Mean probability of these; null if there are none.</param>
/// <param name="Observed">Their share with outcome 1.</param>
public sealed record BandShare(string Name, double From, double ToExcl, double Share, double? Predicted, double? Observed)
{
    internal static IReadOnlyList<BandShare> Of(ScoredRows test) =>
    [
        .. test.Bundle.Bands.Select((band, place) =>
        {
            int[] rows = [.. Enumerable.Range(0, test.Table.Rows).Where(row => Band.Of(test.Bundle.Bands, test.Probabilities[row]) == band)];
            return new BandShare(
                band.Name,
                place == 0 ? 0 : test.Bundle.Bands[place - 1].UpperExcl,
                band.UpperExcl,
                (double)rows.Length / test.Table.Rows,
                rows.Length == 0 ? null : rows.Average(row => test.Probabilities[row]),
                rows.Length == 0 ? null : rows.Average(row => test.Outcomes[row] ? 1.0 : 0));
        }),
    ];
}

/// <summary>Whom reasons compare a loan with.</summary>
/// <param name="Rows">Training rows kept in the bundle.</param>
/// <param name="PassingBand">The riskiest band that still passes.</param>
public sealed record ReferenceShown(int Rows, string PassingBand);

/// <summary>Where axes of the card's drawings have their ticks.</summary>
/// <param name="Shares">Of shares and probabilities.</param>
/// <param name="Ratios">Of observed ÷ predicted, on a logarithmic axis.</param>
public sealed record CardScales(IReadOnlyList<double> Shares, IReadOnlyList<double> Ratios)
{
    internal static CardScales Usual { get; } = new([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], [0.125, 0.25, 0.5, 1, 2, 4, 8]);
}
