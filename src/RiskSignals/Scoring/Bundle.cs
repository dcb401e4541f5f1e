using System.Security.Cryptography;

namespace RiskSignals.Scoring;

/// <summary>
/// One immutable, hashed set of model, features, calibration, bands and reason texts. It travels as two byte strings:
/// XGBoost's own JSON of the model, and the rest, which holds the model's hash and its own.
/// </summary>
public sealed class Bundle
{
    private Bundle(BundleText text, ReadOnlyMemory<byte> modelJson, TreeEnsemble trees, byte[] json, string hash)
    {
        Target = text.Target;
        Version = text.Version;
        HigherIsRiskier = text.HigherIsRiskier;
        CatalogHash = text.CatalogSha256;
        Features = text.Features;
        Calibration = text.Calibration;
        Bands = text.Bands;
        ModelJson = modelJson;
        Trees = trees;
        Json = json;
        Hash = hash;
    }

    /// <summary>The target's id, such as <c>MISS30@1</c>.</summary>
    public string Target { get; }

    /// <summary>The bundle's version within its target: letters, digits, dots and dashes.</summary>
    public string Version { get; }

    /// <summary>Whether a high probability is bad news (a miss) or good (a payment).</summary>
    public bool HigherIsRiskier { get; }

    /// <summary>Hash of the feature catalogue the model was trained with; a catalogue with another may not feed it.</summary>
    public string CatalogHash { get; }

    /// <summary>The features, in the order of a row.</summary>
    public IReadOnlyList<ModelFeature> Features { get; }

    public Calibration Calibration { get; }

    /// <summary>The bands, from the lowest probability up.</summary>
    public IReadOnlyList<Band> Bands { get; }

    public TreeEnsemble Trees { get; }

    /// <summary>SHA-256 over everything in the bundle, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The bytes of <c>bundle.json</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The bytes of <c>model.json</c>, as XGBoost wrote them.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    /// <summary>Puts a bundle together.</summary>
    /// <exception cref="ArgumentException">A part breaks its rule; the message names it.</exception>
    /// <exception cref="FormatException">The model can't be read.</exception>
    public static Bundle Create(
        string target,
        string version,
        bool higherIsRiskier,
        string catalogHash,
        IReadOnlyList<ModelFeature> features,
        ReadOnlyMemory<byte> modelJson,
        Calibration calibration,
        IReadOnlyList<Band> bands)
    {
        var text = new BundleText
        {
            Target = target,
            Version = version,
            HigherIsRiskier = higherIsRiskier,
            CatalogSha256 = catalogHash,
            ModelSha256 = Sha256(modelJson.Span),
            Features = features,
            Calibration = calibration,
            Bands = bands,
            Sha256 = string.Empty,
        };
        var hash = Sha256(text.ToJson());
        return Check(text with { Sha256 = hash }, modelJson);
    }

    /// <summary>Reads a bundle and verifies both hashes: one changed bit in either part is refused.</summary>
    /// <exception cref="FormatException">It is not a whole, unchanged bundle; the message says what is wrong.</exception>
    public static Bundle Parse(ReadOnlyMemory<byte> bundleJson, ReadOnlyMemory<byte> modelJson)
    {
        var text = BundleText.Parse(bundleJson.Span);
        if (text.ModelSha256 != Sha256(modelJson.Span))
        {
            throw new FormatException(
                $"The model's hash is {Sha256(modelJson.Span)}, the bundle names {text.ModelSha256}; restore the model that belongs to it.");
        }

        var hash = Sha256((text with { Sha256 = string.Empty }).ToJson());
        if (text.Sha256 != hash || !bundleJson.Span.SequenceEqual(text.ToJson()))
        {
            throw new FormatException($"The bundle's hash is {hash}, it states {text.Sha256}; it was changed after training, restore it.");
        }

        try
        {
            return Check(text, modelJson);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"The bundle can't be used: {error.Message}", error);
        }
    }

    private static Bundle Check(BundleText text, ReadOnlyMemory<byte> modelJson)
    {
        if (text.Version.Length == 0 || !text.Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
        {
            throw new ArgumentException($"The version is '{text.Version}'; letters, digits, dots and dashes are expected.");
        }

        foreach (var feature in text.Features)
        {
            feature.RequireAllowed();
        }

        if (text.Features.DistinctBy(feature => feature.Name, StringComparer.Ordinal).Count() != text.Features.Count)
        {
            throw new ArgumentException("A feature repeats; name each one once.");
        }

        Band.RequireCover(text.Bands);
        var trees = XgboostJson.Parse(modelJson);
        trees.RequireWidth(text.Features.Count);
        return new(text, modelJson, trees, text.ToJson(), text.Sha256);
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
