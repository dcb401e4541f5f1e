using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Service.Tests;

/// <summary>Two bundles written by hand: stumps on days past due, late instalments and missed ones.</summary>
internal static class TinyBundles
{
    public static readonly string[] Features = ["repayment_dpd_value_now", "repayment_late_count_180d", "repayment_missed_count_90d"];

    /// <summary>Writes both bundles under a folder as training does.</summary>
    public static void Write(string folder, string version = "1", string? catalogHash = null, ConditionsOfUse? conditions = null)
    {
        Write(folder, Create(Target.Miss30, version, catalogHash, rise: 1, conditions));
        Write(folder, Create(Target.Pay30, version, catalogHash, rise: -1, conditions));
    }

    private static void Write(string folder, Bundle bundle)
    {
        var path = Path.Combine(folder, bundle.Target.Split('@')[0].ToLowerInvariant(), bundle.Version);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "bundle.json"), bundle.Json.ToArray());
        File.WriteAllBytes(Path.Combine(path, "model.json"), bundle.ModelJson.ToArray());
    }

    private static Bundle Create(Target target, string version, string? catalogHash, int rise, ConditionsOfUse? conditions)
    {
        var features = Features.Select(FeatureCatalog.Find).Select(feature => new ModelFeature(
            feature.Name, feature.Direction, feature.Unit, feature.ReasonText ?? "", feature.ReasonText is not null)).ToArray();
        return Bundle.Create(
            target.Id,
            version,
            target.HigherIsRiskier,
            catalogHash ?? FeatureCatalog.HashOf(Features),
            features,
            Encoding.UTF8.GetBytes(Model(rise)),
            new Calibration(CalibrationKind.Platt, a: 1, b: 0, c: 0, [], []),
            [new Band("low", 0.2), new Band("medium", 0.6), new Band("high", 1)],
            rise > 0 ? "low" : "high",
            new ReferencePopulation(width: 3, values: [0, 0, 0, 4, 0, 0]),
            interval: conditions is null ? null : VennAbersFit.Fit([.1, .3, .6, .9], [false, true, false, true], []),
            conditions: conditions);
    }

    /// <summary>XGBoost's JSON of three stumps: leaf values −low below the threshold, +high at or above it.</summary>
    private static string Model(int rise) =>
        $$$"""
        {"learner": {
          "learner_model_param": {"num_feature": "3", "num_class": "0", "base_score": "5E-1"},
          "objective": {"name": "binary:logistic"},
          "gradient_booster": {"name": "gbtree", "model": {"trees": [
            {{{Stump(feature: 0, threshold: "5", below: -0.9 * rise, above: 1.2 * rise)}}},
            {{{Stump(feature: 1, threshold: "1", below: -0.6 * rise, above: 0.7 * rise)}}},
            {{{Stump(feature: 2, threshold: "1", below: -0.4 * rise, above: 0.8 * rise)}}}
          ]}}
        }}
        """;

    private static string Stump(int feature, string threshold, double below, double above) => FormattableString.Invariant(
        $$"""
        {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [{{feature}}, 0, 0],
         "split_conditions": [{{threshold}}, {{below}}, {{above}}], "sum_hessian": [100, 70, 30], "default_left": [1, 0, 0]}
        """);
}
