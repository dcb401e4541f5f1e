namespace RiskSignals.Scoring;

/// <summary>How a split tells left from right.</summary>
internal enum SplitKind : byte
{
    /// <summary>Below the threshold goes left; NaN takes the missing side.</summary>
    Threshold,

    /// <summary>As <see cref="Threshold"/>, but 0 (within <see cref="TreeNode.ZeroMax"/>) is missing too.</summary>
    ThresholdZeroMissing,

    /// <summary>A whole number in the set goes left; everything else and NaN go right.</summary>
    Categories,
}

/// <summary>One node of a tree: a split or a leaf. Siblings lie side by side, so <see cref="Left"/> names both children.</summary>
internal readonly record struct TreeNode
{
    /// <summary>Marks a leaf in <see cref="Feature"/>.</summary>
    public const int Leaf = -1;

    /// <summary>Values this close to 0 are 0 where a split takes 0 as missing: LightGBM's bound.</summary>
    public const float ZeroMax = 1e-35f;

    /// <summary>Of a leaf: the log-odds it adds, finite; of a split 0.</summary>
    public double Value { get; init; }

    /// <summary>The feature split on, or <see cref="Leaf"/>.</summary>
    public required int Feature { get; init; }

    /// <summary>The index of the left child among all nodes; the right one follows it.</summary>
    public int Left { get; init; }

    public int Right => Left + 1;

    /// <summary>Values below it go left. Never NaN nor −0; +∞ sends every finite value left.</summary>
    public float Threshold { get; init; }

    /// <summary>For <see cref="SplitKind.Categories"/>: the place of its set in <see cref="TreeEnsemble.CategorySets"/>.</summary>
    public int CategorySet { get; init; }

    public SplitKind Kind { get; init; }

    /// <summary>Whether a missing value goes left.</summary>
    public bool MissingLeft { get; init; }

    public bool IsLeaf => Feature == Leaf;
}
