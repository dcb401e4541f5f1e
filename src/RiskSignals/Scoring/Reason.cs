using System.Globalization;
using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>Why a score is as risky as it is: an approved text tied to a feature that raised the risk.</summary>
/// <param name="Id">Short id: the feature's name in capitals.</param>
/// <param name="Text">The approved text with the value filled in.</param>
/// <param name="Feature">The feature's name.</param>
/// <param name="Contribution">Its share of the log-odds, toward risk; above 0.</param>
/// <param name="Value">The feature's value in its unit.</param>
public sealed record Reason(string Id, string Text, string Feature, double Contribution, float Value)
{
    /// <summary>At most this many reasons go with a score.</summary>
    public const int CountMax = 4;

    // Smaller contributions are rounding of the sums, not reasons.
    private const double ContributionMin = 1e-9;

    /// <summary>The known values that raised the risk most, strongest first, those equal in the order of the bundle.</summary>
    internal static IReadOnlyList<Reason> Strongest(
        IReadOnlyList<ModelFeature> features, ReadOnlySpan<float> row, ReadOnlySpan<double> contributions, bool higherIsRiskier)
    {
        var found = new List<(int Index, double TowardRisk)>();
        for (var i = 0; i < features.Count; i++)
        {
            var towardRisk = higherIsRiskier ? contributions[i] : -contributions[i];
            if (features[i].IsReason && towardRisk > ContributionMin && IsTrueOf(features[i], row[i]))
            {
                found.Add((i, towardRisk));
            }
        }

        // The windows of one attribute share a text: said once, by the window that weighs most.
        var strongest = found.OrderByDescending(one => one.TowardRisk).ThenBy(one => one.Index).DistinctBy(one => features[one.Index].ReasonText);
        var reasons = new List<Reason>(CountMax);
        foreach (var (index, towardRisk) in strongest.Take(CountMax))
        {
            var feature = features[index];
            var text = feature.ReasonText.Replace("{value}", Read(row[index], feature.Unit), StringComparison.Ordinal);
            reasons.Add(new(feature.Name.ToUpperInvariant(), text, feature.Name, towardRisk, row[index]));
        }

        return reasons;
    }

    /// <summary>
    /// Whether the text says something true of the value. A contribution only tells that the value is riskier than average; the text of a
    /// change ("has been going down", "rose above its usual range") also needs a change to that side.
    /// </summary>
    private static bool IsTrueOf(ModelFeature feature, float value)
    {
        var isChange = Array.Exists(["_z_", "_slope_", "_gap_value_"], part => feature.Name.Contains(part, StringComparison.Ordinal));
        return !float.IsNaN(value) && (!isChange || feature.Direction switch
        {
            RiskDirection.Rises => value > 0,
            RiskDirection.Falls => value < 0,
            _ => true,
        });
    }

    /// <summary>A known value as a borrower reads it: shares and ratios in per cent, the rest with at most one decimal.</summary>
    private static string Read(float value, string unit) => unit is "share" or "ratio"
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0} %")
        : value.ToString("0.#", CultureInfo.InvariantCulture);
}
