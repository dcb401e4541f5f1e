namespace RiskSignals.Tests.Features.Plain;

/// <summary>Columns of the design that the catalogue or the plain readings do not hold yet.</summary>
internal static class PlannedColumns
{
    public static readonly string[] Names =
    [
        "repayment_dpd_basel_value_now", "loan_utilisation_ratio_now", "loan_utilisation_slope_90d", "loan_over_limit_days_count_90d",
        "loan_drawdown_ratio_30d", "loan_rate_change_sum_180d", "income_benefit_share_90d", "income_benefit_share_180d",
        "balance_pre_income_slope_180d", "spend_cycle_start_share_180d", "commitment_new_count_90d", "debt_card_minimum_count_180d",
        "bill_overdue_prob_max_now", "bill_cover_prob_next", "returned_debit_share_90d", "returned_mandate_cancelled_count_30d",
        "returned_mandate_cancelled_count_90d", "returned_stop_count_90d", "returned_next_prob_next", "distress_health_z_90d",
        "distress_life_event_flag_90d", "contact_open_share_90d", "contact_reply_p50_180d", "contact_portal_ratio_30d",
        "contact_unreachable_flag_90d", "contact_detail_change_count_90d", "contact_best_hour_value_180d", "data_primary_flag_now",
        "data_payment_coverage_share_180d", "data_gap_max_90d", "data_correction_count_90d",
    ];
}
