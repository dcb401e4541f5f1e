using System.Runtime.InteropServices;

namespace RiskSignals.Scoring;

/// <summary>One node of 16 bytes, four to a cache line; siblings lie side by side, so one index names both children.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly record struct TreeNode
{
    /// <summary>Marks a leaf in <see cref="Feature"/>.</summary>
    public const int Leaf = -1;

    /// <summary>Of a split: rows below this go left. Of a leaf: the log-odds it adds.</summary>
    public required float Value { get; init; }

    /// <summary>The feature split on, or <see cref="Leaf"/>.</summary>
    public required int Feature { get; init; }

    /// <summary>The index of the left child; the right one follows it.</summary>
    public required int Left { get; init; }

    /// <summary>Added to <see cref="Left"/> when the value is missing: 0 goes left, 1 right.</summary>
    public required int MissingStep { get; init; }

    public bool IsLeaf => Feature == Leaf;

    /// <summary>The child that a value goes to; NaN is missing.</summary>
    public int Child(float value) => float.IsNaN(value) ? Left + MissingStep : value < Value ? Left : Left + 1;
}
