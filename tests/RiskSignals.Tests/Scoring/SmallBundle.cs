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

    /// <summary>Three borrowers who pass, all with log-odds of −3.5; toward risk if that is where a high score points.</summary>
    public static readonly float[] Passing = [0, 0.2f, 24, 1, float.NaN, 24, 1, 0.4f, 30];

    public static Bundle Make(
        bool higherIsRiskier = true, IReadOnlyList<ModelFeature>? features = null, IReadOnlyList<Band>? bands = null, float[]? passing = null)
    {
        // Late above 1 moves the log-odds from −1 to 1, use above a half from −0.5 to 0.5, months on book from 12 on from 2 to −2.
        var rise = higherIsRiskier ? 1 : -1;
        var model = TreeText.Model(3, "5E-1", Stump(0, 2, -rise), Stump(1, 0.5f, -0.5f * rise), Stump(2, 12, 2 * rise));
        return Of(features ?? Features, TreeText.Bytes(model), passing ?? Passing, higherIsRiskier, bands: bands);
    }

    /// <summary>A bundle of any model; the band that passes is the one on the good end.</summary>
    public static Bundle Of(
        IReadOnlyList<ModelFeature> features,
        ReadOnlyMemory<byte> model,
        float[] passing,
        bool higherIsRiskier = true,
        ModelKind kind = ModelKind.Trees,
        IReadOnlyList<Band>? bands = null,
        IReadOnlyList<string>? modelColumns = null) => Bundle.Create(
            "MISS30@1",
            "1",
            higherIsRiskier,
            "catalog",
            features,
            model,
            new(CalibrationKind.Platt, 1, 0, 0, [], []),
            bands ?? Bands,
            (higherIsRiskier ? (bands ?? Bands)[0] : (bands ?? Bands)[^1]).Name,
            new(passing.Length % features.Count == 0 ? features.Count : 3, passing),
            kind,
            modelColumns: modelColumns);

    private static TreeText.Node Stump(int feature, float threshold, float below) =>
        new(feature, threshold, 100, true, new(-1, below, 50), new(-1, -below, 50));
}
