namespace RiskSignals.Features;

/// <summary>How risk may move as a feature rises; enforced in training as a monotone constraint.</summary>
public enum RiskDirection
{
    /// <summary>No constraint.</summary>
    None,

    /// <summary>Risk never falls as the value rises.</summary>
    Rises,

    /// <summary>Risk never rises as the value rises.</summary>
    Falls,
}
