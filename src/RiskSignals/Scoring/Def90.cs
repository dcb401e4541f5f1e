using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>
/// DEF90_H@1: default (Basel) begins in the next H days. More than 90 days past due beyond both limits, unlikely to pay, written off, or
/// restructured at a loss of more than 1 %. A moratorium keeps the counter; the schedule it brings is what stops it.
/// </summary>
internal static class Def90
{
    /// <summary>Days for late and reversed payments to become known.</summary>
    public const int LagDays = 10;

    private const int DefaultDays = 90;

    /// <summary>
    /// Loss above which a restructuring is a default, in per cent of what was owed. Nominal: facts hold no discount rate, so a longer term at
    /// the same sum is no loss here.
    /// </summary>
    private const int LossPercent = 1;

    public static string? Excludes(LoanHistory loan) =>
        loan.Is(LoanEventKind.UnlikelyToPay, loan.AsOf) || loan.Ledger.DaysPastDueBasel(loan.AsOf) > DefaultDays ? "in_default" : null;

    public static Label Judge(BorrowerFile file, string loanId, DateOnly asOf, int horizonDays)
    {
        var last = asOf.AddDays(horizonDays);
        var matured = file.Look(last.AddDays(LagDays));
        var loan = matured.Loan(loanId)!;
        var defaultOn = FirstDefault(loan, asOf, last);
        foreach (var (day, state) in Population.Ends(matured, loan, asOf, last))
        {
            // Restructuring is observed on, and a moratorium decides only if it is still in force at the end.
            if (state is "paid_off" or "sold" or "deceased" && !(defaultOn < day))
            {
                return new(state == "paid_off" ? LabelState.Zero : LabelState.Censored, state);
            }
        }

        if (defaultOn is not null)
        {
            return new(LabelState.One, Cause(loan, asOf));
        }

        var isPaused = loan.Is(LoanEventKind.Moratorium, last)
            || matured.Flags.Any(flag => flag.Kind == BorrowerFlagKind.Moratorium && flag.HoldsOn(last) && flag.Concerns(loanId));
        return isPaused ? new(LabelState.Censored, "moratorium") : new(LabelState.Zero, Cause(loan, asOf));
    }

    private static string Cause(LoanHistory loan, DateOnly asOf) => loan.LedgerUnder(asOf).DaysPastDue(asOf) > 0 ? "past_due" : "current";

    private static DateOnly? FirstDefault(LoanHistory loan, DateOnly asOf, DateOnly last)
    {
        DateOnly?[] days =
        [
            Population.FirstDay(loan, LoanEventKind.UnlikelyToPay, asOf, last),
            Population.FirstDay(loan, LoanEventKind.WrittenOff, asOf, last),
            FirstLoss(loan, asOf, last),
            FirstBeyondLimits(loan, asOf, last),
        ];
        return days.Min();
    }

    private static DateOnly? FirstLoss(LoanHistory loan, DateOnly asOf, DateOnly last)
    {
        foreach (var version in loan.Schedules.Where(version => version.Reason == ScheduleReason.Restructured))
        {
            var day = version.KnownOn.Day;
            if (day > asOf && day <= last)
            {
                var (before, after) = (loan.LedgerUnder(day.AddDays(-1)).Owed(day).MinorUnits, loan.LedgerUnder(day).Owed(day).MinorUnits);
                if ((before - after) * 100 > before * LossPercent)
                {
                    return day;
                }
            }
        }

        return null;
    }

    private static DateOnly? FirstBeyondLimits(LoanHistory loan, DateOnly asOf, DateOnly last)
    {
        var ledger = loan.LedgerUnder(asOf);
        var next = 0;
        for (var day = asOf.AddDays(1); day <= last; day = day.AddDays(1))
        {
            while (next < loan.Schedules.Count && loan.Schedules[next].KnownOn.Day <= day)
            {
                ledger = loan.LedgerUnder(day);
                next++;
            }

            if (ledger.DaysPastDueBasel(day) > DefaultDays)
            {
                return day;
            }
        }

        return null;
    }
}
