using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of group 11 how much the bank feeds show, and what was put right, word by word.</summary>
internal static class PlainCoverage
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("data_primary_flag_now", SeesPrimary);
        yield return ("data_payment_coverage_share_180d", PaymentCoverage);
        yield return ("data_gap_max_90d", LongestGap);
        yield return ("data_correction_count_90d", Corrections);
    }

    /// <summary>Current bank accounts took in income and paid bills within 90 days: then the primary one is taken to be among them.</summary>
    private static PlainValue SeesPrimary(PlainBorrower one) => one.Bank.Read(() =>
    {
        bool OnCurrent(IEnumerable<BankTransaction> rows) =>
            one.Bank.In(rows, PlainWindow.Last(90)).Exists(row => one.Bank.KindOf(row) == BankAccountKind.Current);
        return !one.Bank.Covers(PlainWindow.Last(90)) ? TooLittle
            : Of(OnCurrent(one.Bank.Income) && OnCurrent(PlainBills.Paid(one.Bank)) ? 1 : 0);
    });

    /// <summary>
    /// A payment is seen if a debit of its amount, neither given back nor moved to an own bank account, was booked within five days; a debit
    /// shows one payment.
    /// </summary>
    private static PlainValue PaymentCoverage(PlainBorrower one) => one.OfBank(() =>
    {
        var payments = one.Loans.Where(loan => loan.Loan.Currency == one.Loan!.Loan.Currency).SelectMany(loan => loan.Counted)
            .Where(payment => one.Ago(payment.EffectiveOn) < 180).ToList();
        var debits = one.Bank.Net.Concat(one.Bank.Netted.AdvancesDrawn).Where(row => row.Amount.MinorUnits < 0)
            .OrderBy(row => row.BookedOn).ThenBy(row => row.BankTransactionId, StringComparer.Ordinal).ToList();
        var seen = 0;
        foreach (var payment in payments)
        {
            var debit = debits.Find(row => row.Amount == -payment.Amount
                && Math.Abs(row.BookedOn.DayNumber - payment.EffectiveOn.DayNumber) <= 5);
            seen += debit is null ? 0 : 1;
            debits.Remove(debit!);
        }

        return payments.Count == 0 ? NotApplicable
            : payments.Count < 3 ? TooLittle
            : Of(seen / (double)payments.Count, payments.Count);
    });

    /// <summary>A day on which a bank transaction became known had a refresh; days before a bank account could be read do not count.</summary>
    private static PlainValue LongestGap(PlainBorrower one) => one.OfBank(() =>
    {
        var refreshed = one.Bank.Rows.Select(row => one.Ago(row.KnownOn.Day)).ToHashSet();
        var known = one.Bank.Accounts.Max(account => one.Ago(account.KnownOn.Day));
        if (10 * (known + 1) < 9 * 90)
        {
            return TooLittle;
        }

        var (longest, run) = (0, 0);
        for (var ago = Math.Min(89, known); ago >= 0; ago--)
        {
            run = refreshed.Contains(ago) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return Of(longest);
    });

    private static PlainValue Corrections(PlainBorrower one)
    {
        var readable = one.Bank.AllAccounts.Where(one.Bank.IsConsented).Select(account => account.BankAccountId).ToHashSet();
        var changed = one.Facts.Versions<Instalment>().Concat(one.Facts.Versions<Payment>()).Concat(one.Facts.Versions<PaymentReversal>())
            .Concat(one.Facts.Versions<BankTransaction>()).Concat(one.Facts.Versions<Promise>()).Concat(one.Facts.Versions<Outcome>())
            .Concat(one.Facts.Versions<LoanCharge>())
            .Count(versions => versions.Zip(versions.Skip(1)).Any(pair => one.Ago(pair.Second.KnownOn.Day) < 90 && IsCorrection(pair.First, pair.Second))
                && (versions[^1] is not BankTransaction row || readable.Contains(row.BankAccountId)));
        var began = one.Loans.Select(loan => one.Ago(loan.Loan.OriginatedOn))
            .Concat(one.Bank.Accounts.Select(account => one.Ago(account.KnownOn.Day))).DefaultIfEmpty(-1).Max();
        return began < 0 ? NoData : changed > 0 || 10 * (began + 1) >= 9 * 90 ? Of(changed, changed) : TooLittle;
    }

    /// <summary>It says something else than what was known on an earlier day; a pending bank transaction that is posted does not.</summary>
    private static bool IsCorrection(Fact before, Fact after) => before.KnownOn.Day < after.KnownOn.Day
        && before with { KnownOn = after.KnownOn } != after
        && (before, after) is not (BankTransaction { State: BankTransactionState.Pending }, BankTransaction { State: BankTransactionState.Posted });
}
