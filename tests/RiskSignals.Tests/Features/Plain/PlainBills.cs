using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 7, bills, word by word.</summary>
internal static class PlainBills
{
    private static readonly BankCategory[] Billers = [Housing, Energy, Water, LocalTax, Telecom, Insurance, Subscription];

    private static readonly BankCategory[] Priority = [Housing, Energy, Water, LocalTax];

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("bill_active_count_now", one => one.Bank.Read(() =>
            one.Bank.Counted(Bills(one).Count(IsActive), PlainWindow.Last(90))));
        yield return ("bill_overdue_max_now", one => one.Bank.Read(() => Bills(one).Where(IsActive).ToList() is { Count: > 0 } bills
            ? Of(Math.Max(0, bills.Max(bill => bill.Ago - bill.Cadence)), bills.Sum(bill => bill.Count))
            : NotApplicable));
        foreach (var days in new[] { 30, 60, 90 })
        {
            yield return ($"bill_missed_count_{days}d", one => Missed(one, days, _ => true));
        }

        yield return ("bill_priority_missed_count_90d", one => Missed(one, 90, bill => Priority.Contains(bill.Category)));
        yield return ("bill_missed_share_90d", one => one.Bank.Read(() =>
            !one.Bank.Covers(PlainWindow.Last(90)) ? TooLittle
            : Bills(one).SelectMany(bill => Expected(bill, 90)).ToList() is not ({ Count: 1 or 2 }) and var expected
                ? Quotient(expected.Count(bill => bill.IsMissed), expected.Count, expected.Count)
            : TooLittle));
        yield return ("bill_days_late_mean_180d", one => one.Bank.Read(() => Bills(one)
            .SelectMany(bill => bill.Days.Zip(bill.Days.Skip(1)).Where(pair => one.Today - pair.Second < 180)
                .Select(pair => Math.Max(0, pair.Second - (pair.First + bill.Cadence)))).ToList() is { Count: >= 3 } late
            ? Of(late.Average(), late.Count)
            : TooLittle));
        yield return ("bill_total_z_30d", one => one.Bank.RobustZ(Paid(one.Bank)));
    }

    public static IEnumerable<BankTransaction> Paid(PlainBank bank) => bank.Spending.Where(row => Billers.Contains(row.Category));

    /// <summary>A recurring debit with at least 4 payments.</summary>
    public static IEnumerable<PlainStream> Bills(PlainBorrower one) => one.BillStreams.Where(bill => bill.Count >= 4);

    public static List<PlainStream> Active(PlainBorrower one) => [.. Bills(one).Where(IsActive)];

    /// <summary>Until three payments were missed, when the contract has ended.</summary>
    private static bool IsActive(PlainStream bill) => bill.Ago <= 3 * bill.Cadence;

    private static PlainValue Missed(PlainBorrower one, int days, Func<PlainStream, bool> which) => one.Bank.Read(() => one.Bank.Counted(
        Bills(one).Where(which).Sum(bill => Expected(bill, days).Count(expected => expected.IsMissed)), PlainWindow.Last(days)));

    /// <summary>
    /// Missed past the 95th percentile of the biller's gaps, those that span a missed payment left out, and past the days of grace.
    /// </summary>
    private static IEnumerable<(int Day, bool IsMissed)> Expected(PlainStream bill, int days)
    {
        var usual = bill.Gaps.Where(gap => gap <= 1.5 * bill.Cadence).DefaultIfEmpty(bill.Gaps.Min());
        var patience = Math.Max(PlainStatistics.Percentile(usual, 0.95) - bill.Cadence, PlainLoan.GraceDays);
        return bill.Expected(patience).Where(expected => bill.Today - expected.Day < days);
    }
}
