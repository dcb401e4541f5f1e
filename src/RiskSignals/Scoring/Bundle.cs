using System.Security.Cryptography;

namespace RiskSignals.Scoring;

/// <summary>What the model of a bundle is.</summary>
public enum ModelKind
{
    /// <summary>A tree ensemble, as the library that fitted it wrote it.</summary>
    Trees,

    /// <summary>A <see cref="Scorecard"/>.</summary>
    Scorecard,

    /// <summary>A logistic regression, <see cref="LogisticWeights"/>.</summary>
    Logistic,
}

/// <summary>
/// One immutable, hashed set of model, features, calibration, bands, reason texts and the reference population that reasons compare with.
/// It travels as two byte strings: the model as it was fitted, and the rest, which holds the model's hash and its own.
/// </summary>
public sealed class Bundle
{
    private readonly int segmentedBy;

    private Bundle(
        BundleText text,
        ReadOnlyMemory<byte> modelJson,
        ReferencePopulation reference,
        IModel model,
        VennAbers? interval,
        ConditionsOfUse conditions,
        byte[] json,
        string hash)
    {
        Target = text.Target;
        Version = text.Version;
        HigherIsRiskier = text.HigherIsRiskier;
        CatalogHash = text.CatalogSha256;
        Features = text.Features;
        ModelColumns = text.ModelColumns;
        Calibration = text.Calibration;
        Segments = text.Segments;
        segmentedBy = Segments?.Check(Features) ?? -1;
        Interval = interval;
        Conditions = conditions;
        Bands = text.Bands;
        ModelJson = modelJson;
        Model = model;
        Reference = reference;
        PassingBand = text.PassingBand;
        Reasons = new(Features, reference, HigherIsRiskier);
        Json = json;
        Hash = hash;
    }

    /// <summary>The target's id, such as <c>MISS30@1</c>.</summary>
    public string Target { get; }

    /// <summary>The bundle's version within its target: letters, digits, dots and dashes.</summary>
    public string Version { get; }

    /// <summary>Whether a high probability is bad news (a miss) or good (a payment).</summary>
    public bool HigherIsRiskier { get; }

    /// <summary>Hash of the features' definitions in the catalogue the model was trained with; one that defines them otherwise may not feed it.</summary>
    public string CatalogHash { get; }

    /// <summary>The features, in the order of a row.</summary>
    public IReadOnlyList<ModelFeature> Features { get; }

    /// <summary>
    /// What the model itself calls the features, in the same order, where these are other names than the catalogue's: it was fitted elsewhere.
    /// Null if it uses the catalogue's names or none.
    /// </summary>
    public IReadOnlyList<string>? ModelColumns { get; }

    public Calibration Calibration { get; }

    /// <summary>What calibration adds for parts of the portfolio; null if it adds nothing.</summary>
    public SegmentOffsets? Segments { get; }

    /// <summary>Gives each probability its interval; null if the model was made without calibration rows.</summary>
    public VennAbers? Interval { get; }

    /// <summary>Where scores may be used; a row outside gets none.</summary>
    public ConditionsOfUse Conditions { get; }

    /// <summary>The bands, from the lowest probability up.</summary>
    public IReadOnlyList<Band> Bands { get; }

    /// <summary>The model, made ready once when the bundle is read.</summary>
    public IModel Model { get; }

    /// <summary>The trees of <see cref="Model"/>; null if it is of another kind.</summary>
    public TreeEnsemble? Trees => (Model as TreeModel)?.Trees;

    /// <summary>Whom a row is compared with when it is explained.</summary>
    public ReferencePopulation Reference { get; }

    /// <summary>Name of the riskiest band that still passes.</summary>
    public string PassingBand { get; }

    internal ReasonFinder Reasons { get; }

    /// <summary>SHA-256 over everything in the bundle, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The bytes of <c>bundle.json</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The bytes of <c>model.json</c>, as they were fitted.</summary>
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
        IReadOnlyList<Band> bands,
        string passingBand,
        ReferencePopulation reference,
        ModelKind kind = ModelKind.Trees,
        SegmentOffsets? segments = null,
        VennAbers? interval = null,
        ConditionsOfUse? conditions = null,
        IReadOnlyList<string>? modelColumns = null)
    {
        var text = new BundleText
        {
            Target = target,
            Version = version,
            HigherIsRiskier = higherIsRiskier,
            ModelKind = kind,
            CatalogSha256 = catalogHash,
            ModelSha256 = Sha256(modelJson.Span),
            Features = features,
            ModelColumns = modelColumns,
            Calibration = calibration,
            Segments = segments,
            Interval = interval?.ToText(),
            Conditions = conditions is null ? null : ConditionsText.Of(conditions),
            Bands = bands,
            PassingBand = passingBand,
            ReferenceRows = reference.ToText(),
            Sha256 = string.Empty,
        };
        var hash = Sha256(text.ToJson());
        return Check(text with { Sha256 = hash }, modelJson);
    }

    /// <summary>Reads a bundle and verifies both hashes: one changed bit in either part is refused.</summary>
    /// <exception cref="FormatException">It is not a whole, unchanged bundle; the message says what is wrong.</exception>
    public static Bundle Parse(ReadOnlyMemory<byte> bundleJson, ReadOnlyMemory<byte> modelJson)
    {
        BundleLimits.RequireBytes(bundleJson.Length, modelJson.Length);
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

    /// <summary>Reads a model on its own, as training does before there is a bundle.</summary>
    /// <exception cref="FormatException">The bytes are no such model.</exception>
    /// <exception cref="ArgumentException">It doesn't fit the features, or goes against the direction of one.</exception>
    public static IModel ReadModel(
        ModelKind kind,
        ReadOnlyMemory<byte> modelJson,
        IReadOnlyList<ModelFeature> features,
        bool higherIsRiskier,
        ReferencePopulation reference,
        IReadOnlyList<string>? modelColumns = null) =>
        kind switch
        {
            ModelKind.Scorecard => new ScorecardModel(Scorecard.Parse(modelJson), features, higherIsRiskier, reference),
            ModelKind.Logistic => new LogisticModel(LogisticWeights.Parse(modelJson), features, higherIsRiskier, reference),
            _ => new TreeModel(ReadTrees(modelJson, features, modelColumns ?? [.. features.Select(feature => feature.Name)]), reference),
        };

    /// <summary>The calibrated probability of a row.</summary>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <param name="margin">The row's log-odds under <see cref="Model"/>.</param>
    public double Probability(ReadOnlySpan<float> row, double margin)
    {
        var probability = Calibration.Probability(margin);
        return Segments is null ? probability : LogOdds.Moved(probability, Segments.Of(row[segmentedBy]));
    }

    /// <summary>Whether a probability lies in the passing band or a better one.</summary>
    public bool Passes(double probability)
    {
        var (band, passing) = (Band.Place(Bands, probability), 0);
        while (Bands[passing].Name != PassingBand)
        {
            passing++;
        }

        return HigherIsRiskier ? band <= passing : band >= passing;
    }

    private static Bundle Check(BundleText text, ReadOnlyMemory<byte> modelJson)
    {
        if (text.Version.Length == 0 || !text.Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
        {
            throw new ArgumentException($"The version is '{text.Version}'; letters, digits, dots and dashes are expected.");
        }

        BundleLimits.RequireCounts(text);
        foreach (var feature in text.Features)
        {
            feature.RequireAllowed();
        }

        if (text.Features.DistinctBy(feature => feature.Name, StringComparer.Ordinal).Count() != text.Features.Count)
        {
            throw new ArgumentException("A feature repeats; name each one once.");
        }

        if (text.ModelColumns is { } columns && (text.ModelKind != ModelKind.Trees || columns.Count != text.Features.Count))
        {
            throw new ArgumentException(
                $"The model has {columns.Count} columns of its own names for {text.Features.Count} features; trees take one each or none.");
        }

        Band.RequireCover(text.Bands);
        var reference = ReferencePopulation.Parse(text.Features.Count, text.ReferenceRows);
        var interval = text.Interval is null ? null : VennAbers.Parse(text.Interval);
        var conditions = text.Conditions?.Read(text.Features.Count) ?? ConditionsOfUse.None;
        var model = ReadModel(text.ModelKind, modelJson, text.Features, text.HigherIsRiskier, reference, text.ModelColumns);
        var bundle = new Bundle(
            text, modelJson, reference, model, interval, conditions, text.ToJson(), text.Sha256);
        bundle.RequirePassing();
        return bundle;
    }

    /// <summary>A model that names its features in another order than the bundle would be scored on the wrong columns without a word.</summary>
    private static TreeEnsemble ReadTrees(ReadOnlyMemory<byte> modelJson, IReadOnlyList<ModelFeature> features, IReadOnlyList<string> columns)
    {
        var trees = TreeEnsemble.Parse(modelJson);
        trees.RequireWidth(features.Count);
        for (var i = 0; i < trees.FeatureNames.Count; i++)
        {
            if (trees.FeatureNames[i] != columns[i])
            {
                throw new ArgumentException(
                    $"Feature {i} of the model is '{trees.FeatureNames[i]}', of the bundle '{columns[i]}'; list them in the model's order.");
            }
        }

        return trees;
    }

    /// <summary>Reasons tell why a loan is not among those that pass, so all that it is compared with must.</summary>
    private void RequirePassing()
    {
        var names = Bands.Select(band => band.Name).ToList();
        var passing = names.IndexOf(PassingBand);
        if (passing < 0)
        {
            throw new ArgumentException($"The passing band is '{PassingBand}'; the bands are {string.Join(", ", names)}.");
        }

        for (var row = 0; row < Reference.Rows; row++)
        {
            var probability = Probability(Reference.Row(row), Model.Margin(Reference.Row(row)));
            var band = names.IndexOf(Band.Of(Bands, probability).Name);
            if (HigherIsRiskier ? band > passing : band < passing)
            {
                throw new ArgumentException(
                    $"Reference row {row} has probability {probability:0.0000} in band '{names[band]}', which does not pass ('{PassingBand}' does); " +
                    "choose rows that do.");
            }
        }
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
