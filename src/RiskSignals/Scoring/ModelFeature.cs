using System.Text.RegularExpressions;
using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>What a model must know of one of its features.</summary>
/// <param name="Name">The feature's name in the catalogue.</param>
/// <param name="Direction">How risk may move as it rises; a monotone constraint in training.</param>
/// <param name="Unit">The catalogue's unit; decides how a value reads inside a reason.</param>
/// <param name="ReasonText">Approved text for the borrower, <c>{value}</c> standing for the value; empty when there is none.</param>
/// <param name="IsReason">Whether it may be given as a reason.</param>
public sealed partial record ModelFeature(string Name, RiskDirection Direction, string Unit, string ReasonText, bool IsReason)
{
    // Whole words of a name. Models fitted elsewhere name things their own way; what only looks protected is renamed by whoever knows better.
    private static readonly HashSet<string> ProtectedWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "sex", "gender", "male", "female", "transgender", "sexual", "sexuality", "orientation", "pregnancy", "pregnant", "maternity",
        "marriage", "marital", "married", "divorced", "widow", "widowed", "spouse", "wife", "husband", "child", "children", "kids",
        "dependant", "dependants", "dependent", "dependents", "nationality", "nationalities", "citizen", "citizenship", "immigrant",
        "immigration", "migrant", "foreigner", "ethnicity", "ethnic", "race", "racial", "caste", "religion", "religious", "faith", "language",
        "disability", "disabled", "illness", "disease", "diagnosis", "genetic", "birth", "birthday", "birthdate", "born", "dob", "education",
        "political", "politics", "gambling", "health", "medical", "union", "vulnerable", "vulnerability",
    };

    /// <summary>Names of the catalogue's features that no score may read; neither may what another spelling of one names.</summary>
    private static readonly HashSet<string> Unscorable = new(
        FeatureCatalog.All.Where(feature => feature.Use != FeatureUse.Score).Select(feature => feature.Name.Replace("_", "", StringComparison.Ordinal)),
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Persons = new(StringComparer.OrdinalIgnoreCase)
    {
        "borrower", "applicant", "coapplicant", "customer", "client", "debtor", "guarantor", "holder", "person", "user",
    };

    // The age of one of these is no person's age, whatever its unit.
    private static readonly HashSet<string> Things = new(StringComparer.OrdinalIgnoreCase)
    {
        "loan", "account", "card", "contract", "data", "file", "relationship", "car", "vehicle", "property",
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
        var words = WordEnds().Split(Name);
        if (Unscorable.Contains(string.Concat(words))
            || words.Any(ProtectedWords.Contains)
            || Enumerable.Range(0, words.Length).Any(place => IsPersonsAge(words, place))
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

    private static bool IsPersonsAge(string[] words, int place) =>
        words[place].Equals("age", StringComparison.OrdinalIgnoreCase)
        && (place == 0
            || Persons.Contains(words[place - 1])
            || (place + 1 < words.Length && words[place + 1].ToUpperInvariant() is "YEARS" or "GROUP" or "BRACKET" && !Things.Contains(words[place - 1])));

    /// <summary>Between words such as <c>applicant_age</c>, <c>applicant.age</c> and <c>applicantAge</c>.</summary>
    [GeneratedRegex("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordEnds();
}
