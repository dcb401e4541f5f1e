using System.Globalization;
using System.Text.Json;

namespace RiskSignals.Scoring;

/// <summary>Reads the JSON that XGBoost 1.7 to 3.x saves for a <c>binary:logistic</c> tree booster, refusing whatever it cannot score.</summary>
public static class XgboostJson
{
    // Of two values of one name, readers disagree on which holds.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The text is not such a model; the message names the place and the value.</exception>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> json)
    {
        TreeEnsemble.RequireSize(json.Length);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
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
        if (featureCount is < 1 or > TreeEnsemble.FeaturesMax)
        {
            throw new FormatException($"learner_model_param.num_feature is {featureCount}; 1 to {TreeEnsemble.FeaturesMax} is expected.");
        }

        RequireOne(parameters, "num_class");
        RequireOne(parameters, "num_target");

        var packed = new PackedTrees(featureCount);
        var model = Get(booster, "model", "gradient_booster");
        foreach (var tree in Get(model, "trees", "gradient_booster.model").EnumerateArray())
        {
            packed.Add(XgboostTree.Read(tree, packed.Roots.Count));
        }

        RequireNoTreeAfterTheBest(learner, model, packed.Roots.Count);

        var baseMargin = BaseMargin(Get(parameters, "base_score", "learner_model_param").GetString());
        return packed.ToEnsemble(baseMargin, sumsInFloat: true, FeatureNames(learner, featureCount));
    }

    private static string[] FeatureNames(JsonElement learner, int featureCount)
    {
        string[] names = learner.TryGetProperty("feature_names", out var array)
            ? [.. array.EnumerateArray().Select(name => name.GetString() ?? string.Empty)]
            : [];
        return names.Length == 0 || names.Length == featureCount
            ? names
            : throw new FormatException($"learner.feature_names has {names.Length} names for {featureCount} features; one each or none is expected.");
    }

    /// <summary>Absent, "0" and "1" all say that there is one output.</summary>
    private static void RequireOne(JsonElement parameters, string name)
    {
        if (parameters.TryGetProperty(name, out _) && WholeNumber(parameters, name, "learner_model_param") is var number and > 1)
        {
            throw new FormatException($"learner_model_param.{name} is {number}; only a model of one output can be scored.");
        }
    }

    /// <summary>After early stopping XGBoost's own interfaces disagree whether the trees after the best round count.</summary>
    private static void RequireNoTreeAfterTheBest(JsonElement learner, JsonElement model, int trees)
    {
        if (!learner.TryGetProperty("attributes", out var attributes) || !attributes.TryGetProperty("best_iteration", out _))
        {
            return;
        }

        var rounds = WholeNumber(attributes, "best_iteration", "learner.attributes") + 1L;
        var aRound = model.TryGetProperty("gbtree_model_param", out var parameters) && parameters.TryGetProperty("num_parallel_tree", out _)
            ? WholeNumber(parameters, "num_parallel_tree", "gbtree_model_param")
            : 1;
        if (rounds * aRound < trees)
        {
            throw new FormatException(
                $"The model was stopped early: learner.attributes.best_iteration is {rounds - 1}, yet it holds {trees} trees, and XGBoost's interfaces " +
                "disagree on which count. Save the ones that do: booster[: booster.best_iteration + 1].save_model(...).");
        }
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
