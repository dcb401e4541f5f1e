using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Validation;

/// <summary>Rows that a bundle scored: what all evidence about it is measured on.</summary>
/// <param name="Table">The rows, in the bundle's features.</param>
/// <param name="Probabilities">One a row.</param>
internal sealed record ScoredRows(Bundle Bundle, TrainingTable Table, double[] Probabilities)
{
    private const int BlockRows = 1_024;

    public bool[] Outcomes { get; } = [.. Table.Outcomes];

    /// <summary>Number of different borrowers.</summary>
    public int Borrowers { get; } = Table.BorrowerIds.Distinct(StringComparer.Ordinal).Count();

    public static ScoredRows Of(Bundle bundle, TrainingTable table) =>
        new(bundle, table, Score(bundle, table.Features, [.. Enumerable.Range(0, table.Rows)], null));

    /// <summary>At most so many row numbers, evenly spread over the rows.</summary>
    public int[] Spread(int most)
    {
        var count = Math.Min(Table.Rows, most);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Table.Rows / count))];
    }

    /// <summary>The probabilities of some rows, changed before they are scored.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <param name="change">Told each row's values; null leaves them.</param>
    public double[] Score(int[] rows, RowChange? change) => Score(Bundle, Table.Features, rows, change);

    /// <summary>Changes the values of a row in place.</summary>
    public delegate void RowChange(Span<float> row);

    private static double[] Score(Bundle bundle, FeatureMatrix features, int[] rows, RowChange? change)
    {
        var width = bundle.Features.Count;
        var (values, margins, probabilities) = (new float[BlockRows * width], new double[BlockRows], new double[rows.Length]);
        for (var first = 0; first < rows.Length; first += BlockRows)
        {
            var count = Math.Min(BlockRows, rows.Length - first);
            for (var i = 0; i < count; i++)
            {
                var row = values.AsSpan(i * width, width);
                features.CopyRow(rows[first + i], row);
                change?.Invoke(row);
            }

            bundle.Model.Margins(values.AsSpan(0, count * width), margins.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                probabilities[first + i] = bundle.Probability(values.AsSpan(i * width, width), margins[i]);
            }
        }

        return probabilities;
    }
}
