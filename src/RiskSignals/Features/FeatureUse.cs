namespace RiskSignals.Features;

/// <summary>What a feature may be used for.</summary>
public enum FeatureUse
{
    /// <summary>May enter a score.</summary>
    Score,

    /// <summary>An input of rules; using a right must not raise risk, so it never enters a score.</summary>
    RuleInput,

    /// <summary>May unlock support or a gentler treatment, nothing else.</summary>
    SupportOnly,

    /// <summary>Read by audits of fairness, never by a score: it tells of a protected basis.</summary>
    AuditOnly,

    /// <summary>Describes the evidence, not the borrower: sets intervals, fallbacks and freshness.</summary>
    DataQuality,
}
