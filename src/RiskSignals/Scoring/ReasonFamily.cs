namespace RiskSignals.Scoring;

/// <summary>
/// The family of a feature: what its windows and statistics are about. Features of a family rise and fall together, so they are summed
/// before they are ranked, and one of them speaks for all.
/// </summary>
public static class ReasonFamily
{
    // Measures of one thing under several names; the longest beginning that fits decides.
    private static readonly (string Beginning, string Family)[] Joined =
    [
        .. Join("repayment_late", "repayment_days_late", "repayment_on_time_streak", "repayment_first_instalment_late"),
        .. Join(
            "repayment_overdue",
            "repayment_dpd", "repayment_arrears", "repayment_bucket", "repayment_missed", "repayment_partial", "repayment_paid", "repayment_relapse"),
        .. Join("income_due", "income_before_due", "income_expected"),
        .. Join("income_timing", "income_late", "income_stability"),
        .. Join(
            "balance_level",
            "balance_eod", "balance_instalment", "balance_below", "balance_runway", "balance_at_due", "balance_pre_income",
            "balance_shortfall"),
        .. Join("balance_overdrawn", "balance_negative", "balance_overdraft", "balance_unarranged"),
        .. Join("savings", "balance_savings", "distress_savings"),
        .. Join("spend_essential", "distress_essential"),
        .. Join("cashflow", "cashflow_net", "cashflow_negative", "spend_income", "surplus_instalment"),
        .. Join("commitment", "commitment_income", "commitment_change", "commitment_housing", "commitment_new"),
        .. Join("debt_new", "debt_lender", "debt_disbursement", "debt_stacking"),
        .. Join("debt_card", "debt_cash_advance"),
        .. Join("bill_unpaid", "bill_missed", "bill_priority_missed", "bill_overdue", "bill_days_late"),
        .. Join("returned_debit", "returned_own_funds", "returned_next"),
        .. Join("contact_reach", "contact_delivered", "contact_rpc"),
    ];

    /// <summary>The family of a feature, from its name alone: a listed beginning, else the first two words, subject and measure.</summary>
    public static string Of(string feature)
    {
        var joined = Joined.Where(one => (feature + "_").StartsWith(one.Beginning + "_", StringComparison.Ordinal))
            .OrderByDescending(one => one.Beginning.Length)
            .FirstOrDefault();
        return joined.Family ?? string.Join('_', feature.Split('_').Take(2));
    }

    private static IEnumerable<(string Beginning, string Family)> Join(string family, params string[] beginnings) =>
        beginnings.Append(family).Select(beginning => (beginning, family));
}
