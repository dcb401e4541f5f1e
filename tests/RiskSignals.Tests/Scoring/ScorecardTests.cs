using System.Globalization;
using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ScorecardTests
{
    private static readonly IReadOnlyList<ModelFeature> Features =
    [
        new("repayment_late_count_90d", RiskDirection.Rises, "count", "{value} instalments were late", IsReason: true),
        new("loan_mob_value_now", RiskDirection.None, "months", "", IsReason: false),
        new("balance_instalment_ratio_now", RiskDirection.Falls, "instalments", "Your balance is {value} instalments", IsReason: true),
    ];

    // 600 points are odds of 1 to 30 that a loan is missed; 20 points more halve them.
    private static readonly Scorecard Card = new(
        basePoints: 540,
        anchorPoints: 600,
        anchorOdds: 1 / 30.0,
        pointsToDoubleOdds: -20,
        [
            new("balance_instalment_ratio_now", [new(0, -5), new(1.5f, 10), new(null, 37)], MissingPoints: 3, [new(-1, 8)]),
            new("repayment_late_count_90d", [new(1, 41), new(3, 12), new(null, -9)], MissingPoints: 0, []),
        ]);

    [Theory]
    [InlineData(0, 2, 540 + 41 + 37)]
    [InlineData(1, 1.5f, 540 + 12 + 37)]
    [InlineData(0.99f, 1.49f, 540 + 41 + 10)]
    [InlineData(3, -0.5f, 540 - 9 - 5)]
    [InlineData(3, -1, 540 - 9 + 8)]
    [InlineData(float.NaN, float.NaN, 540 + 0 + 3)]
    public void Points_add_up_and_log_odds_follow_from_them(float late, float balance, int points)
    {
        var model = (ScorecardModel)Make().Model;
        Assert.Equal(points, model.Points([late, 7, balance]));
        Assert.Equal(Math.Log(1 / 30.0) - ((points - 600) * Math.Log(2) / 20), model.Margin([late, 7, balance]), 1e-12);
    }

    [Fact]
    public void Executed_points_are_those_of_the_printed_card()
    {
        var printed = Card.Print().Split('\n').Skip(2).Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToArray();
        var model = (ScorecardModel)Make().Model;
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            float[] row = [random.Next(-1, 6), random.Next(40), new[] { float.NaN, -1, 0, 1.5f, (random.NextSingle() * 4) - 2 }[random.Next(5)]];
            var byHand = printed.Where(line => line[0] == "every loan").Sum(Points)
                + ByHand(printed, "repayment_late_count_90d", row[0]) + ByHand(printed, "balance_instalment_ratio_now", row[2]);
            Assert.Equal(byHand, model.Points(row));
        }
    }

    [Fact]
    public void Reasons_are_points_lost_against_the_reference_in_log_odds()
    {
        var bundle = Make();
        var reasons = Scorer.Score(bundle, [4, 7, 0.5f]).Score!.Reasons;
        Assert.Equal(["4 instalments were late", "Your balance is 0.5 instalments"], reasons.Select(reason => reason.Text));

        // The reference has 41 points for its instalments and (37 + 10) ÷ 2 for its balance.
        Assert.Equal((41 + 9) * Math.Log(2) / 20, reasons[0].Contribution, 1e-6);
        Assert.Equal((23.5 - 10) * Math.Log(2) / 20, reasons[1].Contribution, 1e-6);
    }

    [Fact]
    public void A_card_reads_back_as_it_was_and_a_bundle_of_it_keeps_its_hash()
    {
        Assert.Equal(Card.ToJson(), Scorecard.Parse(Card.ToJson()).ToJson());
        var bundle = Make();
        Assert.Equal(bundle.Hash, Bundle.Parse(bundle.Json, bundle.ModelJson).Hash);
        Assert.Null(bundle.Trees);
    }

    [Fact]
    public void A_card_over_a_feature_the_bundle_lacks_or_against_a_direction_is_refused_by_name()
    {
        Refused(Card with { }, "'balance_instalment_ratio_now', which is not among", Features.Take(2));
        var turned = new Scorecard(540, 600, 1 / 30.0, -20, [new("repayment_late_count_90d", [new(1, 10), new(3, 12), new(null, 5)], 0, [])]);
        Refused(turned, "'repayment_late_count_90d' bin 1 changes the points by 2", Features);
    }

    [Theory]
    [InlineData("\"points\": 12", "\"points\": 1200000", "bin 1 has 1200000 points")]
    [InlineData("\"upper_excl\": 3", "\"upper_excl\": 1", "bin 1 ends at 1")]
    [InlineData("\"upper_excl\": 3", "\"upper_excl\": null", "bin 1 ends at null")]
    [InlineData("\"upper_excl\": null", "\"upper_excl\": 9", "the last bin alone has none")]
    [InlineData("\"points_to_double_odds\": -20", "\"points_to_double_odds\": 0", "0 points to double them")]
    [InlineData("\"anchor_points\": 600", "\"anchor_points\": 1e999", "can't be read")]
    [InlineData("\"base_points\": 540", "\"base_points\": 540.5", "base_points")]
    [InlineData("\"missing_points\": 3,", "", "missing_points")]
    [InlineData("\"missing_points\": 3,", "\"missing_points\": 3, \"weight\": 1,", "weight")]
    [InlineData("repayment_late_count_90d", "balance_instalment_ratio_now", "each feature once")]
    [InlineData("\"value\": -1", "\"value\": 1e60", "special value")]
    [InlineData("\"bins\": [", "\"bins\": [null,", "null at $.characteristics[0].bins[0]")]
    [InlineData("\"special\": []", "\"special\": [null]", "null at $.characteristics[1].special[0]")]
    [InlineData("\"characteristics\": [", "\"characteristics\": [null,", "null at $.characteristics[0]")]
    public void A_malformed_card_is_refused_with_what_is_wrong(string from, string to, string named)
    {
        var text = Encoding.UTF8.GetString(Card.ToJson());
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Scorecard.Parse(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_characteristic_without_bins_and_a_card_without_characteristics_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Scorecard(0, 600, 1, 20, []));
        Assert.Throws<ArgumentException>(() => new Scorecard(0, 600, 1, 20, [new("a_a", [], 0, [])]));
    }

    private static void Refused(Scorecard card, string named, IEnumerable<ModelFeature> features)
    {
        ModelFeature[] all = [.. features];
        var error = Assert.Throws<ArgumentException>(() => SmallBundle.Of(all, card.ToJson(), new float[all.Length], kind: ModelKind.Scorecard));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static Bundle Make() => SmallBundle.Of(Features, Card.ToJson(), [0, 24, 2, 0, 24, 1], kind: ModelKind.Scorecard);

    private static int ByHand(string[][] printed, string feature, float value)
    {
        var lines = printed.Where(line => line[0] == feature).ToArray();
        if (float.IsNaN(value))
        {
            return lines.Where(line => line[1] == "missing").Sum(Points);
        }

        var special = lines.Where(line => line[2] == "just this" && Bound(line[1], 0) == value).ToArray();
        return special.Length > 0
            ? Points(special[0])
            : Points(lines.Single(line => line[1] != "missing" && line[2] != "just this"
                && value >= Bound(line[1], float.NegativeInfinity) && value < Bound(line[2], float.PositiveInfinity)));
    }

    private static float Bound(string text, float any) => text == "any" ? any : float.Parse(text, CultureInfo.InvariantCulture);

    private static int Points(string[] line) => int.Parse(line[3], CultureInfo.InvariantCulture);
}
