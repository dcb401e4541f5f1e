using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Validation;

/// <summary>What was found about a bundle on rows it hadn't seen; the content of <c>metrics.json</c>.</summary>
public sealed record ValidationReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new SixDecimals() },
    };

    public required string Target { get; init; }

    public required string Version { get; init; }

    public required string BundleSha256 { get; init; }

    /// <summary>What learnt the model.</summary>
    public required LearnerKind Learner { get; init; }

    /// <summary>What the model is, in a few words.</summary>
    public required string Model { get; init; }

    public required int Features { get; init; }

    public required CalibrationEvidence Calibration { get; init; }

    /// <summary>Which rows the test took, in words.</summary>
    public required string TestRows { get; init; }

    /// <summary>First and last as-of day of the training rows.</summary>
    public required string TrainDays { get; init; }

    /// <summary>First and last as-of day of the test rows.</summary>
    public required string TestDays { get; init; }

    /// <summary>On the test rows, which played no part in making the bundle.</summary>
    public required Measures Test { get; init; }

    /// <summary>On the training rows, each scored by a model that hadn't seen its borrower; the calibration was fitted on these.</summary>
    public required Measures CrossValidated { get; init; }

    /// <summary>The most important feature first.</summary>
    public required IReadOnlyList<FeatureImportance> Importance { get; init; }

    /// <summary>How learner and parameters were found on the training rows; null when the recipe gave them.</summary>
    public SearchLog? Search { get; init; }

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <summary>More digits than anyone reads would only make files differ.</summary>
    private sealed class SixDecimals : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value, 6));
    }
}
