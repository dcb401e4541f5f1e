using System.Text.Json.Nodes;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>XGBoost's interfaces disagree on trees after the best round, so a model that has some is refused.</summary>
public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData("3", "1", false)]
    [InlineData("2", "1", true)]
    [InlineData("0", "1", true)]
    [InlineData("1", "2", false)]
    [InlineData("0", "2", true)]
    [InlineData("2147483647", "2", false)]
    public void Trees_after_the_best_round_are_refused_with_the_way_to_drop_them(string bestIteration, string treesARound, bool isRefused)
    {
        var model = TreeText.Model(1, "5E-1", Stump(), Stump(), Stump(), Stump());
        model["learner"]!["attributes"] = new JsonObject { ["best_iteration"] = bestIteration };
        model["learner"]!["gradient_booster"]!["model"]!["gbtree_model_param"]!["num_parallel_tree"] = treesARound;
        if (!isRefused)
        {
            Assert.Equal(4, XgboostJson.Parse(TreeText.Bytes(model)).TreeCount);
            return;
        }

        var error = Assert.Throws<FormatException>(() => XgboostJson.Parse(TreeText.Bytes(model)));
        Assert.Contains($"best_iteration is {bestIteration}, yet it holds 4 trees", error.Message, StringComparison.Ordinal);
        Assert.Contains("booster[: booster.best_iteration + 1].save_model", error.Message, StringComparison.Ordinal);
    }

    private static TreeText.Node Stump() => new(0, 1, 100, true, new(-1, -1, 50), new(-1, 1, 50));
}
