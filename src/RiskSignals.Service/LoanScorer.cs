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

/// <summary>The one way from a history to scores, for single calls, batches and runs alike.</summary>
internal static class LoanScorer
{
    /// <summary>Scores a loan of the history.</summary>
    /// <param name="loan">A loan that was known as of the history's day.</param>
    public static LoanScore Score(BorrowerHistory history, LoanHistory loan, IReadOnlyList<ServedBundle> bundles)
    {
        var features = FeatureCatalog.Compute(history, loan.Loan.LoanId);
        return new(loan, features, [.. bundles.Select(served => Score(history, features, served))]);
    }

    private static TargetResult Score(BorrowerHistory history, FeatureRow features, ServedBundle served)
    {
        if (served.Target.Excludes(history, features.LoanId) is { } reason)
        {
            return new(served, reason, null);
        }

        var row = new float[served.Columns.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = features.Values[served.Columns[i]];
        }

        return new(served, null, Scorer.Score(served.Bundle, row));
    }
}
