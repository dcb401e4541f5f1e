namespace RiskSignals.Scoring;

/// <summary>One tree in the form in which it explains rows.</summary>
internal abstract class ExplainedTree
{
    /// <summary>The memory it takes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Adds the tree's contributions and leaves to those of the trees before it.</summary>
    public abstract void Explain(ContributionBlock block);
}
