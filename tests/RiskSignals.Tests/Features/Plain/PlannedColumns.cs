namespace RiskSignals.Tests.Features.Plain;

/// <summary>Columns of the design that the catalogue or the plain readings do not hold yet.</summary>
internal static class PlannedColumns
{
    public static readonly string[] Names =
    [
        "income_benefit_share_90d", "income_benefit_share_180d", "balance_pre_income_slope_180d", "spend_cycle_start_share_180d",
        "commitment_new_count_90d", "debt_card_minimum_count_180d", "bill_overdue_prob_max_now", "bill_cover_prob_next",
        "returned_debit_share_90d", "returned_stop_count_90d", "returned_next_prob_next", "distress_health_z_90d",
        "distress_life_event_flag_90d",
    ];
}
