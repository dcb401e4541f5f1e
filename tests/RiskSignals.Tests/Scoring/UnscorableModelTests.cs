using System.Security.Cryptography;
using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Tries to get a column that may not be scored into a bundle: by its name, by another spelling, by a forged file.</summary>
public sealed class UnscorableModelTests
{
    public static TheoryData<string> Unscorable =>
        [.. FeatureCatalog.All.Where(feature => feature.Use != FeatureUse.Score).Select(feature => feature.Name)];

    [Theory]
    [MemberData(nameof(Unscorable))]
    public void No_kind_of_model_takes_it_however_it_is_spelt(string name)
    {
        foreach (var spelling in new[] { name, name.ToUpperInvariant(), name.Replace('_', '.'), name.Replace('_', ' '), Camel(name) })
        {
            foreach (var kind in Enum.GetValues<ModelKind>())
            {
                ModelFeature[] features = [SmallBundle.Features[0], SmallBundle.Features[1], SmallBundle.Features[2] with { Name = spelling }];
                var error = Assert.Throws<ArgumentException>(() =>
                    SmallBundle.Of(features, SmallBundle.Make().ModelJson, SmallBundle.Passing, kind: kind));
                Assert.Contains($"'{spelling}'", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Unscorable))]
    public void A_forged_file_with_matching_hashes_is_refused(string name)
    {
        var made = SmallBundle.Make();
        var text = Encoding.UTF8.GetString(made.Json.Span)
            .Replace("loan_mob_value_now", name, StringComparison.Ordinal)
            .Replace(made.Hash, "", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var forged = text.Replace("\"sha256\": \"\"", $"\"sha256\": \"{hash}\"", StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Bundle.Parse(Encoding.UTF8.GetBytes(forged), made.ModelJson));
        Assert.Contains($"'{name}' is protected, support-only", error.Message, StringComparison.Ordinal);
    }

    private static string Camel(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
