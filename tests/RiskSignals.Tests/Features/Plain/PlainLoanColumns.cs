using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 2, the loan, word by word.</summary>
internal static class PlainLoanColumns
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("loan_mob_value_now", borrower =>
            borrower.Loan?.Loan.OriginatedOn is not { } begun ? NoData
            : begun > borrower.AsOf ? NotApplicable
            : Of(Enumerable.Range(1, 1200).TakeWhile(months => begun.AddMonths(months) <= borrower.AsOf).Count(), 1));
        yield return OfLoan("loan_instalments_left_count_now", loan => Of(Ahead(loan).Count()));
        yield return ("loan_balance_ratio_now", borrower => borrower.Loan is { Loan.AnnualRateBasisPoints: not null } loan
            ? Of(Principal(loan) / loan.Loan.Principal.MinorUnits)
            : NoData);
        yield return OfLoan("loan_instalment_change_ratio_90d", loan => loan.InstalmentAmount == 0 ? NotApplicable
            : loan.Queue.FindLast(one => loan.Today - one.DueDay >= 90) is { } then ? Of(loan.InstalmentAmount / (double)then.Amount, 2)
            : TooLittle);
        yield return OfLoan("loan_due_until_next", loan => loan.NextDueDay is { } day ? Of(day - loan.Today) : NotApplicable);
        yield return OfLoan("loan_reschedule_count_365d", loan => Reschedules(loan).Count(one => loan.Ago(one.KnownOn.Day) < 365) is var count
            && (count > 0 || loan.Covers(365)) ? Of(count) : TooLittle);
        yield return OfLoan("loan_reschedule_count_life", loan => Of(Reschedules(loan).Count()));
        yield return ("loan_other_dpd_max_now", borrower => borrower.OfLoan(_ =>
            Others(borrower) is { Count: > 0 } others ? Of(others.Max(other => other.DaysPastDue(other.Today)), others.Count) : NotApplicable));
        yield return ("loan_other_instalment_ratio_now", borrower => borrower.OfLoan(loan =>
            Others(borrower).Where(other => other.Loan.Currency == loan.Loan.Currency).ToList() is { Count: > 0 } others
                ? Quotient(
                    others.SelectMany(Ahead).Where(one => one.DueOn.DayNumber <= borrower.Today + 30).Sum(one => one.Amount.MinorUnits),
                    loan.InstalmentAmount)
                : NotApplicable));
    }

    private static (string, Func<PlainBorrower, PlainValue>) OfLoan(string name, Func<PlainLoan, PlainValue> read) =>
        (name, borrower => borrower.OfLoan(read));

    private static IEnumerable<Instalment> Ahead(PlainLoan loan) => loan.Schedule.Where(one => one.DueOn.DayNumber > loan.Today);

    /// <summary>Versions asked for by the borrower in which some instalment of the version before is later or smaller.</summary>
    private static IEnumerable<ScheduleVersion> Reschedules(PlainLoan loan) => loan.Versions.Zip(loan.Versions.Skip(1))
        .Where(pair => pair.Second.Reason == ScheduleReason.BorrowerRequest)
        .Where(pair => loan.Under(pair.First.Version).Any(before => loan.Under(pair.Second.Version)
            .Any(after => after.Number == before.Number && (after.DueOn != before.DueOn || after.Amount < before.Amount))))
        .Select(pair => pair.Second);

    /// <summary>Loans with a schedule that are not over.</summary>
    private static List<PlainLoan> Others(PlainBorrower borrower) =>
        [.. borrower.Loans.Where(other => other != borrower.Loan && other.Schedule.Count > 0 && !other.IsOver)];

    /// <summary>
    /// Principal left if interest is charged daily at the rate then known (actual ÷ 365), a payment goes to it first, and it bears none itself.
    /// </summary>
    private static double Principal(PlainLoan loan)
    {
        var (principal, interest) = ((double)loan.Loan.Principal.MinorUnits, 0.0);
        var day = loan.Loan.OriginatedOn.DayNumber;
        foreach (var payment in loan.Counted)
        {
            var paidOn = Math.Max(day, payment.EffectiveOn.DayNumber);
            interest += Enumerable.Range(day, paidOn - day).Sum(each => principal * (loan.Rate(each) ?? 0) / 10_000 / 365);
            day = paidOn;
            var rest = payment.Amount.MinorUnits - interest;
            interest = Math.Max(0, -rest);
            principal = Math.Max(0, principal - Math.Max(0, rest));
        }

        return principal;
    }
}
