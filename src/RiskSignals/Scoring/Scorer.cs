using System.Buffers;
using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>Scores rows with a bundle; a pure function of the row and the bundle's bytes.</summary>
public static class Scorer
{
    /// <summary>Rows scored at a time where there are many; their values and contributions stay in the processor's cache.</summary>
    public const int BlockRows = 256;

    // Times the size of what was added up, as contributions and margins are floats; adding a tree to one rounds by half a unit more.
    private const double SumTolerance = 5e-6;
    private const double SumToleranceATree = 1.0 / (1 << 24);

    /// <summary>Scores one row, margin and reasons in one pass over the model.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another length than the bundle's features.</exception>
    public static ScoreResult Score(Bundle bundle, ReadOnlySpan<float> row)
    {
        RequireRows(bundle, row, 1);
        if (Refusal(bundle, row) is { } refusal)
        {
            return refusal;
        }

        Span<float> contributions = row.Length <= 1024 ? stackalloc float[row.Length] : new float[row.Length];
        return Complete(bundle, row, bundle.Model.Explain(row, contributions), contributions);
    }

    /// <summary>The log-odds of rows that lie one after the other: the first half of scoring a block.</summary>
    /// <exception cref="ArgumentException">The rows aren't as many whole ones as there are places for margins.</exception>
    public static void Margins(Bundle bundle, ReadOnlySpan<float> rows, Span<double> margins)
    {
        RequireRows(bundle, rows, margins.Length);
        bundle.Model.Margins(rows, margins);
    }

    /// <summary>The second half: explains rows whose margins are known and fills one result a row. Allocates the results alone.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="rows">The bundle's features in its order, row after row; NaN is missing.</param>
    /// <param name="margins">What <see cref="Margins"/> gave; a row explained at another margin is refused.</param>
    /// <param name="results">One place a row.</param>
    /// <exception cref="ArgumentException">The lengths don't fit.</exception>
    public static void Explain(Bundle bundle, ReadOnlySpan<float> rows, ReadOnlySpan<double> margins, Span<ScoreResult> results)
    {
        RequireRows(bundle, rows, margins.Length);
        RequireRows(bundle, rows, results.Length);
        var width = bundle.Features.Count;
        var contributions = ArrayPool<float>.Shared.Rent(Math.Max(1, rows.Length));
        var explained = ArrayPool<double>.Shared.Rent(Math.Max(1, margins.Length));
        try
        {
            bundle.Model.Explain(rows, contributions.AsSpan(0, rows.Length), explained.AsSpan(0, margins.Length));
            for (var i = 0; i < results.Length; i++)
            {
                var row = rows.Slice(i * width, width);
                var margin = explained[i] == margins[i] ? margins[i] : double.NaN;
                results[i] = Refusal(bundle, row) ?? Complete(bundle, row, margin, contributions.AsSpan(i * width, width));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(contributions);
            ArrayPool<double>.Shared.Return(explained);
        }
    }

    /// <summary>Scores every row of a matrix that holds at least the bundle's features, in any order; one result a row, in row order.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="matrix">The rows.</param>
    /// <param name="threads">Threads to use; the results are the same for any number.</param>
    /// <param name="cancel">Ends the work between blocks.</param>
    /// <exception cref="ArgumentException">A feature of the bundle is not among the columns.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<ScoreResult> ScoreAll(
        Bundle bundle, FeatureMatrix matrix, int threads = 1, CancellationToken cancel = default)
    {
        var rows = matrix.Select([.. bundle.Features.Select(feature => feature.Name)]);
        var results = new ScoreResult[rows.Rows];
        var blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, block =>
        {
            var (first, width) = (block * BlockRows, bundle.Features.Count);
            var count = Math.Min(BlockRows, results.Length - first);
            var values = ArrayPool<float>.Shared.Rent(count * width);
            Span<double> margins = stackalloc double[count];
            for (var i = 0; i < count; i++)
            {
                rows.CopyRow(first + i, values.AsSpan(i * width, width));
            }

            var some = values.AsSpan(0, count * width);
            Margins(bundle, some, margins);
            Explain(bundle, some, margins, results.AsSpan(first, count));
            ArrayPool<float>.Shared.Return(values);
        });
        return results;
    }

    /// <summary>Makes a score of a margin and its contributions, and refuses those that don't add up.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <param name="margin">The row's log-odds; NaN is refused.</param>
    /// <param name="contributions">One a feature, compared with the bundle's reference population.</param>
    public static ScoreResult Complete(Bundle bundle, ReadOnlySpan<float> row, double margin, ReadOnlySpan<float> contributions)
    {
        var (sum, size) = (bundle.Model.BaseMargin, Math.Abs(bundle.Model.BaseMargin));
        foreach (var contribution in contributions)
        {
            sum += contribution;
            size += Math.Abs(contribution);
        }

        // Written so that NaN is refused as well.
        var tolerance = SumTolerance + (SumToleranceATree * (bundle.Trees?.TreeCount ?? 0));
        if (!(Math.Abs(sum - margin) <= tolerance * Math.Max(1, size)))
        {
            return new(
                ScoreStatus.ContributionsUnsound, null, $"The contributions lead to log-odds of {sum:R} but the margin is {margin:R}; report it.");
        }

        var probability = bundle.Probability(row, margin);
        var reasons = bundle.Reasons.Find(row, contributions, bundle.Passes(probability));
        return new(
            ScoreStatus.Scored,
            new(bundle.Target, probability, Interval(bundle, probability), margin, Band.Of(bundle.Bands, probability).Name, reasons, bundle.Hash),
            string.Empty);
    }

    private static ScoreResult? Refusal(Bundle bundle, ReadOnlySpan<float> row)
    {
        var known = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsInfinity(row[i]))
            {
                return new(ScoreStatus.ValueNotFinite, null, $"Feature '{bundle.Features[i].Name}' is {row[i]}; compute it again.");
            }

            known += float.IsNaN(row[i]) ? 0 : 1;
        }

        return known == 0
            ? new(ScoreStatus.NoData, null, "Every feature is missing; import the borrower's loans, payments or bank transactions.")
            : bundle.Conditions.Refuses(bundle.Features, row) is { } refused ? new(ScoreStatus.OutOfScope, null, refused)
            : null;
    }

    /// <summary>The interval, widened to the probability itself where a smooth calibration leaves it.</summary>
    private static ProbabilityInterval? Interval(Bundle bundle, double probability) =>
        bundle.Interval?.Of(probability) is { } found ? new(Math.Min(found.Low, probability), Math.Max(found.High, probability)) : null;

    private static void RequireRows(Bundle bundle, ReadOnlySpan<float> rows, int count)
    {
        if (rows.Length != (long)count * bundle.Features.Count)
        {
            throw new ArgumentException(
                $"There are {rows.Length} values for {count} rows of {bundle.Features.Count} features; give whole rows, in the bundle's order.");
        }
    }
}
