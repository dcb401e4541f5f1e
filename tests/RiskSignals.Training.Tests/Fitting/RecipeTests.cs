using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class RecipeTests
{
    [Theory]
    [InlineData("\"depth\": 4", "\"max_depth\": 4", "max_depth")]
    [InlineData("\"depth\": 4", "\"depth\": 11", "fit.depth is 11")]
    [InlineData("\"eta\": 0.15", "\"eta\": 0", "fit.eta is 0")]
    [InlineData("\"seed\": 7,", "", "seed")]
    [InlineData("\"seed\": 7", "\"seed\": \"7\"", "seed")]
    [InlineData("\"seed\": 7", "\"seed\": 7, \"seed\": 8", "seed")]
    [InlineData("\"resamples\": 200", "\"resamples\": 5", "validation.resamples")]
    [InlineData("\"resamples\": 200", "\"folds\": 1", "validation.folds")]
    [InlineData("{ \"resamples\": 200, \"baselines\": [] }", "null", "validation")]
    [InlineData("\"baselines\": []", "\"baselines\": [\"forest\"]", "validation.baselines")]
    [InlineData("\"depth\": 4", "\"seeds\": 21", "fit.seeds is 21")]
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"learner\": \"forest\",", "learner")]
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"scorecard\": { \"bins_max\": 1 },", "scorecard.bins_max is 1")]
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"logistic\": { \"ridge\": -1 },", "ridge -1")]
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"search\": { \"tries\": 0 },", "search.tries is 0")]
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"search\": { \"outer_folds\": 1 },", "search.outer_folds is 1")]
    public void A_wrong_recipe_is_refused_by_the_name_of_the_key(string part, string replacement, string named)
    {
        Assert.Contains(part, SyntheticTable.RecipeJson, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(
            () => Recipe.Parse(SyntheticTable.RecipeJson.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recipe_of_the_project_reads_and_asks_for_a_model_small_enough_to_commit()
    {
        var files = Directory.GetFiles(Path.Combine(Project.Root, "training", "recipes"), "*.json");
        Assert.NotEmpty(files);
        Assert.All(
            files.Select(file => Recipe.Parse(File.ReadAllText(file))).Where(recipe => recipe.Target != "EXTERNAL@1"),
            recipe => Assert.True(recipe.Fit is { Depth: <= 4, Rounds: <= 150 }));
    }

    [Fact]
    public void Features_are_chosen_by_name_or_beginning()
    {
        var choice = new FeatureChoice { Include = ["repayment_*", "balance_value_ratio_now", "income_*"], Exclude = ["income_total_z_30d"] };
        Assert.Equal(
            ["repayment_late_count_90d", "balance_value_ratio_now"],
            choice.Choose(SyntheticTable.Features).Select(feature => feature.Name));
    }

    [Fact]
    public void A_choice_that_fits_no_feature_is_refused_by_name()
    {
        var error = Assert.Throws<FormatException>(() => new FeatureChoice { Exclude = ["repaiment_*"] }.Choose(SyntheticTable.Features));
        Assert.Contains("repaiment_*", error.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new FeatureChoice { Exclude = ["*"] }.Choose(SyntheticTable.Features));
    }
}
