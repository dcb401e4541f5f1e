using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 6, debt and other lenders, word by word.</summary>
internal static class PlainDebt
{
    /// <summary>A lender is new if no payment to it was seen before; that can be said only after watching a month and more.</summary>
    private const int WatchedDays = 35;

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var days in new[] { 30, 90, 180 })
        {
            var window = PlainWindow.Last(days);
            yield return ($"debt_service_ratio_{days}d", one => one.Bank.Ratio(one.Bank.Net.Where(PlainBank.IsToLender), one.Bank.Income, window));
            yield return ($"debt_disbursement_count_{days}d", one => one.Bank.Count(Disbursements(one.Bank), window));
        }

        foreach (var days in new[] { 30, 90 })
        {
            var window = PlainWindow.Last(days);
            yield return ($"debt_lender_new_count_{days}d", one => one.Bank.Read(() => one.Bank.Began < days - 1 + WatchedDays
                ? TooLittle
                : Of(Lenders(ToOthers(one.Bank)).Count(lender => lender.Max(row => one.Ago(row.BookedOn)) < days))));
            yield return ($"debt_disbursement_ratio_{days}d", one => one.Bank.Ratio(Disbursements(one.Bank), one.Bank.Income, window));
            yield return ($"debt_stacking_count_{days}d", one => Distinct(one.Bank, Disbursements(one.Bank), window));
            yield return ($"debt_high_cost_payment_count_{days}d", one => one.Bank.Count(HighCost(one.Bank), window));
            yield return ($"debt_cash_advance_count_{days}d", one => one.Bank.Count(
                one.Bank.Net.Where(row => row.Category == CashAdvance).Concat(one.Bank.Netted.AdvancesDrawn), window));
        }

        foreach (var days in new[] { 90, 180 })
        {
            yield return ($"debt_collector_payment_count_{days}d", one => one.Bank.Count(
                one.Bank.Net.Where(row => row.Category == DebtCollector && row.Amount.MinorUnits < 0), PlainWindow.Last(days)));
        }

        yield return ("debt_lender_count_90d", one => Distinct(one.Bank, ToOthers(one.Bank), PlainWindow.Last(90)));
        yield return ("debt_disbursement_since_life", one => one.Bank.Since(Disbursements(one.Bank)));
        yield return ("debt_high_cost_lender_count_90d", one => Distinct(
            one.Bank,
            HighCost(one.Bank).Concat(Disbursements(one.Bank).Where(row => row.Category == HighCostDisbursement)),
            PlainWindow.Last(90)));
        yield return ("debt_card_cover_ratio_90d", one => one.Bank.Ratio(
            one.Bank.Net.Where(row => row.Category == CardPayment && row.Amount.MinorUnits < 0),
            one.Bank.Spending.Where(one.Bank.IsCard),
            PlainWindow.Last(90)));
        yield return ("debt_card_minimum_count_180d", CardMinimums);
        yield return ("debt_missed_count_90d", one => one.Bank.Read(() => one.Bank.Counted(
            PlainStream.OfLenders(one).Where(lender => lender.Count >= 3 && lender.Counterparty.Length > 0)
                .Sum(lender => lender.Expected(patienceDays: 7).Count(expected => expected.IsMissed && one.Today - expected.Day < 90)),
            PlainWindow.Last(90))));
    }

    /// <summary>
    /// Credits on a card other than refunds, interest, advances and money given back, within 5 % of the minimum of the latest statement closed before.
    /// </summary>
    private static PlainValue CardMinimums(PlainBorrower one) => one.Bank.Read(() =>
    {
        var statements = one.Facts.Happened<CardStatement>()
            .Where(statement => one.Bank.Accounts.Exists(account => account.BankAccountId == statement.BankAccountId)).ToList();
        if (statements.Count == 0)
        {
            return NoData;
        }

        bool IsMinimum(BankTransaction row) => statements.FindLast(statement =>
                statement.BankAccountId == row.BankAccountId && statement.ClosedOn < row.BookedOn) is { MinimumDue.MinorUnits: > 0 and var minimum }
            && 100 * Math.Abs(row.Amount.MinorUnits - minimum) <= 5 * minimum;
        var paid = one.Bank.Net.Where(row => row.Amount.MinorUnits > 0 && one.Bank.IsCard(row)
            && row.Category is not (Refund or InterestEarned or ReturnedDebit or FeeRefund or CashAdvance or OwnTransfer or Savings or Gambling
                or HealthLike)).Concat(one.Bank.Netted.CardPaid);
        return one.Bank.In(paid, PlainWindow.Last(180)).Count(IsMinimum) is var count
            && (count > 0 || (10 * (statements.Max(statement => one.Ago(statement.ClosedOn)) + 1) >= 9 * 180 && one.Bank.Covers(PlainWindow.Last(180))))
            ? Of(count)
            : TooLittle;
    });

    /// <summary>Of other lenders: a credit of the principal of one of our loans within five days of its start is ours.</summary>
    private static IEnumerable<BankTransaction> Disbursements(PlainBank bank) => bank.Inflow
        .Where(row => row.Category is LoanDisbursement or HighCostDisbursement && !bank.IsOurs(row));

    public static IEnumerable<BankTransaction> ToOthers(PlainBank bank) =>
        bank.Net.Where(row => row.Amount.MinorUnits < 0 && row.Category is LoanPayment or HighCostPayment or CardPayment);

    private static IEnumerable<BankTransaction> HighCost(PlainBank bank) =>
        bank.Net.Where(row => row.Amount.MinorUnits < 0 && row.Category == HighCostPayment);

    private static IEnumerable<IGrouping<string, BankTransaction>> Lenders(IEnumerable<BankTransaction> rows) =>
        rows.GroupBy(row => row.Counterparty.ToUpperInvariant());

    private static PlainValue Distinct(PlainBank bank, IEnumerable<BankTransaction> rows, PlainWindow window) =>
        bank.Read(() => bank.Counted(Lenders(bank.In(rows, window)).Count(), window));
}
