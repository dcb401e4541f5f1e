using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of group 2 what a credit limit and a rate make of a loan, word by word. A new limit or rate holds from the day it is learnt.</summary>
internal static class PlainRevolving
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("loan_utilisation_ratio_now", one => OfLimit(one, loan =>
            Quotient(Math.Max(0, loan.Drawn(loan.Today)), loan.Loan.Limit!.Value.MinorUnits)));
        yield return ("loan_utilisation_slope_90d", one => OfLimit(one, loan =>
            !loan.Covers(90) ? TooLittle
            : Days(loan).Any(day => Limit(loan, day) == 0) ? NotApplicable
            : Of(PlainStatistics.Slope(Days(loan).Select(day => Math.Max(0, loan.Drawn(day)) / Limit(loan, day))) * 30, Days(loan).Count)));
        yield return ("loan_over_limit_days_count_90d", one => OfLimit(one, loan =>
            Days(loan).Count(day => loan.Drawn(day) > Limit(loan, day)) is var over && (over > 0 || loan.Covers(90))
                ? Of(over, Days(loan).Count)
                : TooLittle));
        yield return ("loan_drawdown_ratio_30d", one => OfLimit(one, loan => loan.Covers(30)
            ? Quotient(
                loan.Charges.Where(charge => charge.Kind is LoanChargeKind.Purchase or LoanChargeKind.CashAdvance && loan.Ago(charge.ChargedOn) < 30)
                    .Sum(charge => charge.Amount.MinorUnits),
                loan.Loan.Limit!.Value.MinorUnits)
            : TooLittle));
        yield return ("loan_rate_change_sum_180d", one => one.Loan is not { Loan.AnnualRateBasisPoints: { } rate } loan ? NoData
            : loan.Covers(180) ? Of((rate - loan.Rate(loan.Today - 180)!.Value) / 100.0)
            : TooLittle);
    }

    /// <summary>A loan under which nothing was ever charged has no known balance.</summary>
    private static PlainValue OfLimit(PlainBorrower one, Func<PlainLoan, PlainValue> read) => one.Loan is not { } loan ? NoData
        : loan.Loan.Limit is null ? NotApplicable
        : loan.Charges.Count == 0 ? NoData
        : read(loan);

    private static List<int> Days(PlainLoan loan) =>
        [.. Enumerable.Range(loan.Today - 89, 90).Where(day => day >= loan.Loan.OriginatedOn.DayNumber)];

    private static double Limit(PlainLoan loan, int day) => loan.Limit(day)!.Value.MinorUnits;
}
