using System.Buffers;
using System.Diagnostics;
using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Service;

/// <summary>What one bundle said of one loan.</summary>
/// <param name="Excluded">Why the target doesn't apply to the loan; null if it does.</param>
/// <param name="Result">Null exactly if the loan is excluded.</param>
internal sealed record TargetResult(ServedBundle Served, string? Excluded, ScoreResult? Result);

/// <summary>One loan as of one day: its features, and what each bundle said.</summary>
internal sealed record LoanScore(LoanHistory Loan, FeatureRow Features, IReadOnlyList<TargetResult> Targets);

/// <summary>Time spent on the parts of scoring, summed over threads, in seconds.</summary>
internal sealed class ScoringTime
{
    private long features;
    private long scoring;
    private long reasons;

    public double Features => Seconds(features);

    /// <summary>Log-odds of the model.</summary>
    public double Scoring => Seconds(scoring);

    /// <summary>Contributions, their check and the choice of reasons.</summary>
    public double Reasons => Seconds(reasons);

    public void AddFeatures(long since) => Interlocked.Add(ref features, Stopwatch.GetTimestamp() - since);

    public void AddScoring(long since) => Interlocked.Add(ref scoring, Stopwatch.GetTimestamp() - since);

    public void AddReasons(long since) => Interlocked.Add(ref reasons, Stopwatch.GetTimestamp() - since);

    private static double Seconds(long ticks) => (double)Interlocked.Read(ref ticks) / Stopwatch.Frequency;
}

/// <summary>The one way from histories to scores, for single calls, batches and runs alike.</summary>
internal static class LoanScorer
{
    /// <summary>Scores a loan of the history.</summary>
    /// <param name="loan">A loan that was known as of the history's day.</param>
    public static LoanScore Score(BorrowerHistory history, LoanHistory loan, IReadOnlyList<ServedBundle> bundles)
    {
        var features = FeatureCatalog.Compute(history, loan.Loan.LoanId);
        return new(loan, features, [.. bundles.Select(served => Score(history, loan, features, served))]);
    }

    /// <summary>Scores many loans in blocks of rows, to the same bits as one by one.</summary>
    /// <param name="loans">Loans that were known as of their histories' day.</param>
    /// <param name="bundles">What to score with.</param>
    /// <param name="time">Told the time taken; null if nobody asks.</param>
    /// <returns>One entry a loan, in order.</returns>
    public static IReadOnlyList<LoanScore> ScoreAll(
        IReadOnlyList<(BorrowerHistory History, LoanHistory Loan)> loans, IReadOnlyList<ServedBundle> bundles, ScoringTime? time = null)
    {
        var begun = Stopwatch.GetTimestamp();
        var prepared = new PreparedHistory();
        var rows = new FeatureRow[loans.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            prepared.Load(loans[i].History, loans[i].Loan.Loan.LoanId);
            rows[i] = FeatureCatalog.Compute(prepared);
        }

        time?.AddFeatures(begun);
        var targets = loans.Select(_ => new TargetResult[bundles.Count]).ToArray();
        for (var place = 0; place < bundles.Count; place++)
        {
            var served = bundles[place];
            var included = new List<int>(loans.Count);
            for (var i = 0; i < rows.Length; i++)
            {
                targets[i][place] = Before(loans[i].History, loans[i].Loan, served);
                if (targets[i][place] is { Excluded: null, Result: null })
                {
                    included.Add(i);
                }
            }

            foreach (var block in included.Chunk(Scorer.BlockRows))
            {
                var results = Score(served, block, rows, time);
                for (var i = 0; i < block.Length; i++)
                {
                    targets[block[i]][place] = new(served, null, results[i]);
                }
            }
        }

        return [.. loans.Select((one, i) => new LoanScore(one.Loan, rows[i], targets[i]))];
    }

    private static ScoreResult[] Score(ServedBundle served, int[] block, FeatureRow[] rows, ScoringTime? time)
    {
        var begun = Stopwatch.GetTimestamp();
        var width = served.Columns.Count;
        var (margins, results) = (new double[block.Length], new ScoreResult[block.Length]);
        var rented = ArrayPool<float>.Shared.Rent(block.Length * width);
        var values = rented.AsSpan(0, block.Length * width);
        for (var i = 0; i < block.Length; i++)
        {
            Choose(served, rows[block[i]], values.Slice(i * width, width));
        }

        Scorer.Margins(served.Bundle, values, margins);
        time?.AddScoring(begun);
        begun = Stopwatch.GetTimestamp();
        Scorer.Explain(served.Bundle, values, margins, results);
        time?.AddReasons(begun);
        ArrayPool<float>.Shared.Return(rented);
        return results;
    }

    /// <summary>What can be said of a loan before its features are looked at; neither excluded nor refused if it is to be scored.</summary>
    private static TargetResult Before(BorrowerHistory history, LoanHistory loan, ServedBundle served)
    {
        if (served.Target.Excludes(history, loan.Loan.LoanId) is { } reason)
        {
            return new(served, reason, null);
        }

        var refused = served.Bundle.Conditions.Refuses(loan.Loan.Product, history.Borrower?.Jurisdiction);
        return new(served, null, refused is null ? null : new(ScoreStatus.OutOfScope, null, refused));
    }

    private static TargetResult Score(BorrowerHistory history, LoanHistory loan, FeatureRow features, ServedBundle served)
    {
        if (Before(history, loan, served) is { } before && (before.Excluded ?? before.Result?.Detail) is not null)
        {
            return before;
        }

        var row = new float[served.Columns.Count];
        Choose(served, features, row);
        return new(served, null, Scorer.Score(served.Bundle, row));
    }

    private static void Choose(ServedBundle served, FeatureRow features, Span<float> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = features.Values[served.Columns[i]];
        }
    }
}
