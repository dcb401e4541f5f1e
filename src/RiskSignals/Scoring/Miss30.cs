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

    /// <summary>
    /// The label by what is known on the day the row matures. Each instalment is judged on the schedule known on its judging day, so that
    /// a schedule made after a miss can't wipe it out.
    /// </summary>
    public static Label Judge(BorrowerFile file, string loanId, DateOnly asOf)
    {
        var matured = file.Look(asOf.AddDays(HorizonDays + GraceDays + LagDays));
        var loan = matured.Loan(loanId)!;
        var firstMiss = FirstMiss(loan, asOf);
        var end = Population.FirstEnd(matured, loan, asOf, to: asOf.AddDays(HorizonDays + GraceDays));
        if (end is { } ended && (firstMiss is null || ended.Day <= firstMiss) && IsUndecided(loan, asOf, ended.Day))
        {
            return new(ended.State == "paid_off" ? LabelState.Zero : LabelState.Censored, ended.State);
        }

        return new(firstMiss is null ? LabelState.Zero : LabelState.One, CaseOf(loan.LedgerUnder(asOf), asOf));
    }

    /// <summary>The first day at whose end an instalment judged on it had an unpaid remainder, or null.</summary>
    private static DateOnly? FirstMiss(LoanHistory loan, DateOnly asOf)
    {
        DateOnly? first = null;
        var versionDays = loan.Schedules.Select(version => version.KnownOn.Day).Where(day => day > asOf).Prepend(asOf).Distinct().Order().ToArray();
        for (var i = 0; i < versionDays.Length; i++)
        {
            var ledger = loan.LedgerUnder(versionDays[i]);
            var toExcl = i + 1 < versionDays.Length ? versionDays[i + 1] : DateOnly.MaxValue;
            foreach (var (index, judgedOn) in Cases(ledger, asOf))
            {
                if (judgedOn >= versionDays[i] && judgedOn < toExcl && ledger.Remainder(index, judgedOn) > Money.Zero && !(first <= judgedOn))
                {
                    first = judgedOn;
                }
            }
        }

        return first;
    }

    /// <summary>Whether something was still to be judged when observation ended, under the schedule known the day before.</summary>
    private static bool IsUndecided(LoanHistory loan, DateOnly asOf, DateOnly endedOn) =>
        Cases(loan.LedgerUnder(endedOn.AddDays(-1)), asOf).Any(open => open.JudgedOn >= endedOn);

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
