namespace RiskSignals.Signals;

/// <summary>A loan that may come on the list.</summary>
/// <param name="MissProbability">MISS30, 0 to 1; null if the loan could not be scored.</param>
/// <param name="AmountAtRiskMinorUnits">Principal, interest and fees outstanding, in minor units, 0 or more.</param>
/// <param name="OpenSignals">Signals open on the loan; without any it is not listed, but may be audited.</param>
public sealed record WarningEntry(
    string BorrowerId, string LoanId, double? MissProbability, long AmountAtRiskMinorUnits, IReadOnlyList<Signal> OpenSignals)
{
    /// <summary>Probability × amount at risk, in minor units, rounded down; null without a score.</summary>
    public long? ExpectedLossMinorUnits =>
        MissProbability is { } probability ? (long)Math.Floor(probability * AmountAtRiskMinorUnits) : null;

    internal double StrengthMax => OpenSignals.Max(signal => (double?)signal.Strength) ?? 0;
}

/// <summary>A loan on the list.</summary>
/// <param name="Number">Place on the list, from 1.</param>
public sealed record ListedWarning(int Number, WarningEntry Entry);

/// <summary>A loan below the line, reviewed to measure what the list misses.</summary>
/// <param name="Probability">Probability with which a loan below the line was drawn; its inverse weighs the reviewer's finding.</param>
public sealed record AuditedLoan(WarningEntry Entry, double Probability);

/// <summary>
/// The loans to review: those with signals that fit the capacity, by expected loss avoided, and a random sample of the others.
/// </summary>
/// <param name="BelowLine">Number of loans not listed, audited ones included.</param>
public sealed record EarlyWarningList(IReadOnlyList<ListedWarning> Listed, IReadOnlyList<AuditedLoan> Audit, int BelowLine)
{
    /// <summary>Ranks the loans. Those without a score come last, by strength; ties go by loan id.</summary>
    /// <param name="capacity">Most loans that can be listed.</param>
    /// <param name="auditSize">Loans to draw below the line, each equally likely; fewer only if fewer there are.</param>
    /// <param name="salt">Decides the draw; a new one each run, or the same loans are audited again and again.</param>
    public static EarlyWarningList Rank(IReadOnlyCollection<WarningEntry> entries, int capacity, int auditSize, string salt)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(auditSize);
        var listed = entries.Where(entry => entry.OpenSignals.Count > 0)
            .OrderByDescending(entry => entry.ExpectedLossMinorUnits ?? -1)
            .ThenByDescending(entry => entry.MissProbability is null ? entry.StrengthMax : 0)
            .ThenBy(entry => entry.LoanId, StringComparer.Ordinal)
            .Take(capacity).ToArray();
        var ids = listed.Select(entry => entry.LoanId).ToHashSet(StringComparer.Ordinal);
        var below = entries.Where(entry => !ids.Contains(entry.LoanId)).ToArray();
        var drawn = below.OrderBy(entry => Draw.Hash(salt, entry.LoanId))
            .ThenBy(entry => entry.LoanId, StringComparer.Ordinal).Take(auditSize);
        var probability = below.Length == 0 ? 0 : Math.Min(1, (double)auditSize / below.Length);
        return new EarlyWarningList(
            [.. listed.Select((entry, index) => new ListedWarning(index + 1, entry))],
            [.. drawn.Select(entry => new AuditedLoan(entry, probability))],
            below.Length);
    }
}
