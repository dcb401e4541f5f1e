namespace RiskSignals.Scoring;

/// <summary>A tree ensemble made ready to score.</summary>
public sealed class TreeModel : IModel
{
    private readonly ReferencePopulation reference;

    internal TreeModel(TreeEnsemble trees, ReferencePopulation reference)
    {
        trees.RequireWidth(reference.Width);
        (Trees, this.reference) = (trees, reference);
        for (var row = 0; row < reference.Rows; row++)
        {
            BaseMargin += (double)trees.Margin(reference.Row(row)) / reference.Rows;
        }
    }

    /// <summary>The trees as they were read.</summary>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public int FeatureCount => Trees.FeatureCount;

    /// <inheritdoc/>
    public double BaseMargin { get; }

    /// <inheritdoc/>
    public double Margin(ReadOnlySpan<float> row) => Trees.Margin(row);

    /// <inheritdoc/>
    public void Margins(ReadOnlySpan<float> rows, Span<double> margins)
    {
        for (var i = 0; i < margins.Length; i++)
        {
            margins[i] = Margin(rows.Slice(i * FeatureCount, FeatureCount));
        }
    }

    /// <inheritdoc/>
    public double Explain(ReadOnlySpan<float> row, Span<float> contributions)
    {
        var sums = new double[FeatureCount];
        var walk = new ReferenceWalk(Trees, row, sums, 1.0 / reference.Rows);
        for (var i = 0; i < reference.Rows; i++)
        {
            walk.Against(reference.Row(i));
        }

        for (var i = 0; i < sums.Length; i++)
        {
            contributions[i] = (float)sums[i];
        }

        return Trees.Margin(row);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins)
    {
        for (var i = 0; i < margins.Length; i++)
        {
            margins[i] = Explain(rows.Slice(i * FeatureCount, FeatureCount), contributions.Slice(i * FeatureCount, FeatureCount));
        }
    }
}
