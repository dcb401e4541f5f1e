using System.Text.Json.Nodes;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Adoption;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Tables;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Adoption;

/// <summary>Rows of the catalogue's features, and models over three of them in another order and under other names.</summary>
internal static class Foreign
{
    /// <summary>Of the rows: late instalments, the balance, what is no reason, and noise.</summary>
    public static readonly string[] Catalogue = ["repayment_late_count_90d", "income_total_ratio_30d", "loan_mob_value_now", "repayment_dpd_value_now"];

    /// <summary>What the models call their columns, and the features behind these.</summary>
    public static readonly string[] Columns = ["Ratio", "late_90", "mob"];

    public static readonly string[] Behind = [Catalogue[1], Catalogue[0], Catalogue[2]];

    public static readonly DateOnly SeenUntil = new(2024, 1, 31);

    /// <summary>Trees by hand, so that the plain walk of <see cref="LightgbmModel"/> can say what they give; every missing rule is in them.</summary>
    public static readonly LightgbmModel.Node[] Trees =
    [
        Split(1, 1.5, LightgbmModel.None, left: -0.8, right: 0.4),
        Split(1, 3.5, LightgbmModel.Nan, left: -0.2, right: 0.9),
        Split(1, 2.5, LightgbmModel.Zero, left: -0.1, right: 0.15),
        Split(0, 0.8, LightgbmModel.Nan, left: 0.6, right: -0.5),
        Split(0, 0.3, LightgbmModel.Zero, left: 0.4, right: -0.1),
        Split(2, -1, LightgbmModel.Nan, left: 0.3, right: -0.1),
    ];

    public static byte[] Lightgbm(IReadOnlyList<string>? names = null) => LightgbmModel.Bytes(Columns.Length, Trees, names: names);

    /// <summary>XGBoost's form of one stump on late instalments.</summary>
    public static JsonObject Xgboost(IReadOnlyList<string>? names = null)
    {
        var model = TreeText.Model(Columns.Length, "5E-1", new TreeText.Node(1, 1.5f, 100, true, new(-1, -1, 50), new(-1, 1, 50)));
        model["learner"]!["feature_names"] = new JsonArray([.. (names ?? []).Select(name => (JsonNode)name)]);
        return model;
    }

    public static ColumnMapping Mapping(params (string Column, string Feature)[] lines) =>
        ColumnMapping.Of(new RawTable("columns.csv", ["column", "feature"], [.. lines.Select(line => new[] { line.Column, line.Feature })]));

    public static ColumnMapping Mapping() => Mapping([.. Columns.Zip(Behind)]);

    /// <summary>The synthetic rows under names of the catalogue.</summary>
    public static TrainingTable Table(int borrowers = 600)
    {
        var made = SyntheticTable.Make(borrowers);
        var columns = Enumerable.Range(0, Catalogue.Length).Select(column => made.Features.Column(column).ToArray()).ToArray();
        return new(
            new(Catalogue, columns),
            [.. Catalogue.Select(name => ModelFeature.Of(FeatureCatalog.Find(name)))],
            [.. made.Outcomes],
            [.. made.BorrowerIds],
            [.. made.AsOf]);
    }

    private static LightgbmModel.Node Split(int feature, double threshold, int missing, double left, double right) => new(feature)
    {
        Count = 1_000,
        Threshold = threshold,
        Missing = missing,
        DefaultLeft = left > right,
        Left = new(-1) { Value = left, Count = 600 },
        Right = new(-1) { Value = right, Count = 400 },
    };
}
