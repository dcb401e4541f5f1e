using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>Scores rows with a bundle; a pure function of the row and the bundle's bytes.</summary>
public static class Scorer
{
    /// <summary>Scores one row.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another length than the bundle's features.</exception>
    public static ScoreResult Score(Bundle bundle, ReadOnlySpan<float> row)
    {
        bundle.Trees.RequireWidth(row.Length);
        var known = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsInfinity(row[i]))
            {
                return new(ScoreStatus.ValueNotFinite, null, $"Feature '{bundle.Features[i].Name}' is {row[i]}; compute it again.");
            }

            known += float.IsNaN(row[i]) ? 0 : 1;
        }

        if (known == 0)
        {
            return new(ScoreStatus.NoData, null, "Every feature is missing; import the borrower's loans, payments or bank transactions.");
        }

        var margin = bundle.Trees.Margin(row);
        var probability = bundle.Calibration.Probability(margin);
        var contributions = new double[row.Length];
        TreeShap.Contributions(bundle.Trees, row, contributions);
        var reasons = Reason.Strongest(bundle.Features, row, contributions, bundle.HigherIsRiskier);
        return new(
            ScoreStatus.Scored,
            new(bundle.Target, probability, margin, Band.Of(bundle.Bands, probability).Name, reasons, bundle.Hash),
            string.Empty);
    }

    /// <summary>Scores every row of a matrix that holds at least the bundle's features, in any order; one result a row, in row order.</summary>
    /// <exception cref="ArgumentException">A feature of the bundle is not among the columns.</exception>
    public static IReadOnlyList<ScoreResult> ScoreAll(Bundle bundle, FeatureMatrix matrix)
    {
        var rows = matrix.Select([.. bundle.Features.Select(feature => feature.Name)]);
        var row = new float[bundle.Features.Count];
        var results = new ScoreResult[rows.Rows];
        for (var index = 0; index < results.Length; index++)
        {
            rows.CopyRow(index, row);
            results[index] = Score(bundle, row);
        }

        return results;
    }
}
