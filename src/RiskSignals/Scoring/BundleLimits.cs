namespace RiskSignals.Scoring;

/// <summary>
/// How large a bundle may be; what exceeds a limit is refused before it is hashed, let alone run. The trees' own limits (bytes, features,
/// trees, nodes, depth, margin) are <see cref="TreeEnsemble"/>'s, those of a card <see cref="Scorecard"/>'s.
/// </summary>
public static class BundleLimits
{
    /// <summary>Bytes of <c>bundle.json</c>: 16 MiB. The largest reference population of 192 features takes about 2.</summary>
    public const int JsonBytesMax = 1 << 24;

    /// <summary>Bytes of <c>model.json</c>, of whatever kind.</summary>
    public const int ModelBytesMax = TreeEnsemble.BytesMax;

    /// <summary>Features of a row.</summary>
    public const int FeaturesMax = 10_000;

    /// <summary>Bands between 0 and 1.</summary>
    public const int BandsMax = 100;

    /// <summary>Knots of an isotonic calibration.</summary>
    public const int KnotsMax = 100_000;

    internal static void RequireBytes(int json, int model)
    {
        if (json > JsonBytesMax || model > ModelBytesMax)
        {
            throw new FormatException(
                $"The bundle has {json} bytes and its model {model}; at most {JsonBytesMax} and {ModelBytesMax} are read, make it smaller.");
        }
    }

    internal static void RequireCounts(BundleText text)
    {
        if (text.Features.Count is 0 or > FeaturesMax || text.Bands.Count > BandsMax || text.Calibration.Margins.Count > KnotsMax
            || text.ReferenceRows.Count > ReferencePopulation.RowsMax)
        {
            throw new ArgumentException(
                $"There are {text.Features.Count} features, {text.Bands.Count} bands, {text.Calibration.Margins.Count} calibration knots and " +
                $"{text.ReferenceRows.Count} reference rows; 1 to {FeaturesMax} features and at most {BandsMax}, {KnotsMax} and " +
                $"{ReferencePopulation.RowsMax} of the others are expected.");
        }
    }
}
