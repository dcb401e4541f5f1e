using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 8, returned payments, word by word.</summary>
internal static class PlainReturned
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var days in new[] { 30, 60, 90 })
        {
            yield return ($"returned_fee_count_{days}d", one => one.Bank.Count(Fees(one.Bank), PlainWindow.Last(days)));
            yield return ($"returned_debit_count_{days}d", one => one.Bank.Count(one.Bank.Netted.Returned, PlainWindow.Last(days)));
        }

        foreach (var days in new[] { 30, 90, 365 })
        {
            yield return ($"returned_own_funds_count_{days}d", one => Own(one, days, ReversalReason.InsufficientFunds));
        }

        yield return ("returned_fee_ratio_90d", one => one.Bank.Ratio(Fees(one.Bank), one.Bank.Income, PlainWindow.Last(90)));
        yield return ("returned_debit_since_life", one => one.Bank.Since(one.Bank.Netted.Returned));
        yield return ("returned_own_closed_flag_90d", one =>
            Own(one, 90, ReversalReason.AccountClosed) is var own && own.Value > 0 ? own with { Value = 1 } : own);
        yield return ("returned_own_disputed_count_90d", one => Own(one, 90, ReversalReason.Disputed));
    }

    private static IEnumerable<BankTransaction> Fees(PlainBank bank) =>
        bank.Net.Where(row => row.Category == LackOfFundsFee && row.Amount.MinorUnits < 0);

    private static PlainValue Own(PlainBorrower one, int days, ReversalReason reason) => one.OfLoan(loan =>
        one.Loans.Sum(each => each.Reversals.Count(reversal =>
            reversal.Reason == reason && loan.IsWithin(reversal.ReversedOn.DayNumber, days))) is var count
        && (count > 0 || one.Loans.Exists(each => each.Covers(days))) ? Of(count, count) : TooLittle);
}
