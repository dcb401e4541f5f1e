using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>What a model must know of one of its features.</summary>
/// <param name="Name">The feature's name in the catalogue.</param>
/// <param name="Direction">How risk may move as it rises; a monotone constraint in training.</param>
/// <param name="Unit">The catalogue's unit; decides how a value reads inside a reason.</param>
/// <param name="ReasonText">Approved text for the borrower, <c>{value}</c> standing for the value; empty when there is none.</param>
/// <param name="IsReason">Whether it may be given as a reason.</param>
public sealed record ModelFeature(string Name, RiskDirection Direction, string Unit, string ReasonText, bool IsReason)
{
    // Whole words of a name; age also counts as a first word only, since days of age of a thing are no person's age.
    private static readonly HashSet<string> ProtectedWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "sex", "gender", "marriage", "marital", "nationality", "citizenship", "ethnicity", "race", "religion", "language", "disability",
        "pregnancy", "birth", "education", "gambling", "health", "medical", "union", "vulnerable", "vulnerability",
    };

    /// <summary>What a model must know of a feature of the catalogue.</summary>
    /// <exception cref="ArgumentException">The feature is an input of rules, unlocks support only, or describes the data.</exception>
    public static ModelFeature Of(Feature feature) => feature.Use == FeatureUse.Score
        ? new(feature.Name, feature.Direction, feature.Unit, feature.ReasonText ?? string.Empty, IsReason: feature.ReasonText is not null)
        : throw new ArgumentException($"Feature '{feature.Name}' is for {feature.Use} and may not enter a score; leave it out.");

    /// <summary>Refuses a feature that may never enter a score, or that breaks a rule of its own.</summary>
    /// <exception cref="ArgumentException">The message names the feature.</exception>
    public void RequireAllowed()
    {
        var words = Name.Split('_');
        if ((FeatureCatalog.Holds(Name) && FeatureCatalog.Find(Name).Use != FeatureUse.Score)
            || words.Any(ProtectedWords.Contains)
            || words[0].Equals("age", StringComparison.OrdinalIgnoreCase)
            || Name.StartsWith("borrower_age", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"Feature '{Name}' is protected, support-only, a rule's input or about the data, and may not enter a score; leave it out.");
        }

        if (string.IsNullOrWhiteSpace(Name) || (IsReason && string.IsNullOrWhiteSpace(ReasonText)))
        {
            throw new ArgumentException($"Feature '{Name}' lacks a name, or is a reason without a text; give it one.");
        }

        if (IsReason && Direction == RiskDirection.None)
        {
            throw new ArgumentException($"Feature '{Name}' is a reason without a direction; no side of it is known to be the worse one.");
        }
    }
}
