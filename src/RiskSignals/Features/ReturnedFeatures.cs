using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Payments that came back, and what the bank charged for it.</summary>
internal static class ReturnedFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Returned)
        .Add("returned_fee_count_{w}", [D30, D60, D90], "Insufficient-funds and overdraft fees, net of refunded fees", "count", Rises,
            "Your bank charged {value} fees for lack of funds", Sum,
            (history, window) => history.Bank.Count(Measure.LackOfFundsFee, window), "Plaid, Flinks")
        .Add("returned_fee_ratio_90d", "The same fees as money ÷ income", "ratio", Rises,
            "Bank fees for lack of funds take part of your income", Quotient,
            history => history.Bank.Ratio(Measure.LackOfFundsFee, Measure.Income, D90), "Plaid")
        .Add("returned_debit_count_{w}", [D30, D60, D90],
            "Debits reversed for lack of funds, matched to the original debit, fee or no fee", "count", Rises,
            "{value} payments from your bank account were returned", Sum,
            (history, window) => history.Bank.Count(Measure.ReturnedDebit, window), "Flinks")
        .Add("returned_debit_share_90d", "Returned ÷ attempted direct debits", "share", Rises,
            "A larger share of your direct debits was returned", Quotient,
            history => history.Bank.CountShare(Measure.CameBack, Measure.DirectDebit, D90), "Flinks")
        .Add("returned_debit_since_life", "Days since the last returned debit", "days", Falls, "A payment was returned {value} days ago",
            Sum, history => history.Bank.Since(Measure.ReturnedDebit), "Plaid")
        .Add("returned_own_funds_count_{w}", [D30, D90, D365], "Our own collections returned for lack of funds", "count", Rises,
            "{value} of your payments to us were returned for lack of funds", Sum,
            (history, window) => OwnCount(history, window, ReversalReason.InsufficientFunds), "Plaid")
        .Add("returned_own_closed_flag_90d", "One of our collections returned because the bank account is closed or blocked", "flag",
            Rises, "The bank account you pay from appears to be closed", Behind,
            history => AtMostOne(OwnCount(history, D90, ReversalReason.AccountClosed)), "Plaid")
        .Add("returned_own_disputed_count_90d", "Our own collections the borrower disputed at the bank (rule input)", "count", None,
            NotAReason, Sum, history => OwnCount(history, D90, ReversalReason.Disputed), "Plaid", FeatureUse.RuleInput)
        .Add("returned_mandate_cancelled_count_{w}", [D30, D90], "Direct-debit mandates cancelled, ours included", "count", Rises,
            "A direct debit was cancelled", Sum, CancelledCount)
        .Add("returned_stop_count_90d", "Stop-payment fees or orders", "count", Rises, "You stopped {value} payments at your bank", Sum,
            history => history.Bank.Count(Measure.StopPayment, D90), "Flinks")
        .Add("returned_next_prob_next", "Probability that the next direct debit to us is returned", "probability", Rises,
            "Your next direct debit may be returned", Behind, NextReturned, "Plaid, Mastercard")
        .Features;

    /// <summary>Counts over all of the borrower's loans with us; looked for since the first of them.</summary>
    private static FeatureValue OwnCount(PreparedHistory history, Window window, ReversalReason reason)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var (count, beganDaysAgo) = (0, 0);
        foreach (var loan in history.History.Loans)
        {
            beganDaysAgo = Math.Max(beganDaysAgo, history.Today - loan.Loan.OriginatedOn.DayNumber);
            foreach (var reversal in loan.Reversals)
            {
                if (reversal.Reason == reason && window.Holds(history.Today - reversal.ReversedOn.DayNumber))
                {
                    count++;
                    history.Note(reversal.PaymentId, reversal.ReversedOn.DayNumber, 1);
                }
            }
        }

        return count > 0 || window.IsCovered(beganDaysAgo)
            ? FeatureValue.Of(count, count)
            : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    /// <summary>
    /// Ours, and those that a bank account with live consent shows. Without bank data those of others can't be looked for and there is no
    /// count: one of ours alone would mean something else. Nor is there one if no mandate was ever known, as not every feed tells them.
    /// </summary>
    private static FeatureValue CancelledCount(PreparedHistory history, Window window)
    {
        var mandates = history.History.Mandates;
        if (history.Bank.Cause != MissingCause.None || mandates.Count == 0)
        {
            return FeatureValue.Missing(history.Bank.Cause != MissingCause.None ? history.Bank.Cause : MissingCause.NoData);
        }

        var (count, looked) = (0, 0);
        for (var i = 0; i < mandates.Count; i++)
        {
            if (mandates[i].BankAccountId is { } account && !history.History.HasConsent(account))
            {
                continue;
            }

            looked++;
            if (mandates[i].CancelledOn is { } on && window.Holds(history.Today - on.DayNumber))
            {
                count++;
                history.Note(mandates[i], on.DayNumber, 1);
            }
        }

        return looked == 0 ? FeatureValue.Missing(MissingCause.NoData)
            : count > 0 || history.Bank.Flows.Covers(window) ? FeatureValue.Of(count, looked)
            : FeatureValue.Missing(MissingCause.TooLittleData, looked);
    }

    /// <summary>
    /// (returned + ½) ÷ (collected + 1) over our collections by direct debit in 365 days, from all of the borrower's loans; three are needed.
    /// One disputed at the bank counts as collected and not returned, as a dispute is a right. Not applicable if nothing is due any more or the
    /// loan was last paid in another way.
    /// </summary>
    private static FeatureValue NextReturned(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var payments = history.Loan!.Payments;
        if (history.NextDueDay is null || payments.Count == 0 || payments[^1].Method != PaymentMethod.DirectDebit)
        {
            return FeatureValue.Missing(MissingCause.NotApplicable);
        }

        var (collected, returned) = (0, 0);
        foreach (var loan in history.History.Loans)
        {
            foreach (var payment in loan.Payments)
            {
                if (payment.Method == PaymentMethod.DirectDebit && D365.Holds(history.Today - payment.EffectiveOn.DayNumber))
                {
                    var isReturned = IsReturned(loan, payment);
                    collected++;
                    returned += isReturned ? 1 : 0;
                    history.Note(payment, payment.EffectiveOn.DayNumber, isReturned ? 1 : 0);
                }
            }
        }

        return collected < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, collected)
            : FeatureValue.Of((returned + 0.5) / (collected + 1.0), collected);
    }

    private static bool IsReturned(LoanHistory loan, Payment payment)
    {
        foreach (var reversal in loan.Reversals)
        {
            if (reversal.PaymentId == payment.PaymentId && reversal.Reason != ReversalReason.Disputed)
            {
                return true;
            }
        }

        return false;
    }

    private static FeatureValue AtMostOne(FeatureValue count) => count with { Value = Math.Min(1, count.Value) };
}
