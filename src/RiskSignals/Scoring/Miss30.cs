using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>MISS30@1: a loan misses an instalment in the next 30 days.</summary>
internal static class Miss30
{
    public const int HorizonDays = 30;

    /// <summary>Whole days after a due date before an unpaid instalment counts as missed.</summary>
    public const int GraceDays = 7;

    /// <summary>Days for late and reversed payments to become known.</summary>
    public const int LagDays = 10;

    private const int DefaultDays = 90;

    /// <summary>Why the loan can't miss anything as of its day, or null.</summary>
    public static string? Excludes(LoanHistory loan)
    {
        if (loan.Is(LoanEventKind.UnlikelyToPay, loan.AsOf) || loan.Ledger.DaysPastDueBasel(loan.AsOf) > DefaultDays)
        {
            return "in_default";
        }

        return Cases(loan.Ledger, loan.AsOf).Any() ? null : "nothing_due";
    }

    /// <summary>The label by what is known on the day the row matures.</summary>
    public static Label Judge(BorrowerFile file, string loanId, DateOnly asOf)
    {
        var matured = file.AsOf(asOf.AddDays(HorizonDays + GraceDays + LagDays));
        var loan = matured.Loan(loanId)!;
        var end = Population.FirstEnd(matured, loan, asOf, to: asOf.AddDays(HorizonDays + GraceDays));
        var ledger = Population.LedgerBefore(file, loan, end?.Day);
        var cases = Cases(ledger, asOf).ToArray();
        var misses = cases.Where(open => ledger.Remainder(open.Index, open.JudgedOn) > Money.Zero).ToArray();
        var firstMiss = misses.Length == 0 ? DateOnly.MaxValue : misses.Min(miss => miss.JudgedOn);
        if (end is { } ended && ended.Day <= firstMiss)
        {
            return new(ended.State == "paid_off" ? LabelState.Zero : LabelState.Censored, ended.State);
        }

        return new(misses.Length > 0 ? LabelState.One : LabelState.Zero, CaseOf(ledger, asOf));
    }

    /// <summary>The instalments that can be missed, each with the day at whose end its remainder decides.</summary>
    private static IEnumerable<(int Index, DateOnly JudgedOn)> Cases(RepaymentLedger ledger, DateOnly asOf)
    {
        var last = asOf.AddDays(HorizonDays);
        for (var i = 0; i < ledger.Schedule.Count && ledger.Schedule[i].DueOn <= last; i++)
        {
            var graceEnds = ledger.Schedule[i].DueOn.AddDays(GraceDays);
            if (ledger.Schedule[i].DueOn > asOf)
            {
                yield return (i, graceEnds);
            }
            else if (ledger.Remainder(i, asOf) > Money.Zero)
            {
                yield return (i, graceEnds > asOf ? graceEnds : last);
            }
        }
    }

    /// <summary>Where the loan stood as of the day; base rates differ widely, so they are reported apart.</summary>
    private static string CaseOf(RepaymentLedger ledger, DateOnly asOf)
    {
        var oldest = ledger.OldestUnpaid(asOf);
        if (oldest == ledger.Schedule.Count || ledger.Schedule[oldest].DueOn > asOf)
        {
            return "current";
        }

        return ledger.Schedule[oldest].DueOn.AddDays(GraceDays) > asOf ? "in_grace" : "open_arrears";
    }
}
