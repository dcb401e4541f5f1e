using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class ReferenceRowsTests
{
    private static readonly TrainingTable Table = SyntheticTable.Make(borrowers: 400);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_reference_passes_lies_nearest_to_the_limit_and_holds_a_borrower_once(bool higherIsRiskier)
    {
        var recipe = SyntheticTable.Recipe with { HigherIsRiskier = higherIsRiskier, Reference = new() { Rows = 40 } };
        var whole = higherIsRiskier ? Table : SyntheticTable.Reversed(Table);
        var bundle = Trainer.Fit(whole, recipe, threads: 1).Bundle;
        Assert.Equal((40, higherIsRiskier ? "low" : "high"), (bundle.Reference.Rows, bundle.PassingBand));

        var reference = Enumerable.Range(0, 40).Select(row => Probability(bundle, bundle.Reference.Row(row))).ToArray();
        Assert.All(reference, probability => Assert.True(higherIsRiskier ? probability < 0.2 : probability >= 0.2));
        var furthest = reference.Max(probability => Math.Abs(probability - 0.2));
        var learnt = Split.OutOfTime(Table, recipe.Validation, recipe.Seed).Train;
        var all = Rows().ToArray();
        var rows = learnt.Select(row => all[row]).ToArray();
        var nearer = rows.Where(row => Math.Abs(Probability(bundle, row.Values) - 0.2) < furthest
            && Probability(bundle, row.Values) < 0.2 == higherIsRiskier).Select(row => row.Borrower).Distinct();
        Assert.InRange(nearer.Count(), 0, 40);

        var table = whole.Take(learnt);
        var chosen = ReferenceRows.Nearest(table, FittedModel.OfTrees(bundle.ModelJson.ToArray()), bundle.Calibration, recipe).Rows;
        Assert.Equal(40, chosen.Select(row => table.BorrowerIds[row]).Distinct().Count());
    }

    [Fact]
    public void A_reference_as_coarse_as_the_model_sees_it_leaves_every_bit_of_margins_and_contributions()
    {
        var bundle = Trainer.Fit(Table, SyntheticTable.Recipe, threads: 1).Bundle;
        var table = Table.Take(Split.OutOfTime(Table, SyntheticTable.Recipe.Validation, SyntheticTable.Recipe.Seed).Train);
        var nearest = ReferenceRows.Nearest(table, FittedModel.OfTrees(bundle.ModelJson.ToArray()), bundle.Calibration, SyntheticTable.Recipe);
        var own = ReferenceRows.Values(table, nearest.Rows);
        var ofTheirOwn = TreeContributions.Compile(bundle.Trees!, new(bundle.Features.Count, own));
        Assert.Equal(ofTheirOwn.BaseMargin, bundle.Model.BaseMargin);
        var (expected, found) = (new float[4], new float[4]);
        foreach (var (_, row) in Rows().Take(500))
        {
            Assert.Equal(ofTheirOwn.Explain(row, expected), bundle.Model.Explain(row, found));
            Assert.Equal(expected, found);
        }

        var coarse = bundle.Reference.Values.ToArray();
        Assert.Equal(own.Select(float.IsNaN), coarse.Select(float.IsNaN));
        foreach (var feature in (int[])[1, 2, 3])
        {
            var same = Enumerable.Range(0, bundle.Reference.Rows).Count(row => own[(row * 4) + feature] == coarse[(row * 4) + feature]);
            Assert.InRange(same, 0, bundle.Reference.Rows / 4);
        }
    }

    [Fact]
    public void Training_again_chooses_the_same_rows()
    {
        var (first, second) = (Trainer.Fit(Table, SyntheticTable.Recipe, 1).Bundle, Trainer.Fit(Table, SyntheticTable.Recipe, 1).Bundle);
        Assert.Equal(first.Hash, second.Hash);
    }

    [Fact]
    public void Moving_the_feature_of_a_reason_to_its_reference_value_never_raises_the_risk()
    {
        var bundle = Trainer.Fit(Table, SyntheticTable.Recipe, threads: 1).Bundle;
        var reasons = 0;
        foreach (var (_, row) in Rows())
        {
            var score = Scorer.Score(bundle, row).Score!;
            foreach (var reason in score.Reasons)
            {
                var feature = bundle.Features.ToList().FindIndex(one => one.Name == reason.Feature);
                var moved = (float[])row.Clone();
                moved[feature] = bundle.Reference.Typical(feature);
                Assert.True(bundle.Model.Margin(moved) <= score.Margin, $"{reason.Feature} from {row[feature]} to {moved[feature]} raises the risk");
                reasons++;
            }
        }

        Assert.True(reasons > 1_000, $"only {reasons} reasons were tried");
    }

    [Fact]
    public void A_loan_beyond_the_limit_always_has_contributions_toward_risk()
    {
        var bundle = Trainer.Fit(Table, SyntheticTable.Recipe, threads: 1).Bundle;
        var contributions = new float[4];
        foreach (var (_, row) in Rows().Where(row => Probability(bundle, row.Values) >= 0.2))
        {
            bundle.Model.Explain(row, contributions);
            Assert.Contains(contributions, value => value > 0);
        }
    }

    [Theory]
    [InlineData("""{ "rows": 0 }""", "reference.rows is 0")]
    [InlineData("""{ "rows": 1001 }""", "reference.rows is 1001")]
    [InlineData("""{ "rows": 10, "band": "low" }""", "band")]
    public void A_reference_out_of_bounds_is_refused_by_name(string reference, string named)
    {
        var error = Assert.Throws<FormatException>(() => Recipe.Parse(
            SyntheticTable.RecipeJson.Replace("\"bands\"", $"\"reference\": {reference}, \"bands\"", StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_passing_band_that_is_not_there_or_that_no_row_reaches_is_refused()
    {
        var unknown = SyntheticTable.Recipe with { Reference = new() { PassingBand = "lowest" } };
        Refused(unknown, "'lowest'");
        var unreached = SyntheticTable.Recipe with { Bands = [new("none", 1e-5), new("all", 1)] };
        Refused(unreached, "No training row passes");

        static void Refused(Recipe recipe, string named) => Assert.Contains(
            named, Assert.Throws<ArgumentException>(() => Trainer.Fit(Table, recipe, threads: 1)).Message, StringComparison.Ordinal);
    }

    private static double Probability(Bundle bundle, ReadOnlySpan<float> row) => bundle.Calibration.Probability(bundle.Model.Margin(row));

    private static IEnumerable<(string Borrower, float[] Values)> Rows()
    {
        for (var i = 0; i < Table.Rows; i++)
        {
            var row = new float[Table.ModelFeatures.Count];
            Table.Features.CopyRow(i, row);
            yield return (Table.BorrowerIds[i], row);
        }
    }
}
