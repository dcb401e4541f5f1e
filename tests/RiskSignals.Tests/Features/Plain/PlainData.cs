using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 11, data quality, word by word: said also of data too old for anything else.</summary>
internal static class PlainData
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("data_history_days_value_now", one => one.OfBank(() => Of(one.Bank.Began)));
        yield return ("data_age_value_now", one => one.OfBank(() => Of(one.Bank.Rows.Min(row => one.Ago(row.KnownOn.Day)))));
        yield return ("data_bank_account_count_now", one => one.Bank.AllAccounts.Count == 0
            ? NoData
            : Of(one.Bank.AllAccounts.Count(one.Bank.IsConsented)));
        yield return ("data_consent_until_next", one =>
            Running(one).ToList() is { Count: > 0 } ends ? Of(ends.Min(), ends.Count)
            : one.Bank.Consents.Count == 0 ? NoData
            : Missing(RiskSignals.Features.MissingCause.Consent));
        yield return ("data_uncategorised_share_90d", one => one.Bank.Share(
            one.Bank.Net.Where(row => row.Category == BankCategory.Uncategorised && row.Amount.MinorUnits < 0),
            one.Bank.Rows.Where(row => row.Amount.MinorUnits < 0),
            PlainWindow.Last(90)));
        foreach (var days in new[] { 30, 90, 180 })
        {
            yield return ($"data_transaction_count_{days}d", one => Count(one, days, _ => true));
        }

        foreach (var days in new[] { 30, 90 })
        {
            yield return ($"data_balance_coverage_share_{days}d", one => one.OfBank(() =>
                one.Current.In(PlainWindow.Last(days)).Count is var known ? Of(known / (double)days, known) : NoData));
            yield return ($"data_credit_count_{days}d", one => Count(one, days, row => row.Amount.MinorUnits > 0));
            yield return ($"data_debit_count_{days}d", one => Count(one, days, row => row.Amount.MinorUnits < 0));
        }
    }

    private static PlainValue Count(PlainBorrower one, int days, Func<BankTransaction, bool> which) => one.OfBank(() =>
        one.Bank.Counted(one.Bank.In(one.Bank.Rows.Where(which), PlainWindow.Last(days)).Count, PlainWindow.Last(days)));

    private static IEnumerable<int> Running(PlainBorrower one) => one.Bank.Consents
        .Where(consent => consent.GrantedOn <= one.AsOf && End(consent) > one.AsOf).Select(consent => End(consent).DayNumber - one.Today);

    private static DateOnly End(Consent consent) =>
        consent.WithdrawnOn is { } withdrawn && withdrawn < consent.ExpiresOn ? withdrawn : consent.ExpiresOn;
}
