namespace RiskSignals.Scoring;

/// <summary>
/// A model made ready to score: the log-odds of rows, and what each feature adds to them compared with a reference population.
/// It doesn't change, so any number of threads may use one.
/// </summary>
public interface IModel
{
    /// <summary>The length of the rows it takes; NaN in a row is missing.</summary>
    int FeatureCount { get; }

    /// <summary>The mean log-odds of the reference population: what contributions start from.</summary>
    double BaseMargin { get; }

    /// <summary>The log-odds of one row of <see cref="FeatureCount"/> values.</summary>
    double Margin(ReadOnlySpan<float> row);

    /// <summary>The log-odds of some rows that lie one after the other, bit-equal to those of <see cref="Margin"/>.</summary>
    void Margins(ReadOnlySpan<float> rows, Span<double> margins);

    /// <summary>
    /// Fills one contribution a feature, in log-odds: exact Shapley values of the row against each row of the reference population, averaged.
    /// </summary>
    /// <returns>The row's log-odds, bit-equal to <see cref="Margin"/>.</returns>
    double Explain(ReadOnlySpan<float> row, Span<float> contributions);

    /// <summary>The same for rows that lie one after the other; contributions lie as the values do.</summary>
    void Explain(ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins);
}
