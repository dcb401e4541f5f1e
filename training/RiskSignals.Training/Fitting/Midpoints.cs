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
        var splits = Splits(model).ToLookup(split => split.Feature);
        foreach (var feature in splits)
        {
            float[] rising = [.. feature.Select(split => split.Threshold).Distinct().Order()];
            var moved = Midway(table.Features.Column(feature.Key), rising);
            foreach (var split in feature)
            {
                split.Thresholds[split.Node] = Number(moved[Array.BinarySearch(rising, split.Threshold)]);
            }
        }

        return Encoding.UTF8.GetBytes(model.ToJsonString());
    }

    /// <summary>
    /// For each threshold midway between the largest value below it and the smallest not below it; the threshold itself if a side is empty.
    /// The values are gone through once and none is kept.
    /// </summary>
    /// <param name="values">NaN where missing.</param>
    /// <param name="rising">Thresholds, rising, without repeats.</param>
    internal static float[] Midway(ReadOnlySpan<float> values, float[] rising)
    {
        var (below, above) = (new float[rising.Length], new float[rising.Length]);
        Array.Fill(below, float.NegativeInfinity);
        Array.Fill(above, float.PositiveInfinity);
        foreach (var value in values)
        {
            if (float.IsNaN(value))
            {
                continue;
            }

            // The first threshold above the value; the one before it is the last that the value is not below.
            var found = Array.BinarySearch(rising, value);
            var next = found >= 0 ? found + 1 : ~found;
            if (next < rising.Length)
            {
                below[next] = Math.Max(below[next], value);
            }

            if (next > 0)
            {
                above[next - 1] = Math.Min(above[next - 1], value);
            }
        }

        // What lies below a threshold lies below those after it, and the other way round.
        for (var i = 1; i < rising.Length; i++)
        {
            below[i] = Math.Max(below[i], below[i - 1]);
            above[^(i + 1)] = Math.Min(above[^(i + 1)], above[^i]);
        }

        return
        [
            .. rising.Select((threshold, i) =>
                float.IsInfinity(below[i]) || float.IsInfinity(above[i]) ? threshold : Between(below[i], above[i])),
        ];
    }

    /// <summary>A bound, exclusive below: above the lower value, and not above the higher one.</summary>
    internal static float Between(float lower, float higher)
    {
        var middle = (float)(((double)lower + higher) / 2);

        // Between neighbouring floats there is no middle.
        return middle > lower ? middle : higher;
    }

    private static IEnumerable<(int Feature, float Threshold, JsonArray Thresholds, int Node)> Splits(JsonNode model)
    {
        foreach (var tree in model["learner"]!["gradient_booster"]!["model"]!["trees"]!.AsArray())
        {
            var (left, features, thresholds) = (tree!["left_children"]!, tree["split_indices"]!, tree["split_conditions"]!.AsArray());
            for (var node = 0; node < thresholds.Count; node++)
            {
                if (left[node]!.GetValue<int>() >= 0)
                {
                    yield return (features[node]!.GetValue<int>(), thresholds[node]!.GetValue<float>(), thresholds, node);
                }
            }
        }
    }

    /// <summary>With an exponent: XGBoost takes a number without point and exponent for another kind of number.</summary>
    internal static JsonNode Number(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.Contains('E', StringComparison.Ordinal) ? text : text + "E0")!;
    }
}
