namespace RiskSignals.Scoring;

/// <summary>One tree as a model file lists it: one place a node in every array, the root first, nothing checked but the lengths.</summary>
internal sealed class UnpackedTree
{
    /// <summary>Its place in the file, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Children, or −1 twice at a leaf.</summary>
    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required int[] Feature { get; init; }

    public required float[] Threshold { get; init; }

    public required bool[] MissingLeft { get; init; }

    public required double[] Value { get; init; }

    public required double[] Cover { get; init; }

    /// <summary>Null when every split is a plain threshold.</summary>
    public SplitKind[]? Kind { get; init; }

    /// <summary>The sets of splits on categories; null elsewhere, and altogether when there are none.</summary>
    public uint[]?[]? Categories { get; init; }

    /// <summary>Where leaves are listed apart, after all splits, the place of the first one.</summary>
    public int FirstLeaf { get; init; } = int.MaxValue;

    /// <summary>What the file calls a node, with its tree.</summary>
    public string Name(int node) => $"Tree {Number} {Place(node)}";

    /// <summary>What the file calls a node.</summary>
    public string Place(int node) => node >= FirstLeaf ? $"leaf {node - FirstLeaf}" : $"node {node}";
}
