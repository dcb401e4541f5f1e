using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Scoring;
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

    /// <summary>Target and version.</summary>
    public required string Title { get; init; }

    public required string Target { get; init; }

    public required string Version { get; init; }

    public required string BundleSha256 { get; init; }

    /// <summary>What outcome 1 means.</summary>
    public required string Definition { get; init; }

    public required string IntendedUse { get; init; }

    /// <summary>Whether outcome 1 is the bad one.</summary>
    public required bool HigherIsRiskier { get; init; }

    public required int Seed { get; init; }

    /// <summary>What intervals hold unless they say otherwise.</summary>
    public double IntervalLevel { get; } = 0.95;

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

    /// <summary>AUC on the test rows beside the cross-validated one.</summary>
    public required TestGap TestGap { get; init; }

    /// <summary>The most important feature first.</summary>
    public required IReadOnlyList<FeatureImportance> Importance { get; init; }

    /// <summary>How the score depends on the most important features.</summary>
    public required IReadOnlyList<FeatureEffect> Effects { get; init; }

    /// <summary>What a fault in one feature does to scores, the worst first.</summary>
    public required IReadOnlyList<FeatureSensitivity> Sensitivity { get; init; }

    public required IReadOnlyList<BandShare> Bands { get; init; }

    public required ReferenceShown Reference { get; init; }

    /// <summary>Of the test rows' probabilities; null if the bundle gives none.</summary>
    public required IntervalEvidence? Interval { get; init; }

    public required StabilityEvidence Stability { get; init; }

    public required IReadOnlyList<Segmentation> Segments { get; init; }

    public required SegmentCount SegmentCount { get; init; }

    /// <summary>Other learners on the same rows.</summary>
    public required IReadOnlyList<BaselineQuality> Baselines { get; init; }

    /// <summary>What the intervals of <see cref="Baselines"/> hold.</summary>
    public double BaselineCoverage { get; } = PairedComparison.Coverage;

    /// <summary>By protected attributes from an audit file; empty without one.</summary>
    public required IReadOnlyList<FairnessTable> Fairness { get; init; }

    /// <summary>The share of the largest group's passing share below which a group passes less.</summary>
    public double FairnessRatioMin { get; } = FairnessTable.RatioMin;

    public required ConditionsEvidence Conditions { get; init; }

    /// <summary>What the bundle can't say.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>What all this comes to, a question a line.</summary>
    public IReadOnlyList<Finding> Findings => Finding.Of(this);

    /// <summary>How many findings speak for the model, ask for a look, speak against it, and can't be told.</summary>
    public OutlookCounts Outlooks => OutlookCounts.Of(Findings);

    /// <summary>With fewer rows of an outcome, or borrowers, than this a part or group is not judged.</summary>
    public int EvidenceMin { get; } = SegmentQuality.OutcomesMin;

    /// <summary>Ticks of the card's axes.</summary>
    public CardScales Scales { get; } = CardScales.Usual;

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
