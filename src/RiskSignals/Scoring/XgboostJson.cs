using System.Globalization;
using System.Text.Json;

namespace RiskSignals.Scoring;

/// <summary>Reads the JSON that XGBoost 1.7 to 3.x saves for a <c>binary:logistic</c> tree booster, refusing whatever it cannot score.</summary>
public static class XgboostJson
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The text is not such a model; the message names the place and the value.</exception>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return ReadLearner(Get(document.RootElement, "learner", "model"));
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model is not JSON: {error.Message} Save it again with XGBoost's JSON format.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException($"The model has a value of the wrong kind: {error.Message}", error);
        }
    }

    private static TreeEnsemble ReadLearner(JsonElement learner)
    {
        RequireText(Get(Get(learner, "objective", "learner"), "name", "objective"), "binary:logistic", "learner.objective.name");
        var booster = Get(learner, "gradient_booster", "learner");
        RequireText(Get(booster, "name", "gradient_booster"), "gbtree", "learner.gradient_booster.name");

        var parameters = Get(learner, "learner_model_param", "learner");
        var featureCount = WholeNumber(parameters, "num_feature", "learner_model_param");
        if (featureCount is < 1 or > 100_000)
        {
            throw new FormatException($"learner_model_param.num_feature is {featureCount}; between 1 and 100,000 is expected.");
        }

        if (WholeNumber(parameters, "num_class", "learner_model_param") > 1)
        {
            throw new FormatException("learner_model_param.num_class is above 1; only a two-class model can be scored.");
        }

        var trees = Get(Get(booster, "model", "gradient_booster"), "trees", "gradient_booster.model");
        var treeCount = trees.GetArrayLength();
        if (treeCount > TreeEnsemble.TreesMax)
        {
            throw new FormatException($"The model has {treeCount} trees; at most {TreeEnsemble.TreesMax} are taken.");
        }

        var packed = new PackedTrees(featureCount);
        foreach (var tree in trees.EnumerateArray())
        {
            packed.Add(new XgboostTree(tree, packed.TreeCount));
        }

        return packed.ToEnsemble(BaseMargin(Get(parameters, "base_score", "learner_model_param").GetString()));
    }

    /// <summary>XGBoost keeps the starting probability; its own arithmetic, in float, turns it into log-odds.</summary>
    private static float BaseMargin(string? text)
    {
        // 3.x writes a list of one, such as [5E-1].
        if (!float.TryParse(text?.Trim('[', ']'), NumberStyles.Float, CultureInfo.InvariantCulture, out var probability)
            || !(probability is > 0 and < 1))
        {
            throw new FormatException($"learner_model_param.base_score is '{text}'; a probability between 0 and 1 is expected.");
        }

        return -MathF.Log((1f / probability) - 1f);
    }

    internal static JsonElement Get(JsonElement parent, string name, string where) =>
        parent.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"The model has no '{name}' in {where}; a JSON model of XGBoost 1.7 or later is expected.");

    private static int WholeNumber(JsonElement parent, string name, string where)
    {
        var text = Get(parent, name, where).GetString();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{where}.{name} is '{text}'; a whole number is expected.");
    }

    private static void RequireText(JsonElement value, string expected, string where)
    {
        if (value.GetString() != expected)
        {
            throw new FormatException($"{where} is '{value.GetString()}'; only '{expected}' can be scored.");
        }
    }
}
