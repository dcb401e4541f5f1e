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

        foreach (var days in new[] { 30, 90 })
        {
            yield return ($"returned_mandate_cancelled_count_{days}d", one => Cancelled(one, days));
        }

        yield return ("returned_stop_count_90d", one => one.Bank.Count(
            one.Bank.Spending.Where(row => row.Category == StopPayment), PlainWindow.Last(90)));
        yield return ("returned_debit_share_90d", one => CountShare(one, one.Bank.Netted.CameBack, Attempted(one.Bank)));
        yield return ("returned_fee_ratio_90d", one => one.Bank.Ratio(Fees(one.Bank), one.Bank.Income, PlainWindow.Last(90)));
        yield return ("returned_debit_since_life", one => one.Bank.Since(one.Bank.Netted.Returned));
        yield return ("returned_own_closed_flag_90d", one =>
            Own(one, 90, ReversalReason.AccountClosed) is var own && own.Value > 0 ? own with { Value = 1 } : own);
        yield return ("returned_own_disputed_count_90d", one => Own(one, 90, ReversalReason.Disputed));
    }

    /// <summary>Debits to billers and lenders, which are collected by direct debit, and all that came back.</summary>
    private static IEnumerable<BankTransaction> Attempted(PlainBank bank) => PlainBills.Paid(bank).Concat(bank.Net.Where(PlainBank.IsToLender))
        .Where(row => !bank.IsCard(row)).Concat(bank.Netted.CameBack);

    private static PlainValue CountShare(PlainBorrower one, IEnumerable<BankTransaction> some, IEnumerable<BankTransaction> of)
    {
        var window = PlainWindow.Last(90);
        return one.Bank.Read(() => one.Bank.In(of, window).Count is > 0 and < 3 || !one.Bank.Covers(window)
            ? TooLittle
            : Quotient(one.Bank.In(some, window).Count, one.Bank.In(of, window).Count));
    }

    /// <summary>Ours and those that a readable bank account shows; without bank data, or any mandate known, there is no count.</summary>
    private static PlainValue Cancelled(PlainBorrower one, int days) => one.Bank.Read(() =>
    {
        var mandates = one.Mandates.Where(mandate => mandate.BankAccountId is null
            || one.Bank.AllAccounts.Exists(account => account.BankAccountId == mandate.BankAccountId && one.Bank.IsConsented(account))).ToList();
        return mandates.Count == 0 ? NoData : one.Bank.Counted(
            mandates.Count(mandate => mandate.CancelledOn is { } day && one.Ago(day) >= 0 && one.Ago(day) < days), PlainWindow.Last(days));
    });

    private static IEnumerable<BankTransaction> Fees(PlainBank bank) =>
        bank.Net.Where(row => row.Category == LackOfFundsFee && row.Amount.MinorUnits < 0);

    private static PlainValue Own(PlainBorrower one, int days, ReversalReason reason) => one.OfLoan(loan =>
        one.Loans.Sum(each => each.Reversals.Count(reversal =>
            reversal.Reason == reason && loan.IsWithin(reversal.ReversedOn.DayNumber, days))) is var count
        && (count > 0 || one.Loans.Exists(each => each.Covers(days))) ? Of(count, count) : TooLittle);
}
