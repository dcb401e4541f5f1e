using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 1, repayment, word by word.</summary>
internal static class PlainRepayment
{
    private const int PromiseDays = 3;

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return OfLoan("repayment_dpd_value_now", loan => Of(loan.DaysPastDue(loan.Today)));
        yield return OfLoan("repayment_dpd_basel_value_now", loan => Of(
            Enumerable.Range(0, loan.Ago(loan.Loan.OriginatedOn) + 400).TakeWhile(ago => IsMaterial(loan, loan.Today - ago)).Count()));
        yield return OfLoan("repayment_arrears_ratio_now", loan => Quotient(loan.Arrears(loan.Today), loan.InstalmentAmount));
        yield return OfLoan("repayment_on_time_streak_count_now", loan => loan.Decided.Count == 0
            ? TooLittle
            : Of(loan.Decided.AsEnumerable().Reverse().TakeWhile(one => !loan.IsLate(one)).Count()));
        yield return OfLoan("repayment_late_since_life", loan => LatestDayPastDue(loan) is { } day ? Of(loan.Today - day) : NotApplicable);
        yield return OfLoan("repayment_first_instalment_late_flag_life", loan => loan.Decided.Count == 0
            ? TooLittle
            : Of(loan.IsLate(loan.Decided[0]) ? 1 : 0, 1));
        yield return OfLoan("repayment_relapse_count_365d", loan => Count(loan, 365, Relapses(loan)));
        yield return ("repayment_promise_kept_share_365d", borrower => borrower.OfLoan(loan => KeptShare(borrower, loan)));
        yield return OfLoan("repayment_method_change_count_180d", loan => Count(loan, 180, loan.Payments
            .Zip(loan.Payments.Skip(1)).Where(pair => pair.First.Method != pair.Second.Method).Select(pair => pair.Second.EffectiveOn.DayNumber)));
        yield return ("repayment_direct_debit_flag_now", borrower => borrower.OfLoan(loan =>
            borrower.Mandates.Where(mandate => mandate.LoanId == loan.Loan.LoanId).ToList() is { Count: > 0 } own
                ? Of(own.Exists(mandate => mandate.SignedOn <= borrower.AsOf && (mandate.CancelledOn ?? DateOnly.MaxValue) > borrower.AsOf) ? 1 : 0)
                : loan.Payments.Count == 0 ? TooLittle
                : Of(loan.Payments[^1].Method == PaymentMethod.DirectDebit ? 1 : 0)));
        yield return OfLoan("repayment_days_late_z_90d", DaysLateZ);
        foreach (var days in new[] { 90, 180, 365 })
        {
            yield return OfLoan($"repayment_dpd_max_{days}d", loan => AtLeast(loan, days, LastDays(loan, days).Max(loan.DaysPastDue)));
            yield return OfLoan($"repayment_late_count_{days}d", loan => Count(loan, days, loan.Decided.Where(loan.IsLate).Select(one => one.DueDay)));
            yield return OfLoan($"repayment_missed_count_{days}d", loan => Count(loan, days, loan.Due
                .Where(one => loan.Unpaid(one, one.DueDay + PlainLoan.GraceDays) > 0).Select(one => one.DueDay + PlainLoan.GraceDays)));
            yield return OfLoan($"repayment_days_late_mean_{days}d", loan =>
                DecidedIn(loan, days) is { Count: >= 3 } due ? Of(due.Average(loan.DaysLate), due.Count) : TooLittle);
            yield return OfLoan($"repayment_paid_share_{days}d", loan => DecidedIn(loan, days) is { Count: >= 3 } due
                ? Of(1 - (due.Sum(one => loan.Unpaid(one, loan.Today)) / (double)due.Sum(one => one.Amount)), due.Count)
                : TooLittle);
        }

        foreach (var days in new[] { 180, 365 })
        {
            yield return OfLoan($"repayment_late_share_{days}d", loan =>
                DecidedIn(loan, days) is { Count: >= 3 } due ? Of(due.Count(loan.IsLate) / (double)due.Count, due.Count) : TooLittle);
            yield return OfLoan($"repayment_days_late_sd_{days}d", loan => DecidedIn(loan, days) is { Count: >= 4 } due
                ? Of(PlainStatistics.Deviation([.. due.Select(loan.DaysLate)]), due.Count)
                : TooLittle);
            yield return OfLoan($"repayment_days_late_slope_{days}d", loan => DecidedIn(loan, days) is { Count: >= 4 } due
                ? Of(PlainStatistics.Slope(due.Select(loan.DaysLate)), due.Count)
                : TooLittle);
            yield return OfLoan($"repayment_bucket_1_29_count_{days}d", loan => Count(loan, days, Spells(loan).Select(spell => spell.First)));
        }

        foreach (var (from, to) in new[] { (30, 59), (60, 89) })
        {
            yield return OfLoan($"repayment_bucket_{from}_{to}_count_365d", loan => Count(loan, 365, FirstDaysAt(loan, from)));
            yield return OfLoan($"repayment_bucket_{from}_{to}_count_life", loan => Of(FirstDaysAt(loan, from).Count()));
        }

        foreach (var days in new[] { 90, 180 })
        {
            yield return OfLoan($"repayment_partial_count_{days}d", loan => Count(loan, days, loan.Due
                .Where(one => one.DueDay + PlainLoan.GraceDays <= loan.Today
                    && loan.Unpaid(one, one.DueDay + PlainLoan.GraceDays) is var unpaid && unpaid > 0 && unpaid < one.Amount)
                .Select(one => one.DueDay)));
        }

        foreach (var days in new[] { 90, 365 })
        {
            yield return ($"repayment_promise_broken_count_{days}d", borrower => borrower.OfLoan(loan => borrower.Promises.Count == 0
                ? NoData
                : Count(loan, days, Matured(borrower, loan).Where(promise => Received(loan, promise) == 0).Select(MaturesOn))));
        }
    }

    private static (string, Func<PlainBorrower, PlainValue>) OfLoan(string name, Func<PlainLoan, PlainValue> read) =>
        (name, borrower => borrower.OfLoan(read));

    /// <summary>How many of these days lie in the window; none is 0 only where the window is covered.</summary>
    private static PlainValue Count(PlainLoan loan, int days, IEnumerable<int> on) => AtLeast(loan, days, on.Count(day => loan.IsWithin(day, days)));

    private static PlainValue AtLeast(PlainLoan loan, int days, int value) => value > 0 || loan.Covers(days) ? Of(value) : TooLittle;

    private static IEnumerable<int> LastDays(PlainLoan loan, int days) => Enumerable.Range(loan.Today - days + 1, days);

    private static List<PlainInstalment> DecidedIn(PlainLoan loan, int days) => [.. loan.Decided.Where(one => loan.IsWithin(one.DueDay, days))];

    public static int? LatestDayPastDue(PlainLoan loan) => Spells(loan).Select(spell => (int?)spell.Last).LastOrDefault();

    /// <summary>The runs of days with an amount past due, oldest first.</summary>
    private static List<(int First, int Last)> Spells(PlainLoan loan)
    {
        var spells = new List<(int First, int Last)>();
        for (var day = loan.Queue.Count == 0 ? loan.Today + 1 : loan.Queue[0].DueDay; day <= loan.Today; day++)
        {
            if (loan.DaysPastDue(day) > 0)
            {
                if (spells.Count > 0 && spells[^1].Last == day - 1)
                {
                    spells[^1] = (spells[^1].First, day);
                }
                else
                {
                    spells.Add((day, day));
                }
            }
        }

        return spells;
    }

    private static IEnumerable<int> FirstDaysAt(PlainLoan loan, int daysPastDue) => Spells(loan)
        .Select(spell => Enumerable.Range(spell.First, spell.Last - spell.First + 1).Where(day => loan.DaysPastDue(day) >= daysPastDue).ToList())
        .Where(days => days.Count > 0).Select(days => days[0]);

    /// <summary>
    /// First days of spells that begin within 90 days after the day of a cure: a return that held, as the first instalment due after it was
    /// paid by its due date and grace.
    /// </summary>
    private static IEnumerable<int> Relapses(PlainLoan loan)
    {
        var spells = Spells(loan);
        bool Held(int returned) => loan.Queue.Find(one => one.DueDay > returned) is { } first
            && loan.Unpaid(first, first.DueDay + PlainLoan.GraceDays) == 0;
        return spells.Skip(1).Where((spell, i) => spell.First - (spells[i].Last + 1) <= 90 && Held(spells[i].Last + 1))
            .Select(spell => spell.First);
    }

    private static PlainValue DaysLateZ(PlainLoan loan)
    {
        var latest = DecidedIn(loan, 90);
        var before = loan.Decided.Where(one => one.DueDay <= loan.Today - 90 && one.DueDay > loan.Today - 360).ToList();
        return latest.Count < 3 || before.Count < 4
            ? TooLittle
            : PlainStatistics.RobustZ(latest.Average(loan.DaysLate), [.. before.Select(loan.DaysLate)]);
    }

    /// <summary>More than 1 % of what was owed was past due: the drawn balance of a revolving loan, all that is left of another's schedule.</summary>
    private static bool IsMaterial(PlainLoan loan, int day) => loan.Arrears(day) > 0 && 100.0 * loan.Arrears(day)
        > (loan.Loan.Limit is null ? loan.Queue.Sum(one => loan.Unpaid(one, day)) : loan.Drawn(day));

    private static int MaturesOn(Promise promise) => promise.PromisedFor.DayNumber + PromiseDays;

    private static IEnumerable<Promise> Matured(PlainBorrower borrower, PlainLoan loan) =>
        borrower.Promises.Where(promise => promise.LoanId == loan.Loan.LoanId && MaturesOn(promise) <= loan.Today);

    private static PlainValue KeptShare(PlainBorrower borrower, PlainLoan loan)
    {
        var matured = Matured(borrower, loan).Where(promise => loan.IsWithin(MaturesOn(promise), 365)).ToList();
        return borrower.Promises.Count == 0 ? NoData
            : matured.Count == 0 ? NotApplicable
            : matured.Count < 3 ? TooLittle
            : Of(matured.Count(promise => 100 * Received(loan, promise) >= 95 * promise.Amount.MinorUnits) / (double)matured.Count, matured.Count);
    }

    private static long Received(PlainLoan loan, Promise promise) => loan.Counted
        .Where(payment => payment.EffectiveOn >= promise.MadeOn && payment.EffectiveOn.DayNumber <= MaturesOn(promise))
        .Sum(payment => payment.Amount.MinorUnits);
}
