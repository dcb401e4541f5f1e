using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>How much is known, how fresh and how clear it is. They describe the evidence, not the borrower.</summary>
internal static class DataFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.DataQuality, FeatureUse.DataQuality)
        .Add("data_history_days_value_now", "Days from the first known bank transaction to t", "days", None, NotAReason, Sum, HistoryDays,
            "Prism, Flinks")
        .Add("data_transaction_count_{w}", [D30, D90, D180], "Bank transactions", "count", None, NotAReason, Sum,
            (history, window) => Count(history, Measure.Transaction, window), "Prism")
        .Add("data_credit_count_{w}", [D30, D90], "Credits", "count", None, NotAReason, Sum,
            (history, window) => Count(history, Measure.Credit, window), "Prism")
        .Add("data_debit_count_{w}", [D30, D90], "Debits", "count", None, NotAReason, Sum,
            (history, window) => Count(history, Measure.Debit, window), "Prism")
        .Add("data_bank_account_count_now", "Bank accounts with live consent", "count", None, NotAReason, Sum, AccountCount)
        .Add("data_balance_coverage_share_{w}", [D30, D90], "Days with a known end-of-day balance ÷ days", "share", None, NotAReason,
            Quotient, BalanceCoverage)
        .Add("data_age_value_now", "Days since the newest known on of the bank feed", "days", None, NotAReason, Sum, Age)
        .Add("data_consent_until_next", "Days until the earliest consent expires (rule input)", "days", None, NotAReason, Behind,
            ConsentUntil, only: FeatureUse.RuleInput)
        .Add("data_uncategorised_share_90d", "Amount of debits without a class ÷ all debits", "share", None, NotAReason, Quotient,
            history => history.Bank.Share(Measure.Unclassed, Measure.Debit, D90))
        .Features;

    private static FeatureValue HistoryDays(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(bank.CauseButAge);
        }

        history.NoteRow(0, bank.Columns.Day[0], bank.Flows.BeganDaysAgo);
        return FeatureValue.Of(bank.Flows.BeganDaysAgo, 1);
    }

    /// <summary>Old data is counted too: that there is none lately is what these are read for.</summary>
    private static FeatureValue Count(PreparedHistory history, Measure measure, Window window)
    {
        var bank = history.Bank;
        if (bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(bank.CauseButAge);
        }

        bank.NoteCounts(measure, window, EvidencePart.Value);
        return bank.CountOrTooLittle(bank.Flows.Count(measure, window), window);
    }

    private static FeatureValue AccountCount(PreparedHistory history)
    {
        var accounts = history.History.BankAccounts;
        if (accounts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var count = 0;
        for (var i = 0; i < accounts.Count; i++)
        {
            if (history.History.HasConsent(accounts[i].BankAccountId))
            {
                count++;
                history.Note(accounts[i].BankAccountId, accounts[i].HappenedOn.DayNumber, 1);
            }
        }

        return FeatureValue.Of(count, accounts.Count);
    }

    private static FeatureValue BalanceCoverage(PreparedHistory history, Window window)
    {
        if (history.Bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.CauseButAge);
        }

        var days = history.Bank.Balances.In(window).Length;
        for (var i = 0; history.IsTraced && i < days; i++)
        {
            history.NoteDay(history.Today - window.NewestAgo - i, 1, EvidencePart.Numerator);
        }

        history.NoteDay(history.Today, window.Days, EvidencePart.Denominator);
        return FeatureValue.Of((double)days / window.Days, days);
    }

    private static FeatureValue Age(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(bank.CauseButAge);
        }

        history.NoteDay(history.Today - bank.AgeDays, bank.AgeDays);
        return FeatureValue.Of(bank.AgeDays, bank.Columns.Count);
    }

    private static FeatureValue ConsentUntil(PreparedHistory history)
    {
        int? until = null;
        var live = 0;
        foreach (var consent in history.History.Consents)
        {
            if (!consent.HoldsOn(history.History.AsOf))
            {
                continue;
            }

            var ends = consent.WithdrawnOn is { } withdrawn && withdrawn < consent.ExpiresOn ? withdrawn : consent.ExpiresOn;
            var days = ends.DayNumber - history.Today;
            until = until is { } earliest ? Math.Min(earliest, days) : days;
            live++;
            history.Note(consent.ConsentId, ends.DayNumber, days);
        }

        return until is { } next ? FeatureValue.Of(next, live)
            : FeatureValue.Missing(history.History.Consents.Count == 0 ? MissingCause.NoData : MissingCause.Consent);
    }
}
