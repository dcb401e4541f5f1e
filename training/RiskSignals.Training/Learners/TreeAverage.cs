using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RiskSignals.Training.Learners;

/// <summary>Joins models of XGBoost that differ in their seed into one: all the trees, each leaf divided by the number of models.</summary>
internal static class TreeAverage
{
    /// <summary>The joint model's JSON; of a single model, its own bytes.</summary>
    /// <param name="models">Models of one base score and one set of features.</param>
    public static byte[] Of(IReadOnlyList<byte[]> models)
    {
        if (models.Count == 1)
        {
            return models[0];
        }

        var joint = JsonNode.Parse(models[0])!;
        var all = new JsonArray();
        foreach (var model in models)
        {
            foreach (var tree in Booster(JsonNode.Parse(model)!)["trees"]!.AsArray())
            {
                var copy = tree!.DeepClone();
                Divide(copy, models.Count);
                copy["id"] = all.Count;
                all.Add(copy);
            }
        }

        var booster = Booster(joint);
        booster["trees"] = all;
        booster["tree_info"] = new JsonArray([.. all.Select(_ => (JsonNode)0)]);
        booster["gbtree_model_param"]!["num_trees"] = all.Count.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(joint.ToJsonString());
    }

    private static JsonNode Booster(JsonNode model) => model["learner"]!["gradient_booster"]!["model"]!;

    /// <summary>XGBoost keeps a leaf's value where a split has its threshold.</summary>
    private static void Divide(JsonNode tree, int by)
    {
        var (left, values) = (tree["left_children"]!, tree["split_conditions"]!.AsArray());
        for (var node = 0; node < values.Count; node++)
        {
            if (left[node]!.GetValue<int>() < 0)
            {
                values[node] = Fitting.Midpoints.Number(values[node]!.GetValue<float>() / by);
            }
        }
    }
}
