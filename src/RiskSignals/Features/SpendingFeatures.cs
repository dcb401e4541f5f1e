using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>What goes out, what is left, and what regular commitments take.</summary>
internal static class SpendingFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Spending)
        .Add("spend_total_z_30d", "Robust z of total spending in 30d", "sd", Rises, "Your spending rose above its usual range", Behind,
            history => history.Bank.AmountZ(Measure.Spending))
        .Add("spend_income_ratio_{w}", [D30, D90, D180], "Total spending ÷ income", "ratio", Rises, "You spent {value} of your income",
            Quotient, (history, window) => history.Bank.Ratio(Measure.Spending, Measure.Income, window), "Bud")
        .Add("spend_essential_ratio_{w}", [D30, D90, D180], "Essential spending ÷ income", "ratio", Rises,
            "Essentials take {value} of your income", Quotient,
            (history, window) => history.Bank.Ratio(Measure.Essential, Measure.Income, window), "Bud, Plaid")
        .Add("spend_essential_z_30d", "Robust z of essential spending in 30d", "sd", Rises,
            "Your essential costs rose above their usual range", Behind, history => history.Bank.AmountZ(Measure.Essential))
        .Add("spend_discretionary_share_{w}", [D30, D90], "Discretionary ÷ total spending", "share", None, NotAReason, Quotient,
            (history, window) => history.Bank.Share(Measure.Discretionary, Measure.Spending, window), "Plaid")
        .Add("spend_cash_ratio_{w}", [D30, D90], "Cash withdrawn ÷ income", "ratio", Rises, "Cash withdrawals take {value} of your income",
            Quotient, (history, window) => history.Bank.Ratio(Measure.CashWithdrawn, Measure.Income, window), "Bud")
        .Add("spend_cycle_start_share_180d", "Mean share of a cycle's spending in the first 3 days after income", "share", Rises,
            "Most of your money is spent soon after payday", Behind, PayCycles.SpentAtStart)
        .Add("cashflow_net_ratio_{w}", [D30, D60, D90, D180], "(All inflow − all outflow) ÷ inflow", "ratio", Falls,
            "More money left your bank accounts than came in", Quotient, NetRatio, "Plaid, Flinks")
        .Add("cashflow_negative_count_180d", "Blocks of the latest six with net cash flow below 0", "blocks", Rises,
            "In {value} of the last 6 months more went out than came in", Sum, NegativeBlocks, "Plaid")
        .Add("commitment_income_ratio_{w}", [D30, D90], "Recurring commitments ÷ income", "ratio", Rises,
            "Regular commitments take {value} of your income", Quotient,
            (history, window) => history.Bank.Ratio(Measure.Commitment, Measure.Income, window), "Equifax")
        .Add("commitment_new_count_90d", "Recurring commitments begun in window", "count", Rises,
            "You took on {value} new regular commitments", Sum, NewCommitments, "Ntropy")
        .Add("commitment_change_ratio_90d", "Commitments in 30d ÷ commitments in `61d_90d`", "ratio", Rises,
            "Your regular commitments have gone up", Quotient, CommitmentChange)
        .Add("commitment_housing_ratio_90d", "Rent or mortgage ÷ income", "ratio", Rises, "Housing takes {value} of your income", Quotient,
            history => history.Bank.Ratio(Measure.Housing, Measure.Income, D90), "Flinks")
        .Add("surplus_instalment_ratio_90d",
            "Affordable surplus per block before loan payments ÷ amounts due per block on all loans", "ratio", Falls,
            "After essentials, little is left for your instalments", Quotient, Surplus, "Equifax, Flinks")
        .Features;

    private static FeatureValue NetRatio(PreparedHistory history, Window window)
    {
        var bank = history.Bank;
        if (bank.Lacks(window, out var missing))
        {
            return missing;
        }

        bank.NoteAmounts(Measure.Inflow, window, EvidencePart.Numerator);
        bank.NoteAmounts(Measure.Outflow, window, EvidencePart.Subtracted);
        bank.NoteAmounts(Measure.Inflow, window, EvidencePart.Denominator);
        var inflow = bank.Flows.Amount(Measure.Inflow, window);
        return FeatureValue.Quotient(
            inflow - bank.Flows.Amount(Measure.Outflow, window),
            inflow,
            bank.Flows.Count(Measure.Inflow, window) + bank.Flows.Count(Measure.Outflow, window));
    }

    private static FeatureValue NegativeBlocks(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        var count = 0;
        for (var block = 0; block < bank.Flows.CompleteBlocks(first: 0); block++)
        {
            var window = Block(block);
            if (bank.Flows.Amount(Measure.Inflow, window) < bank.Flows.Amount(Measure.Outflow, window))
            {
                count++;
                history.NoteDay(history.Today - window.NewestAgo, 1);
            }
        }

        return bank.CountOrTooLittle(count, D180);
    }

    /// <summary>
    /// Payees of the committed class first paid in the window and paid again on a later day. Payees without a name can't be told to be new, and
    /// our own loans are no news to us. Before it, as for new lenders, a month and some days must be known.
    /// </summary>
    private static FeatureValue NewCommitments(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None || bank.Flows.BeganDaysAgo < D90.OldestAgo + DebtFeatures.BeforeDays)
        {
            return FeatureValue.Missing(bank.Cause != MissingCause.None ? bank.Cause : MissingCause.TooLittleData);
        }

        var count = 0;
        foreach (var payee in bank.Commitments.All)
        {
            var (first, row) = (bank.Commitments.Days(payee)[0], bank.Commitments.Rows(payee)[0]);
            if (payee.Count > 1 && D90.Holds(history.Today - first) && bank.Columns.Party[row] != 0)
            {
                count++;
                history.NoteRow(row, first, 1);
            }
        }

        return bank.CountOrTooLittle(count, D90);
    }

    private static FeatureValue CommitmentChange(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Lacks(D90, out var missing))
        {
            return missing;
        }

        bank.NoteAmounts(Measure.Commitment, D30, EvidencePart.Numerator);
        bank.NoteAmounts(Measure.Commitment, D61To90, EvidencePart.Denominator);
        return FeatureValue.Quotient(
            bank.Flows.Amount(Measure.Commitment, D30),
            bank.Flows.Amount(Measure.Commitment, D61To90),
            bank.Flows.Count(Measure.Commitment, D30) + bank.Flows.Count(Measure.Commitment, D61To90));
    }

    /// <summary>
    /// Income less essential spending less commitments other than loan payments. Amounts due are those of all loans in the currency over
    /// the next 90 days, so both sides are three blocks. The reserve set by policy is zero until a policy sets one.
    /// </summary>
    private static FeatureValue Surplus(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Lacks(D90, out var missing))
        {
            return missing;
        }

        var due = 0L;
        var instalments = 0;
        foreach (var loan in history.History.Loans)
        {
            if (loan.IsOver)
            {
                continue;
            }

            foreach (var instalment in loan.Schedule)
            {
                var daysAhead = instalment.DueOn.DayNumber - history.Today;
                if (daysAhead > 0 && daysAhead <= D90.Days && loan.Loan.Currency == history.Loan!.Loan.Currency)
                {
                    due += instalment.Amount.MinorUnits;
                    instalments++;
                    history.Note(instalment, instalment.DueOn.DayNumber, instalment.Amount.MinorUnits, EvidencePart.Denominator);
                }
            }
        }

        bank.NoteAmounts(Measure.Income, D90, EvidencePart.Numerator);
        bank.NoteAmounts(Measure.Essential, D90, EvidencePart.Subtracted);
        bank.NoteAmounts(Measure.Commitment, D90, EvidencePart.Subtracted);
        bank.NoteAmounts(Measure.DebtPayment, D90, EvidencePart.Numerator);
        var surplus = bank.Flows.Amount(Measure.Income, D90) - bank.Flows.Amount(Measure.Essential, D90)
            - bank.Flows.Amount(Measure.Commitment, D90) + bank.Flows.Amount(Measure.DebtPayment, D90);
        return FeatureValue.Quotient(surplus, due, bank.Flows.Count(Measure.Income, D90) + instalments);
    }
}
