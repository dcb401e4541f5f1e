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

    public required string CatalogSha256 { get; init; }

    public required string ModelSha256 { get; init; }

    public required IReadOnlyList<ModelFeature> Features { get; init; }

    public required Calibration Calibration { get; init; }

    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>Hash of these bytes with this property left empty.</summary>
    public required string Sha256 { get; init; }

    public static BundleText Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<BundleText>(json, Options)
                ?? throw new FormatException("The bundle is null; an object is expected.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException($"The bundle can't be read: {error.Message} Restore the file that training wrote.", error);
        }
    }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];
}
