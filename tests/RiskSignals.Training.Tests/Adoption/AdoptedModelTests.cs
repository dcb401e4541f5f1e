using System.Text;
using System.Text.Json.Nodes;
using RiskSignals.Scoring;
using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Adoption;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Adoption;

/// <summary>A LightGBM text model over renamed columns becomes a bundle; an evaluator written from LightGBM's own words says what it gives.</summary>
public sealed class AdoptedModelTests
{
    private static readonly byte[] Text = Foreign.Lightgbm(Foreign.Columns);

    private static readonly TrainedBundle Adopted = Adopt(Text, Foreign.Mapping());

    [Fact]
    public void Margins_are_those_of_the_plain_walk_and_contributions_add_up_to_them()
    {
        var read = Bundle.Parse(Adopted.Bundle.Json, Adopted.Bundle.ModelJson);
        Assert.Equal(Foreign.Behind, read.Features.Select(feature => feature.Name));
        Assert.Equal(Foreign.Columns, read.ModelColumns);
        Assert.True(read.ModelJson.Span.SequenceEqual(Text));
        var table = Foreign.Table(borrowers: 50).Features.Select(Foreign.Behind);
        var (row, contributions) = (new float[3], new float[3]);
        for (var i = 0; i < table.Rows; i++)
        {
            table.CopyRow(i, row);
            Assert.Equal(LightgbmModel.Score(Foreign.Trees, row), read.Model.Margin(row), 12);
            var margin = read.Model.Explain(row, contributions);
            Assert.Equal(margin, read.Model.BaseMargin + contributions.Sum(one => (double)one), 4);
            Assert.NotNull(Scorer.Score(read, row).Score);
        }
    }

    [Fact]
    public void Only_later_rows_calibrate_and_test_it_and_the_card_says_what_is_not_known()
    {
        Assert.Equal("2024-03-02 to 2024-05-03", Adopted.Report.TrainDays);
        Assert.Equal(LearnerKind.Elsewhere, Adopted.Report.Learner);
        Assert.Equal("6 trees of depth 1 or less, fitted elsewhere", Adopted.Report.Model);
        Assert.InRange(Adopted.Report.Test.Auc.Auc, 0.7, 0.95);
        Assert.InRange(Adopted.Report.Test.CalibrationSlope, 0.7, 1.4);
        Assert.Contains(Adopted.Report.Limits, limit => limit.StartsWith("Fitted elsewhere on rows as of 2024-01-31 and before", StringComparison.Ordinal));
        Assert.Equal([LearnerKind.Logistic], Adopted.Report.Baselines.Select(one => one.Learner));
        var card = Encoding.UTF8.GetString(Adopted.Files().Single(file => file.Name == "card.html").Bytes.Span);
        Assert.Contains("fitted elsewhere", card, StringComparison.Ordinal);
        Assert.DoesNotContain("monotone where", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_name_features_whose_direction_the_trees_do_not_hold()
    {
        // One split on late instalments sends 0, as missing, to the side of many; those on the ratio send 0 where they send little.
        var limit = Adopted.Report.Limits.Single(one => one.Contains("direction", StringComparison.Ordinal));
        Assert.Contains("of 1 of 3 features (repayment_late_count_90d)", limit, StringComparison.Ordinal);
        var held = Adopt(TreeText.Bytes(Foreign.Xgboost(Foreign.Columns)), Foreign.Mapping());
        Assert.DoesNotContain(held.Report.Limits, one => one.Contains("direction", StringComparison.Ordinal));
    }

    [Fact]
    public void Trees_fitted_here_under_constraints_hold_every_direction()
    {
        var recipe = SyntheticTable.Recipe with { HigherIsRiskier = false };
        var trees = Trainer.Fit(SyntheticTable.Reversed(SyntheticTable.Make(borrowers: 300)), recipe, threads: 1).Bundle.Trees!;
        var run = new FitRun(HigherIsRiskier: false, Seed: 1);
        Assert.Empty(TreeDirections.NotHeld(trees, [.. SyntheticTable.Features.Select(run.SignOf)]));
    }

    [Fact]
    public void The_same_again_gives_the_same_bytes_and_the_catalogues_own_names_leave_no_trace()
    {
        Assert.Equal(Adopted.Bundle.Hash, Adopt(Text, Foreign.Mapping()).Bundle.Hash);
        var plain = Adopt(Foreign.Lightgbm(Foreign.Behind), ColumnMapping.None).Bundle;
        Assert.Null(plain.ModelColumns);
        Assert.DoesNotContain("model_columns", Encoding.UTF8.GetString(plain.Json.Span), StringComparison.Ordinal);
        var places = Foreign.Mapping([.. Foreign.Behind.Select((feature, place) => ($"Column_{place}", feature))]);
        var nameless = Adopt(Foreign.Lightgbm(), places).Bundle;
        Assert.Null(nameless.ModelColumns);
        Assert.Equal(plain.Features, nameless.Features);
        Assert.Equal(plain.Calibration.A, nameless.Calibration.A);
    }

    [Fact]
    public void A_zero_that_stands_for_missing_is_no_neighbour_of_the_values_beside_it()
    {
        var ranges = FittedModel.OfElsewhere(Text, TreeEnsemble.Parse(Text)).Ranges(feature: 1, "late", [0, 1, 2, 3, 4]);
        Assert.Equal(5, ((float[])[0, 1, 2, 3, 4]).Select(ranges).Distinct().Count());
        Assert.Equal(ranges(0.5f), ranges(1));
        Assert.Equal(ranges(4), ranges(5));
    }

    [Fact]
    public void A_bundle_without_a_reason_text_or_of_a_changed_feature_stays_out_of_service()
    {
        Assert.Empty(BundleFaults.Of(Adopted.Bundle));
        var made = Adopted.Bundle;
        var silent = Bundle.Create(
            made.Target,
            made.Version,
            made.HigherIsRiskier,
            made.CatalogHash,
            [made.Features[0] with { ReasonText = "", IsReason = false }, .. made.Features.Skip(1)],
            made.ModelJson,
            made.Calibration,
            made.Bands,
            made.PassingBand,
            made.Reference,
            modelColumns: made.ModelColumns);
        Assert.Contains("'income_total_ratio_30d' lacks its reason text", Assert.Single(BundleFaults.Of(silent)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_scored_or_has_no_place_here_is_refused()
    {
        var categories = Foreign.Trees[0] with { Categories = [1, 2] };
        Refused("splits on categories of repayment_late_count_90d", LightgbmModel.Bytes(3, [categories], names: Foreign.Columns));
        Refused("objective", LightgbmModel.Bytes(3, Foreign.Trees, objective: "regression", names: Foreign.Columns));
        var poisson = Foreign.Xgboost(Foreign.Columns);
        poisson["learner"]!["objective"]!["name"] = "count:poisson";
        Refused("learner.objective.name is 'count:poisson'", TreeText.Bytes(poisson));
        var wide = Foreign.Xgboost(Foreign.Columns);
        wide["learner"]!["learner_model_param"]!["num_feature"] = "100001";
        Refused("num_feature is 100001", TreeText.Bytes(wide));
        var deep = Enumerable.Range(0, TreeEnsemble.DepthMax + 1).Aggregate(
            new TreeText.Node(-1, 0, 50), (below, level) => new(0, level, 100, true, below, new TreeText.Node(-1, 1, 50)));
        Refused("trees deeper than that are refused", TreeText.Bytes(3, "5E-1", [deep]));
        Refused("The model is not JSON", "nothing"u8.ToArray());

        static void Refused(string fault, byte[] model) => Assert.Contains(
            fault, Assert.Throws<FormatException>(() => AdoptedModel.Read(model, Foreign.Mapping(), Foreign.SeenUntil)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_opposite_outcome_is_refused_with_its_auc()
    {
        var opposite = Foreign.Trees.Select(tree => tree with
        {
            Left = tree.Left! with { Value = -tree.Left.Value },
            Right = tree.Right! with { Value = -tree.Right.Value },
        });
        var error = Assert.Throws<ArgumentException>(() => Adopt(LightgbmModel.Bytes(3, [.. opposite], names: Foreign.Columns), Foreign.Mapping()));
        Assert.Matches(@"no better than chance, AUC 0\.[12]\d\d\. Was its outcome 1 the recipe's", error.Message);
    }

    [Fact]
    public void Rows_it_may_have_seen_and_features_that_the_recipe_leaves_out_are_no_evidence()
    {
        var late = AdoptedModel.Read(Text, Foreign.Mapping(), new(2024, 7, 1));
        var none = Assert.Throws<ArgumentException>(() => Trainer.Adopt(Foreign.Table(50), late, SyntheticTable.Recipe));
        Assert.StartsWith("No labelled row is as of 2024-08-01 or later, 30 days after", none.Message, StringComparison.Ordinal);

        var model = AdoptedModel.Read(Text, Foreign.Mapping(), Foreign.SeenUntil);
        var recipe = SyntheticTable.Recipe with { Features = new() { Exclude = ["loan_mob_*"] } };
        var left = Assert.Throws<FormatException>(() => Trainer.Adopt(Foreign.Table(50), model, recipe));
        Assert.StartsWith("The model uses loan_mob_value_now, which the recipe's features leave out", left.Message, StringComparison.Ordinal);

        var ours = JsonNode.Parse(SyntheticTable.RecipeJson)!;
        ours["validation"]!["baselines"] = new JsonArray("elsewhere");
        var named = Assert.Throws<FormatException>(() => Recipe.Parse(ours.ToJsonString()));
        Assert.StartsWith("Recipe: no learner is 'elsewhere'", named.Message, StringComparison.Ordinal);
    }

    private static TrainedBundle Adopt(byte[] model, ColumnMapping mapping) => Trainer.Adopt(
        Foreign.Table(),
        AdoptedModel.Read(model, mapping, Foreign.SeenUntil),
        SyntheticTable.Recipe with { Validation = SyntheticTable.Recipe.Validation with { Baselines = [LearnerKind.Logistic] } },
        threads: 1);
}
