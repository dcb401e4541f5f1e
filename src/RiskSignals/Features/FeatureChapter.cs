namespace RiskSignals.Features;

/// <summary>Collects the definitions of one group; an attribute over several windows becomes one feature a window.</summary>
internal sealed class FeatureChapter(FeatureGroup group, FeatureUse use = FeatureUse.Score)
{
    /// <summary>Written where a feature is not a reason.</summary>
    public const string? NotAReason = null;

    private readonly List<Feature> features = [];

    public IReadOnlyList<Feature> Features => features;

    /// <summary>An attribute with one window, which is the last word of its name.</summary>
    public FeatureChapter Add(
        string name,
        string meaning,
        string unit,
        RiskDirection direction,
        string? reason,
        EvidenceSum evidence,
        Func<PreparedHistory, FeatureValue> function,
        string? similar = null,
        FeatureUse? only = null)
    {
        features.Add(new Feature(function)
        {
            Name = name,
            Attribute = name,
            Group = group,
            Meaning = meaning,
            Unit = unit,
            Direction = direction,
            ReasonText = reason,
            Use = only ?? use,
            Similar = similar,
            Evidence = evidence,
        });
        return this;
    }

    /// <summary>An attribute over several windows; {w} in its name stands for each.</summary>
    public FeatureChapter Add(
        string attribute,
        Window[] windows,
        string meaning,
        string unit,
        RiskDirection direction,
        string? reason,
        EvidenceSum evidence,
        Func<PreparedHistory, Window, FeatureValue> function,
        string? similar = null,
        FeatureUse? only = null)
    {
        foreach (var window in windows)
        {
            features.Add(new Feature(function, window)
            {
                Name = attribute.Replace("{w}", window.Word, StringComparison.Ordinal),
                Attribute = attribute,
                Group = group,
                Meaning = meaning,
                Unit = unit,
                Direction = direction,
                ReasonText = reason,
                Use = only ?? use,
                Similar = similar,
                Evidence = evidence,
            });
        }

        return this;
    }
}
