using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>A bundle of three features and two trees, small enough to check by hand.</summary>
internal static class SmallBundle
{
    public static readonly IReadOnlyList<ModelFeature> Features =
    [
        new("repayment_late_count_90d", RiskDirection.Rises, "count", "{value} instalments were late", IsReason: true),
        new("loan_used_ratio_now", RiskDirection.Rises, "ratio", "You are using {value} of your credit limit", IsReason: true),
        new("loan_mob_value_now", RiskDirection.None, "months", "", IsReason: false),
    ];

    public static readonly IReadOnlyList<Band> Bands = [new("low", 0.2), new("high", 1)];

    // Late above 1 raises the log-odds by 1 ± the mean, use above a half by 0.5, months on book below 12 by 2.
    private static readonly TreeText.Node[] Trees =
    [
        Stump(0, 2, -1, 1),
        Stump(1, 0.5f, -0.5f, 0.5f),
        Stump(2, 12, 2, -2),
    ];

    public static Bundle Make(
        bool higherIsRiskier = true, IReadOnlyList<ModelFeature>? features = null, IReadOnlyList<Band>? bands = null) => Bundle.Create(
            "MISS30@1",
            "1",
            higherIsRiskier,
            "catalog",
            features ?? Features,
            TreeText.Bytes(TreeText.Model(3, "5E-1", Trees)),
            new(CalibrationKind.Platt, 1, 0, 0, [], []),
            bands ?? Bands);

    private static TreeText.Node Stump(int feature, float threshold, float below, float above) =>
        new(feature, threshold, 100, true, new(-1, below, 50), new(-1, above, 50));
}
