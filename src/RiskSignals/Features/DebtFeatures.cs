using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>What is borrowed from and paid to others. Lenders are other lenders; only debt service includes ours.</summary>
internal static class DebtFeatures
{
    /// <summary>Days of history before a window without which a lender paid monthly would look new.</summary>
    public const int BeforeDays = 35;

    /// <summary>Days after the expected day from which a payment was missed.</summary>
    private const int MissedDays = 7;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Debt)
        .Add("debt_service_ratio_{w}", [D30, D90, D180], "Payments to all lenders, ours included, ÷ income", "ratio", Rises,
            "Loan payments take {value} of your income", Quotient,
            (history, window) => history.Bank.Ratio(Measure.DebtPayment, Measure.Income, window), "Bud, Plaid")
        .Add("debt_lender_count_90d", "Different lenders paid in window", "count", Rises, "You are paying {value} lenders", Sum,
            PaidLenderCount, "Plaid")
        .Add("debt_lender_new_count_{w}", [D30, D90], "Lenders first paid in window", "count", Rises,
            "You started paying {value} new lenders", Sum, NewLenderCount, "Plaid")
        .Add("debt_disbursement_count_{w}", [D30, D90, D180], "Loan disbursements received", "count", Rises, "You took {value} new loans",
            Sum, (history, window) => history.Bank.Count(Measure.Disbursement, window), "Plaid")
        .Add("debt_disbursement_ratio_{w}", [D30, D90], "Loan disbursements ÷ income", "ratio", Rises,
            "New borrowing equals {value} of your income", Quotient,
            (history, window) => history.Bank.Ratio(Measure.Disbursement, Measure.Income, window), "Bud, Plaid")
        .Add("debt_disbursement_since_life", "Days since the last disbursement from another lender", "days", Falls,
            "You took a new loan {value} days ago", Sum, history => history.Bank.Since(Measure.Disbursement), "Plaid")
        .Add("debt_stacking_count_{w}", [D30, D90], "Different lenders that disbursed in window", "count", Rises,
            "You borrowed from {value} lenders within a short time", Sum,
            (history, window) => LenderCount(history, Measure.Disbursement, window))
        .Add("debt_high_cost_payment_count_{w}", [D30, D90], "Payments to high-cost short-term lenders", "count", Rises,
            "You made {value} payments to short-term lenders", Sum,
            (history, window) => history.Bank.Count(Measure.HighCostPayment, window), "Bud, Flinks")
        .Add("debt_high_cost_lender_count_90d", "Different high-cost short-term lenders seen", "count", Rises,
            "You are using {value} short-term lenders", Sum, history => LenderCount(history, Measure.HighCostSeen, D90), "Bud, Flinks")
        .Add("debt_card_minimum_count_180d", "Card payments within 5 % of the statement minimum; NaN if minima are unknown", "count", Rises,
            "You paid only the minimum on a card {value} times", Sum, CardMinimums.Count)
        .Add("debt_card_cover_ratio_90d", "Card payments ÷ card spending", "ratio", Falls,
            "You pay back less on cards than you spend on them", Quotient,
            history => history.Bank.Ratio(Measure.CardPayment, Measure.CardSpending, D90))
        .Add("debt_cash_advance_count_{w}", [D30, D90], "Cash advances on cards or wage-advance credits", "count", Rises,
            "You took {value} cash advances", Sum, (history, window) => history.Bank.Count(Measure.CashAdvance, window))
        .Add("debt_collector_payment_count_{w}", [D90, D180], "Payments to debt collectors", "count", Rises,
            "You are paying a debt collector", Sum, (history, window) => history.Bank.Count(Measure.CollectorPayment, window))
        .Add("debt_missed_count_90d", "Recurring payments to other lenders expected in window and not seen 7 days later", "count", Rises,
            "{value} payments to other lenders were not seen", Sum, MissedCount, "Mastercard")
        .Features;

    /// <summary>Counts counterparties; those that are not named count as one.</summary>
    private static FeatureValue LenderCount(PreparedHistory history, Measure measure, Window window)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        if (bank.Flows.Count(measure, window) == 0)
        {
            return bank.CountOrTooLittle(0, window);
        }

        var days = bank.Columns.Day;
        var cells = bank.Columns.Cell;
        var parties = bank.Columns.Party;
        var seen = history.PartiesSeen();
        var count = 0;
        for (var i = bank.Columns.FirstFrom(history.Today - window.OldestAgo); i < days.Length; i++)
        {
            if (window.Holds(history.Today - days[i]) && MeasureCells.Adds(cells[i], measure) && !seen[parties[i]])
            {
                seen[parties[i]] = true;
                count++;
                if (history.IsTraced)
                {
                    history.NoteRow(i, days[i], 1);
                }
            }
        }

        return bank.CountOrTooLittle(count, window);
    }

    private static FeatureValue PaidLenderCount(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        var count = 0;
        foreach (var lender in bank.Lenders.All)
        {
            if (D90.Holds(history.Today - bank.Lenders.LastDay(lender)))
            {
                count++;
                history.NoteRow(bank.Lenders.Rows(lender)[^1], bank.Lenders.LastDay(lender), 1);
            }
        }

        return bank.CountOrTooLittle(count, D90);
    }

    private static FeatureValue NewLenderCount(PreparedHistory history, Window window)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None || bank.Flows.BeganDaysAgo < window.OldestAgo + BeforeDays)
        {
            return FeatureValue.Missing(bank.Cause != MissingCause.None ? bank.Cause : MissingCause.TooLittleData);
        }

        var count = 0;
        foreach (var lender in bank.Lenders.All)
        {
            var firstDay = bank.Lenders.Days(lender)[0];
            if (window.Holds(history.Today - firstDay))
            {
                count++;
                history.NoteRow(bank.Lenders.Rows(lender)[0], firstDay, 1);
            }
        }

        return bank.CountOrTooLittle(count, window);
    }

    private static FeatureValue MissedCount(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        var missed = 0;
        foreach (var stream in bank.Lenders.All)
        {
            var isNamed = bank.Columns.Party[bank.Lenders.Rows(stream)[0]] != 0;
            if (isNamed && stream.Count >= FeatureValue.RowsMin)
            {
                missed += ExpectedPayments.CountMissed(history, bank.Lenders, stream, D90, stream.Cadence + MissedDays).Missed;
            }
        }

        return bank.CountOrTooLittle(missed, D90);
    }
}
