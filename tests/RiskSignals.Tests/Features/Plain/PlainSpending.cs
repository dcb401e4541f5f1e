using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 5, spending and commitments, word by word.</summary>
internal static class PlainSpending
{
    private static readonly BankCategory[] Essentials = [Housing, Energy, Water, LocalTax, Groceries, Transport, Childcare];

    private static readonly BankCategory[] Contracts = [Telecom, Insurance, Subscription];

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("spend_total_z_30d", one => one.Bank.RobustZ(one.Bank.Spending));
        yield return ("spend_essential_z_30d", one => one.Bank.RobustZ(Of(one.Bank, Essentials)));
        yield return ("cashflow_negative_count_180d", one => one.Bank.Read(() => one.Bank.Counted(
            one.Bank.Blocks(one.Bank.Inflow, 0, 5).Zip(one.Bank.Blocks(one.Bank.Outflow, 0, 5)).Count(block => block.First < block.Second),
            PlainWindow.Last(180))));
        yield return ("commitment_new_count_90d", NewCommitments);
        yield return ("commitment_housing_ratio_90d", one => one.Bank.Ratio(Of(one.Bank, [Housing]), one.Bank.Income, PlainWindow.Last(90)));
        yield return ("commitment_change_ratio_90d", one => one.Bank.Read(() => one.Bank.Covers(PlainWindow.Last(90))
            ? Quotient(
                PlainBank.Sum(one.Bank.In(Commitments(one.Bank), PlainWindow.Last(30))),
                PlainBank.Sum(one.Bank.In(Commitments(one.Bank), PlainWindow.Of("61d_90d"))))
            : TooLittle));
        foreach (var days in new[] { 30, 90, 180 })
        {
            yield return ($"spend_income_ratio_{days}d", one => one.Bank.Ratio(one.Bank.Spending, one.Bank.Income, PlainWindow.Last(days)));
            yield return ($"spend_essential_ratio_{days}d", one =>
                one.Bank.Ratio(Of(one.Bank, Essentials), one.Bank.Income, PlainWindow.Last(days)));
        }

        foreach (var days in new[] { 30, 90 })
        {
            yield return ($"spend_discretionary_share_{days}d", one =>
                one.Bank.Share(Others(one.Bank), one.Bank.Spending, PlainWindow.Last(days)));
            yield return ($"spend_cash_ratio_{days}d", one => one.Bank.Ratio(Of(one.Bank, [Cash]), one.Bank.Income, PlainWindow.Last(days)));
            yield return ($"commitment_income_ratio_{days}d", one =>
                one.Bank.Ratio(Commitments(one.Bank), one.Bank.Income, PlainWindow.Last(days)));
        }

        foreach (var days in new[] { 30, 60, 90, 180 })
        {
            yield return ($"cashflow_net_ratio_{days}d", one =>
                one.Bank.Ratio(one.Bank.Outflow, one.Bank.Inflow, PlainWindow.Last(days)) is var ratio ? ratio with { Value = 1 - ratio.Value } : ratio);
        }

        yield return ("surplus_instalment_ratio_90d", one => one.Bank.Read(() => one.Bank.Covers(PlainWindow.Last(90))
            ? Quotient(
                PlainBank.Sum(one.Bank.In(one.Bank.Income, PlainWindow.Last(90)))
                    - PlainBank.Sum(one.Bank.In(Of(one.Bank, [.. Essentials, .. Contracts]), PlainWindow.Last(90))),
                one.Loans.Where(loan => !loan.IsOver && loan.Loan.Currency == one.Loan!.Loan.Currency).SelectMany(loan => loan.Schedule)
                    .Where(due => one.Ago(due.DueOn) is < 0 and >= -90).Sum(due => due.Amount.MinorUnits))
            : TooLittle));
    }

    /// <summary>
    /// Payees with a name first paid in the window and again on a later day, our own loans left out; a month and some days before the window
    /// must be known.
    /// </summary>
    private static PlainValue NewCommitments(PlainBorrower one) => one.Bank.Read(() => one.Bank.Began < 89 + 35 ? TooLittle : one.Bank.Counted(
        Commitments(one.Bank).Where(row => row.Category != OwnLoanPayment && row.Counterparty.Length > 0)
            .GroupBy(row => row.Counterparty.ToUpperInvariant())
            .Count(payee => payee.All(row => one.Ago(row.BookedOn) < 90) && payee.Select(row => row.BookedOn).Distinct().Count() > 1),
        PlainWindow.Last(90)));

    /// <summary>Contractually recurring debits that are not essential, loan payments among them.</summary>
    private static IEnumerable<BankTransaction> Commitments(PlainBank bank) =>
        Of(bank, Contracts).Concat(bank.Net.Where(PlainBank.IsToLender));

    /// <summary>A debit has one class: what is neither essential nor committed is discretionary.</summary>
    private static IEnumerable<BankTransaction> Others(PlainBank bank) =>
        bank.Spending.Where(row => !Essentials.Contains(row.Category) && !Contracts.Contains(row.Category));

    private static IEnumerable<BankTransaction> Of(PlainBank bank, BankCategory[] categories) =>
        bank.Spending.Where(row => categories.Contains(row.Category));
}
