using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RiskSignals.Scoring;

/// <summary>The form of <c>bundle.json</c>. The order of the properties is the order of the bytes, which are hashed: do not reorder.</summary>
internal sealed record BundleText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public required string Target { get; init; }

    public required string Version { get; init; }

    public required bool HigherIsRiskier { get; init; }

    /// <summary>What <c>model.json</c> holds.</summary>
    public required ModelKind ModelKind { get; init; }

    public required string CatalogSha256 { get; init; }

    public required string ModelSha256 { get; init; }

    public required IReadOnlyList<ModelFeature> Features { get; init; }

    /// <summary>What a model fitted elsewhere calls the features, in their order; absent if it uses their names or none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ModelColumns { get; init; }

    public required Calibration Calibration { get; init; }

    /// <summary>What calibration adds for parts of the portfolio; absent if it adds nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentOffsets? Segments { get; init; }

    /// <summary>Knots of the interval, a text each; absent if the model was made without calibration rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Interval { get; init; }

    /// <summary>Where scores may be used; absent if nothing is stated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConditionsText? Conditions { get; init; }

    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>Name of the riskiest band that still passes; the reference rows lie just on its good side.</summary>
    public required string PassingBand { get; init; }

    /// <summary>The reference population, a text a row: values in the order of the features, parted by commas, nothing where missing.</summary>
    public required IReadOnlyList<string> ReferenceRows { get; init; }

    /// <summary>Hash of these bytes with this property left empty.</summary>
    public required string Sha256 { get; init; }

    public static BundleText Parse(ReadOnlySpan<byte> json) => Read<BundleText>(json, "bundle");

    public byte[] ToJson() => Write(this);

    /// <summary>Reads one part of a bundle strictly: an unknown key, a missing one and a number out of bounds are refused by name.</summary>
    /// <exception cref="FormatException">The message names the key or the rule.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> json, string what)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (NullElement(document.RootElement) is { } path)
            {
                throw new FormatException($"The {what} has null at ${path}, where an element of a list is expected; restore the file that training wrote.");
            }

            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new FormatException($"The {what} is null; an object is expected.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"The {what} can't be read: {error.Message} Restore the file that training wrote.", error);
        }
    }

    /// <summary>The path of the first null in a list, if there is one; the serializer refuses null everywhere but there.</summary>
    private static string? NullElement(JsonElement parent)
    {
        if (parent.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in parent.EnumerateArray())
            {
                var below = element.ValueKind == JsonValueKind.Null ? string.Empty : NullElement(element);
                if (below is not null)
                {
                    return $"[{index}]{below}";
                }

                index++;
            }
        }
        else if (parent.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in parent.EnumerateObject())
            {
                if (NullElement(property.Value) is { } below)
                {
                    return $".{property.Name}{below}";
                }
            }
        }

        return null;
    }

    internal static byte[] Write<T>(T part) => [.. JsonSerializer.SerializeToUtf8Bytes(part, Options), (byte)'\n'];
}
