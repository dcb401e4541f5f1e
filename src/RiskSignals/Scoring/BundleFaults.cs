using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>What keeps a whole, unchanged bundle out of service under this program's catalogue.</summary>
public static class BundleFaults
{
    /// <summary>All faults, each a sentence that names the feature and says what to do; none if the bundle may serve.</summary>
    public static IReadOnlyList<string> Of(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var faults = bundle.Features.Select(Fault).OfType<string>().ToList();
        if (!Target.All.Any(target => target.Id == bundle.Target && target.HigherIsRiskier == bundle.HigherIsRiskier))
        {
            faults.Add(
                $"There is no target '{bundle.Target}' of which a high probability is {(bundle.HigherIsRiskier ? "bad" : "good")} news; " +
                $"there are {string.Join(", ", Target.All.Select(target => target.Id))}.");
        }

        var computed = FeatureCatalog.HashOf(bundle.Features.Select(feature => feature.Name));
        if (faults.Count == 0 && !string.Equals(bundle.CatalogHash, computed, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"It was trained on features of definition {bundle.CatalogHash}, this program computes {computed}; train it again.");
        }

        return faults;
    }

    /// <summary>A feature must be the catalogue's own, and carry its approved reason text: an adverse decision may have to quote it.</summary>
    private static string? Fault(ModelFeature feature)
    {
        if (!FeatureCatalog.Holds(feature.Name))
        {
            return $"Feature '{feature.Name}' is unknown to this catalogue; train with features of docs/features.md, or run the program it was trained with.";
        }

        var known = ModelFeature.Of(FeatureCatalog.Find(feature.Name));
        return known.IsReason && !feature.IsReason ? $"Feature '{feature.Name}' lacks its reason text, '{known.ReasonText}'; no adverse decision could name it."
            : feature != known ? $"Feature '{feature.Name}' is {feature}, in the catalogue {known}; train it again."
            : null;
    }
}
