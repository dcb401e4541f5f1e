using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class BundleTests
{
    [Fact]
    public void A_bundle_reads_back_with_its_hash_and_parts()
    {
        var made = SmallBundle.Make();
        var read = Bundle.Parse(made.Json, made.ModelJson);
        Assert.Equal(made.Hash, read.Hash);
        Assert.Equal(64, read.Hash.Length);
        Assert.Equal(made.Features, read.Features);
        Assert.Equal(made.Bands, read.Bands);
        Assert.Equal(made.Calibration.Probability(0.3), read.Calibration.Probability(0.3));
        Assert.Equal(("MISS30@1", "1", true, "catalog"), (read.Target, read.Version, read.HigherIsRiskier, read.CatalogHash));
    }

    [Fact]
    public void One_flipped_bit_anywhere_is_refused()
    {
        var made = SmallBundle.Make();
        foreach (var isModel in new[] { false, true })
        {
            var bytes = (isModel ? made.ModelJson : made.Json).ToArray();
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Throws<FormatException>(() => Bundle.Parse(isModel ? made.Json : bytes, isModel ? bytes : made.ModelJson));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var made = SmallBundle.Make();
        for (var length = 0; length < made.Json.Length; length++)
        {
            Assert.Throws<FormatException>(() => Bundle.Parse(made.Json[..length], made.ModelJson));
        }
    }

    [Fact]
    public void The_model_of_another_bundle_is_refused_with_both_hashes()
    {
        var made = SmallBundle.Make();
        var other = TreeText.Bytes(TreeText.Model(3, "4E-1"));
        var error = Assert.Throws<FormatException>(() => Bundle.Parse(made.Json, other));
        Assert.Contains("restore the model that belongs to it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_is_refused_by_name()
    {
        var made = SmallBundle.Make();
        var text = Encoding.UTF8.GetString(made.Json.Span).Replace("\"version\"", "\"extra\": 1,\n  \"version\"", StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Bundle.Parse(Encoding.UTF8.GetBytes(text), made.ModelJson));
        Assert.Contains("'extra'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low 0.5; high 0.9", "must end at 1")]
    [InlineData("low 0.5; high 0.5; top 1", "after 0.5")]
    [InlineData("low 0.5; low 1", "repeats")]
    [InlineData(" 1", "give a name")]
    public void Bands_with_a_gap_an_overlap_or_no_name_are_refused(string bands, string fault)
    {
        Band[] wrong = [.. bands.Split("; ").Select(band => band.Split(' ')).Select(parts =>
            new Band(parts[0], double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)))];
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Make(bands: wrong));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("borrower_sex_flag")]
    [InlineData("age_value_now")]
    [InlineData("borrower_age_value_now")]
    [InlineData("spending_gambling_share_90d")]
    public void A_protected_or_support_only_feature_is_refused_by_name(string name)
    {
        var features = SmallBundle.Features.ToArray();
        features[0] = features[0] with { Name = name };
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Make(features: features));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_over_other_features_a_repeated_one_and_a_reason_without_text_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SmallBundle.Make(features: [SmallBundle.Features[0]]));
        Assert.Throws<ArgumentException>(() => SmallBundle.Make(features: [.. Enumerable.Repeat(SmallBundle.Features[0], 3)]));
        Assert.Throws<ArgumentException>(() => SmallBundle.Make(features:
            [SmallBundle.Features[0], SmallBundle.Features[1], new("x", RiskDirection.Rises, "days", "", IsReason: true)]));
    }

    [Fact]
    public void A_reason_without_a_direction_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Make(features:
            [SmallBundle.Features[0], SmallBundle.Features[1], new("x_y", RiskDirection.None, "days", "Text", IsReason: true)]));
        Assert.Contains("'x_y' is a reason without a direction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_rows_read_back_bit_for_bit_and_missing_stays_missing()
    {
        var made = SmallBundle.Make();
        var read = Bundle.Parse(made.Json, made.ModelJson).Reference;
        Assert.Equal(SmallBundle.Passing.Select(BitConverter.SingleToInt32Bits), read.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(-3.5, made.Model.BaseMargin, 1e-6);
    }

    [Fact]
    public void A_reference_row_that_does_not_pass_is_refused_with_its_probability_and_band()
    {
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Make(passing: [0, 0.2f, 24, 5, 0.9f, 3]));
        Assert.Contains("Reference row 1 has probability 0.9707 in band 'high'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SmallBundle.Make(higherIsRiskier: false, passing: [5, 0.9f, 3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(3 * 1_001)]
    public void A_reference_population_of_no_row_a_part_of_one_or_too_many_is_refused(int values)
    {
        Assert.Throws<ArgumentException>(() => new ReferencePopulation(3, new float[values]));
    }

    [Theory]
    [InlineData("\"passing_band\": \"low\"", "\"passing_band\": \"lowest\"", "'lowest'")]
    [InlineData("\"0,0.2,24\"", "\"0,0.2\"", "2 values")]
    [InlineData("\"0,0.2,24\"", "\"0,0.2,x\"", "'x'")]
    [InlineData("\"0,0.2,24\"", "\"0,0.2,Infinity\"", "'Infinity'")]
    [InlineData("\"model_kind\": \"trees\"", "\"model_kind\": \"forest\"", "model_kind")]
    public void A_bundle_whose_reference_or_kind_is_malformed_is_refused_even_with_a_matching_hash(string from, string to, string named)
    {
        var made = SmallBundle.Make();
        var text = Encoding.UTF8.GetString(made.Json.Span).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Encoding.UTF8.GetString(made.Json.Span), text);
        var unhashed = text.Replace(made.Hash, "", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(unhashed)));
        var error = Assert.Throws<FormatException>(() =>
            Bundle.Parse(Encoding.UTF8.GetBytes(text.Replace(made.Hash, hash, StringComparison.Ordinal)), made.ModelJson));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features", "$.features[0]")]
    [InlineData("bands", "$.bands[0]")]
    [InlineData("reference_rows", "$.reference_rows[0]")]
    [InlineData("margins", "$.calibration.margins[0]")]
    public void A_null_in_a_list_is_refused_with_its_path(string list, string path)
    {
        var made = SmallBundle.Make();
        var text = Encoding.UTF8.GetString(made.Json.Span).Replace($"\"{list}\": []", $"\"{list}\": [null]", StringComparison.Ordinal)
            .Replace($"\"{list}\": [\n", $"\"{list}\": [null,\n", StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Bundle.Parse(Encoding.UTF8.GetBytes(text), made.ModelJson));
        Assert.Contains($"The bundle has null at {path},", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "low")]
    [InlineData(0.19999, "low")]
    [InlineData(0.2, "high")]
    [InlineData(0.999999, "high")]
    public void The_upper_bound_of_a_band_belongs_to_the_next(double probability, string name)
    {
        Assert.Equal(name, Band.Of([new("low", 0.2), new("high", 1)], probability).Name);
    }
}
