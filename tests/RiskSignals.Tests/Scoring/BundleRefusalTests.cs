using RiskSignals.Features;
using RiskSignals.Scoring;
using Xunit.Abstractions;

namespace RiskSignals.Tests.Scoring;

/// <summary>A bundle that was changed, is too large or doesn't fit the catalogue is refused, whatever its model is.</summary>
public sealed class BundleRefusalTests(ITestOutputHelper output)
{
    private const int Seed = 31;

    private static readonly string[] Elsewhere = ["late_90", "Utilisation", "mob"];

    [Theory]
    [InlineData("xgboost")]
    [InlineData("lightgbm")]
    [InlineData("elsewhere")]
    [InlineData("scorecard")]
    [InlineData("logistic")]
    public void Each_of_10_000_flipped_bits_is_refused(string kind)
    {
        var made = Make(kind);
        var random = new Random(Seed);
        for (var flip = 0; flip < 10_000; flip++)
        {
            var (json, model) = (made.Json.ToArray(), made.ModelJson.ToArray());
            var place = random.Next(json.Length + model.Length);
            ref var changed = ref place < json.Length ? ref json[place] : ref model[place - json.Length];
            changed ^= (byte)(1 << random.Next(8));
            var error = Record.Exception(() => Bundle.Parse(json, model));
            Assert.True(error is FormatException, $"Seed {Seed}, flip {flip} of {kind}, byte {place}: {error?.ToString() ?? "it was read"}");
        }

        Assert.Equal(made.Hash, Bundle.Parse(made.Json, made.ModelJson).Hash);
        output.WriteLine($"seed {Seed}: 10,000 of 10,000 flips of a {kind} bundle were refused");
    }

    [Fact]
    public void Files_too_long_are_refused_before_they_are_read()
    {
        var made = SmallBundle.Make();
        var json = Assert.Throws<FormatException>(() => Bundle.Parse(new byte[BundleLimits.JsonBytesMax + 1], made.ModelJson));
        Assert.Contains("The bundle has 16777217 bytes", json.Message, StringComparison.Ordinal);
        var model = Assert.Throws<FormatException>(() => Bundle.Parse(made.Json, new byte[BundleLimits.ModelBytesMax + 1]));
        Assert.Contains("its model 134217729; at most 16777216 and 134217728 are read", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_features_bands_and_trees_are_refused_with_their_number()
    {
        var numbers = Enumerable.Range(0, BundleLimits.FeaturesMax + 1);
        ModelFeature[] features = [.. numbers.Select(i => new ModelFeature($"x{i}", RiskDirection.None, "", "", false))];
        var wide = Assert.Throws<ArgumentException>(() => SmallBundle.Make(features: features));
        Assert.Contains("There are 10001 features", wide.Message, StringComparison.Ordinal);

        Band[] bands = [.. Enumerable.Range(1, BundleLimits.BandsMax + 1).Select(i => new Band($"b{i}", i / (BundleLimits.BandsMax + 1.0)))];
        Assert.Contains("101 bands", Assert.Throws<ArgumentException>(() => SmallBundle.Make(bands: bands)).Message, StringComparison.Ordinal);

        var leaves = Enumerable.Repeat(new TreeText.Node(-1, 0, 1), TreeEnsemble.TreesMax + 1).ToArray();
        var trees = Assert.Throws<FormatException>(() =>
            SmallBundle.Of(SmallBundle.Features, TreeText.Bytes(3, "5E-1", leaves), SmallBundle.Passing));
        Assert.Contains("more than 10000 trees", trees.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_nodes_and_calibration_knots_are_refused()
    {
        var many = TreeEnsemble.NodesMax + 1;
        var nodes = Assert.Throws<FormatException>(() => new PackedTrees(featureCount: 1).Add(new UnpackedTree
        {
            Number = 7,
            Left = new int[many],
            Right = [],
            Feature = [],
            Threshold = [],
            MissingLeft = [],
            Value = [],
            Cover = [],
        }));
        Assert.Contains("more than 4000000 nodes by tree 7", nodes.Message, StringComparison.Ordinal);

        double[] knots = [.. Enumerable.Range(0, BundleLimits.KnotsMax + 1).Select(i => i / (double)BundleLimits.KnotsMax)];
        var calibration = Assert.Throws<ArgumentException>(() => Bundle.Create(
            "MISS30@1", "1", true, "catalog", SmallBundle.Features, SmallBundle.Make().ModelJson, new(CalibrationKind.Isotonic, 0, 0, 0, knots, knots),
            SmallBundle.Bands, "low", new(3, SmallBundle.Passing)));
        Assert.Contains("100001 calibration knots", calibration.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_of_another_catalogue_a_missing_text_and_a_changed_one_keep_a_bundle_out_of_service()
    {
        var known = new[] { "repayment_late_count_90d", "repayment_dpd_value_now", "loan_mob_value_now" }
            .Select(name => ModelFeature.Of(FeatureCatalog.Find(name))).ToArray();
        Assert.Empty(BundleFaults.Of(Of(known)));
        Refused(Of([known[0], known[1], known[2] with { Name = "moon_phase_value_now" }]), "'moon_phase_value_now' is unknown to this catalogue");
        Refused(Of([known[0] with { ReasonText = "", IsReason = false }, known[1], known[2]]), "'repayment_late_count_90d' lacks its reason text");
        Refused(Of([known[0] with { ReasonText = "You were late" }, known[1], known[2]]), "'repayment_late_count_90d' is");
        Refused(Of(known, catalogHash: "catalog"), "trained on features of definition catalog,");
        Refused(Of(known, target: "MOON@1"), "no target 'MOON@1'");

        static void Refused(Bundle bundle, string fault) =>
            Assert.Contains(fault, Assert.Single(BundleFaults.Of(bundle)), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_a_model_that_are_other_than_the_bundle_says_or_of_no_trees_are_refused()
    {
        var made = Make("elsewhere");
        Assert.Equal(Elsewhere, Bundle.Parse(made.Json, made.ModelJson).ModelColumns);
        Refused("Feature 1 of the model is 'Utilisation', of the bundle 'mob'", made.ModelJson, ["late_90", "mob", "Utilisation"]);
        Refused("Feature 0 of the model is 'late_90', of the bundle 'repayment_late_count_90d'", made.ModelJson, columns: null);
        Refused("2 columns of its own names for 3 features", made.ModelJson, ["late_90", "Utilisation"]);
        Refused("3 columns of its own names", Make("scorecard").ModelJson, Elsewhere, ModelKind.Scorecard);

        static void Refused(string fault, ReadOnlyMemory<byte> model, string[]? columns, ModelKind kind = ModelKind.Trees)
        {
            var error = Assert.Throws<ArgumentException>(() => SmallBundle.Of(
                SmallBundle.Features, model, SmallBundle.Passing, kind: kind, bands: [new("all", 1)], modelColumns: columns));
            Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        }
    }

    private static Bundle Of(IReadOnlyList<ModelFeature> features, string? catalogHash = null, string target = "MISS30@1") => Bundle.Create(
        target,
        "1",
        higherIsRiskier: true,
        catalogHash ?? FeatureCatalog.HashOf(features.Select(feature => feature.Name)),
        features,
        SmallBundle.Make().ModelJson,
        new(CalibrationKind.Platt, 1, 0, 0, [], []),
        SmallBundle.Bands,
        "low",
        new(3, SmallBundle.Passing));

    private static Bundle Make(string kind) => kind switch
    {
        "xgboost" => SmallBundle.Make(),
        "lightgbm" => SmallBundle.Of(
            SmallBundle.Features,
            LightgbmModel.Bytes(3, [LightgbmModel.Random(new Random(Seed), features: 3, depth: 3, categories: true)]),
            SmallBundle.Passing,
            bands: [new("all", 1)]),
        "elsewhere" => SmallBundle.Of(
            SmallBundle.Features,
            LightgbmModel.Bytes(3, [LightgbmModel.Random(new Random(Seed), features: 3, depth: 3, categories: false)], names: Elsewhere),
            SmallBundle.Passing,
            bands: [new("all", 1)],
            modelColumns: Elsewhere),
        "scorecard" => SmallBundle.Of(
            SmallBundle.Features,
            new Scorecard(100, 100, 1 / 30.0, -20, [new("loan_mob_value_now", [new(12, -4), new(null, 7)], MissingPoints: 0, [])]).ToJson(),
            SmallBundle.Passing,
            kind: ModelKind.Scorecard),
        _ => SmallBundle.Of(
            SmallBundle.Features,
            new LogisticWeights(-3, [new("loan_used_ratio_now", 0.4, 0.5, 0.25, 0.1)]).ToJson(),
            SmallBundle.Passing,
            kind: ModelKind.Logistic),
    };
}
