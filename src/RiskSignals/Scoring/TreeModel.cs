namespace RiskSignals.Scoring;

/// <summary>A tree ensemble made ready to score: compiled once for margins, once for contributions.</summary>
public sealed class TreeModel : IModel
{
    private readonly CompiledTrees margins;
    private readonly TreeContributions contributions;

    internal TreeModel(TreeEnsemble trees, ReferencePopulation reference)
    {
        Trees = trees;
        margins = CompiledTrees.Compile(trees);
        contributions = TreeContributions.Compile(trees, reference);
    }

    /// <summary>The trees as they were read.</summary>
    public TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public int FeatureCount => Trees.FeatureCount;

    /// <inheritdoc/>
    public double BaseMargin => contributions.BaseMargin;

    /// <inheritdoc/>
    public double Margin(ReadOnlySpan<float> row) => margins.Margin(row);

    /// <inheritdoc/>
    public void Margins(ReadOnlySpan<float> rows, Span<double> margins) => this.margins.Margins(rows, margins);

    /// <inheritdoc/>
    public double Explain(ReadOnlySpan<float> row, Span<float> contributions) => this.contributions.Explain(row, contributions);

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins) =>
        this.contributions.Explain(rows, contributions, margins);
}
