using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Moves every threshold of a fitted model midway between the training values on its two sides. XGBoost's histogram method puts thresholds
/// exactly on training values, where the last bit of a value decides a split; midway no training row changes sides, and no rounding matters.
/// </summary>
internal static class Midpoints
{
    /// <summary>The model's JSON with its thresholds moved; nothing else changes.</summary>
    public static byte[] Move(byte[] modelJson, TrainingTable table)
    {
        var model = JsonNode.Parse(modelJson)!;
        var values = new float[table.ModelFeatures.Count][];
        foreach (var tree in model["learner"]!["gradient_booster"]!["model"]!["trees"]!.AsArray())
        {
            var (left, features, thresholds) = (tree!["left_children"]!, tree["split_indices"]!, tree["split_conditions"]!.AsArray());
            for (var node = 0; node < thresholds.Count; node++)
            {
                if (left[node]!.GetValue<int>() >= 0)
                {
                    var feature = features[node]!.GetValue<int>();
                    values[feature] ??= Known(table, feature);
                    thresholds[node] = Number(Midway(values[feature], thresholds[node]!.GetValue<float>()));
                }
            }
        }

        return Encoding.UTF8.GetBytes(model.ToJsonString());
    }

    /// <summary>Midway between the largest value below the threshold and the smallest not below it; the threshold itself if a side is empty.</summary>
    internal static float Midway(float[] rising, float threshold)
    {
        var place = Array.BinarySearch(rising, threshold);
        var above = place >= 0 ? place : ~place;
        if (above == 0 || above == rising.Length)
        {
            return threshold;
        }

        return Between(rising[above - 1], rising[above]);
    }

    /// <summary>A bound, exclusive below: above the lower value, and not above the higher one.</summary>
    internal static float Between(float lower, float higher)
    {
        var middle = (float)(((double)lower + higher) / 2);

        // Between neighbouring floats there is no middle.
        return middle > lower ? middle : higher;
    }

    private static float[] Known(TrainingTable table, int feature)
    {
        var known = table.Features.Column(feature).ToArray().Where(value => !float.IsNaN(value)).Distinct().ToArray();
        Array.Sort(known);
        return known;
    }

    /// <summary>With an exponent: XGBoost takes a number without point and exponent for another kind of number.</summary>
    internal static JsonNode Number(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.Contains('E', StringComparison.Ordinal) ? text : text + "E0")!;
    }
}
