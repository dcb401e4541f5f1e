namespace RiskSignals.Scoring;

/// <summary>What a borrower can do something about within three months, and what: the one list that what-if draws on.</summary>
public static class ActionableFeatures
{
    // Left out: what has happened and stays (arrears last year, the first instalment), what others decide (income, a stream that ended,
    // prices of essentials), what the lender decides (the loan, contacts), and averages, slopes and z-values, which follow from the rest.
    // Danger: nothing may be listed that a payment to a lender or collector makes worse, or the advice would be not to pay.
    private static readonly (string Beginning, string Doing)[] List =
    [
        ("repayment_dpd_value", "pay what is overdue"),
        ("repayment_late_count", "pay the coming instalments by their due date"),
        ("repayment_missed_count", "pay the coming instalments within a week"),
        ("repayment_partial_count", "pay instalments in full"),
        ("repayment_paid_share", "pay what falls due"),
        ("repayment_on_time_streak_count", "pay the coming instalments by their due date"),
        ("repayment_promise_broken_count", "keep agreed payments"),
        ("balance_instalment_ratio", "leave more in the bank account"),
        ("balance_below_instalment_days_count", "leave the instalment in the bank account before it is due"),
        ("balance_negative_days_count", "keep the balance above zero"),
        ("balance_overdraft_ratio", "use less of the overdraft"),
        ("balance_unarranged_days_count", "stay within the overdraft limit"),
        ("spend_cash_ratio", "withdraw less cash"),
        ("spend_income_ratio", "spend less of the income"),
        ("debt_disbursement_count", "take no new loans"),
        ("debt_disbursement_ratio", "take no new loans"),
        ("debt_stacking_count", "take no new loans"),
        ("debt_card_cover_ratio", "pay back on cards what is spent on them"),
        ("debt_cash_advance_count", "take no cash advances"),
        ("debt_missed_count", "pay other lenders when they are due"),
        ("bill_missed_count", "pay regular bills when they are due"),
        ("bill_missed_share", "pay regular bills when they are due"),
        ("bill_priority_missed_count", "pay bills for housing, energy, water and tax first"),
        ("bill_overdue_max", "pay the regular bill that is overdue"),
        ("returned_fee_count", "keep enough in the bank account for debits"),
        ("returned_debit_count", "keep enough in the bank account for debits"),
        ("returned_own_funds_count", "keep enough in the bank account for our debits"),
        ("returned_own_closed_flag", "name a bank account that is open"),
        ("distress_savings_draw_count", "draw less on savings"),
    ];

    // Of a longer window three months change a part only.
    private static readonly string[] Windows = ["now", "next", "7d", "30d", "60d", "90d"];

    /// <summary>What the borrower would do to move a feature, as an advice; null if nothing moves it within three months.</summary>
    public static string? Doing(string feature)
    {
        var words = feature.Split('_');

        // A window such as 31d_60d is past already.
        return Windows.Contains(words[^1]) && !(words.Length > 1 && char.IsAsciiDigit(words[^2].FirstOrDefault()))
            ? Array.Find(List, one => feature.StartsWith(one.Beginning + "_", StringComparison.Ordinal)).Doing
            : null;
    }
}
