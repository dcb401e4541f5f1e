namespace RiskSignals.Scoring;

/// <summary>
/// Exact interventional Shapley values of one row against one reference row at a time: a split where the two part is taken both ways,
/// once as the row's and once as the reference's (Lundberg et al. 2020, "From local explanations to global understanding", algorithm 3).
/// </summary>
internal readonly ref struct ReferenceWalk(TreeEnsemble trees, ReadOnlySpan<float> row, Span<double> contributions, double weight)
{
    private readonly ReadOnlySpan<float> row = row;
    private readonly Span<double> contributions = contributions;
    private readonly (int Feature, bool IsRows)[] path = new (int, bool)[trees.Depth];

    public void Against(ReadOnlySpan<float> reference)
    {
        foreach (var root in trees.Roots)
        {
            Descend(root, reference, length: 0, ofRow: 0);
        }
    }

    private void Descend(int index, ReadOnlySpan<float> reference, int length, int ofRow)
    {
        ref readonly var node = ref trees.Nodes[index];
        if (node.IsLeaf)
        {
            Add(node.Value, length, ofRow);
            return;
        }

        var (mine, other) = (trees.Child(node, row[node.Feature]), trees.Child(node, reference[node.Feature]));
        if (mine == other)
        {
            Descend(mine, reference, length, ofRow);
            return;
        }

        for (var i = 0; i < length; i++)
        {
            if (path[i].Feature == node.Feature)
            {
                Descend(path[i].IsRows ? mine : other, reference, length, ofRow);
                return;
            }
        }

        path[length] = (node.Feature, true);
        Descend(mine, reference, length + 1, ofRow + 1);
        path[length] = (node.Feature, false);
        Descend(other, reference, length + 1, ofRow);
    }

    /// <summary>A leaf is reached exactly by the mixtures that take these features from the row and those from the reference.</summary>
    private void Add(double value, int length, int ofRow)
    {
        var ofReference = length - ofRow;
        for (var i = 0; i < length; i++)
        {
            contributions[path[i].Feature] += weight * value * (path[i].IsRows ? Share(ofRow - 1, ofReference) : -Share(ofRow, ofReference - 1));
        }
    }

    /// <summary>a!·b! ÷ (a + b + 1)!, the share of the orders in which a given feature comes right between a others and b others.</summary>
    private static double Share(int a, int b)
    {
        var share = 1.0 / (a + b + 1);
        for (var i = 1; i <= b; i++)
        {
            share *= (double)i / (a + i);
        }

        return share;
    }
}
