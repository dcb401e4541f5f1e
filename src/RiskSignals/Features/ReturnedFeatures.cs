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

    private static FeatureValue AtMostOne(FeatureValue count) => count with { Value = Math.Min(1, count.Value) };
}
