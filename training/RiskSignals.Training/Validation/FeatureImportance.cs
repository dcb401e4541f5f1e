using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>How much a feature moves scores.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="MeanContribution">Mean size of its contribution compared with the reference population, in log-odds.</param>
/// <param name="MissingShare">Share of the rows where it is missing.</param>
public sealed record FeatureImportance(string Feature, double MeanContribution, double MissingShare)
{
    // Evenly spread over the rows; enough for a mean to two digits.
    private const int RowsMax = 2_000;

    /// <summary>All features, the most important first; the rows hold the bundle's features in its order.</summary>
    internal static IReadOnlyList<FeatureImportance> Rank(Bundle bundle, FeatureMatrix rows)
    {
        var width = bundle.Features.Count;
        var (row, contributions) = (new float[width], new float[width]);
        var (sums, missing) = (new double[width], new int[width]);
        var count = Math.Min(rows.Rows, RowsMax);
        for (var i = 0; i < count; i++)
        {
            rows.CopyRow((int)((long)i * rows.Rows / count), row);
            bundle.Model.Explain(row, contributions);
            for (var feature = 0; feature < width; feature++)
            {
                sums[feature] += Math.Abs(contributions[feature]);
                missing[feature] += float.IsNaN(row[feature]) ? 1 : 0;
            }
        }

        return
        [
            .. Enumerable.Range(0, width)
                .Select(i => new FeatureImportance(bundle.Features[i].Name, sums[i] / count, (double)missing[i] / count))
                .OrderByDescending(one => one.MeanContribution)
                .ThenBy(one => one.Feature, StringComparer.Ordinal),
        ];
    }
}
