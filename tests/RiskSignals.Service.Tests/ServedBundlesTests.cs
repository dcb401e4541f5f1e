using RiskSignals.Features;
using RiskSignals.Storage;

namespace RiskSignals.Service.Tests;

public class ServedBundlesTests
{
    [Fact]
    public void The_newest_version_of_each_target_is_served()
    {
        using var folder = new TestFolder(borrowers: 0);
        TinyBundles.Write(folder.Models, version: "10");
        TinyBundles.Write(folder.Models, version: "9");
        Assert.All(Load(folder).All, served => Assert.Equal("10", served.Bundle.Version));
    }

    [Theory]
    [InlineData("2024-9", "2024-10")]
    [InlineData("1.9.9", "1.10.0")]
    [InlineData("1", "2")]
    public void Versions_are_ordered_as_people_mean_them(string older, string newer) => Assert.True(VersionOrder.Rising.Compare(older, newer) < 0);

    [Fact]
    public void A_bundle_trained_on_other_features_is_refused()
    {
        using var folder = new TestFolder(borrowers: 0);
        TinyBundles.Write(folder.Models, version: "2", catalogHash: new string('a', 64));
        var error = Assert.Throws<FormatException>(() => Load(folder));
        Assert.Matches(
            "miss30/2 can.t be served. It was trained on features of definition a{64}, this program computes [0-9A-F]{64}; train it again",
            error.Message);
    }

    [Fact]
    public void A_bundle_vouches_for_the_features_it_uses_and_no_others()
    {
        string[] used = ["repayment_dpd_value_now", "loan_mob_value_now"];
        Assert.Equal(FeatureCatalog.HashOf(used), FeatureCatalog.HashOf([.. used]));
        Assert.NotEqual(FeatureCatalog.HashOf(used), FeatureCatalog.HashOf(used.Reverse()));
        Assert.NotEqual(FeatureCatalog.HashOf(used), FeatureCatalog.HashOf(used[..1]));
        Assert.Equal(FeatureCatalog.Hash, FeatureCatalog.HashOf(FeatureCatalog.All.Select(feature => feature.Name)));
    }

    [Fact]
    public void A_changed_bit_in_a_model_is_refused()
    {
        using var folder = new TestFolder(borrowers: 0);
        var model = Path.Combine(folder.Models, "pay30", "1", "model.json");
        File.WriteAllText(model, File.ReadAllText(model).Replace("100", "101", StringComparison.Ordinal));
        Assert.Contains("hash", Assert.Throws<FormatException>(() => Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_without_a_bundle_is_named()
    {
        using var folder = new TestFolder(borrowers: 0);
        Directory.Delete(Path.Combine(folder.Models, "pay30"), recursive: true);
        Assert.Contains("PAY30@1", Assert.Throws<FormatException>(() => Load(folder)).Message, StringComparison.Ordinal);
    }

    private static ServedBundles Load(TestFolder folder)
    {
        using var database = Database.Open(folder.Data);
        return ServedBundles.Load(folder.Models, database);
    }
}
