namespace RiskSignals.Tests.Features;

/// <summary>Group Repayment from its definitions.</summary>
internal static class RepaymentTables
{
    /// <summary>Instalments of 1,000 every 30 days: three in 90 days (-70, -40, -10), six in 180, twelve in 365.</summary>
    private const string Loan = "loan -400 20000; due -370..+350/30 1000";

    /// <summary>All paid on their days but that of -70, which came on -50.</summary>
    private const string OnceLate = Loan + "; paid -370..-100/30 1000; paid -50 1000; paid -40..-10/30 1000";

    public static FeatureTable Unpaid { get; } = new(
        """
        facts                                                  | feature                                   | value | why
        paid -370..-40/30 1000                                | repayment_dpd_value_now                   | 10    | the oldest unpaid amount was due 10 days ago
        paid -370..-10/30 1000                                 | repayment_dpd_value_now                   | 0     | nothing is unpaid
        paid -370..-10/30 1000; reversed -5 insufficient_funds | repayment_dpd_value_now                   | 10    | a reversed payment never counted
        paid -370..-10/30 1000; reversed -5 disputed known=1   | repayment_dpd_value_now                   | 0     | the reversal is learnt tomorrow
        paid -370..-310/30 1000; paid -200 10000               | repayment_dpd_max_90d                     | 0     | the spell ended before the window
        paid -370..-70/30 1000; paid -10 500                   | repayment_arrears_ratio_now               | 1.5   | 500 of one instalment and 1,000 of the next
        paid -370..-40/30 1000; paid -10 500                   | repayment_paid_share_90d                  | 5/6   | 2,500 of 3,000 due in the window
        paid -370..-40/30 1000; paid -10 5000                  | repayment_paid_share_90d                  | 1     | money paid ahead makes no share above 1
        paid -370..-100/30 1000; paid -70 400; paid -60 600    | repayment_partial_count_90d               | 1     | 400 of 1,000 at the end of the grace
        paid -370..-100/30 1000; paid -63 1000         | repayment_partial_count_90d               | 0     | paid in full by the end of the grace, or not at all
        paid -365 1000                                         | repayment_first_instalment_late_flag_life | 1     | due on -370
        paid -370 1000                                         | repayment_first_instalment_late_flag_life | 0     | on the due date itself nothing is late
        """,
        given: Loan);

    public static FeatureTable Late { get; } = new(
        """
        facts         | feature                            | value          | why
                      | repayment_dpd_max_90d              | 19             | unpaid from -70 to the end of -51
                      | repayment_dpd_max_180d             | 19             | the same, within 180 days
                      | repayment_late_count_90d           | 1              | the instalment of -70 came on -50
                      | repayment_late_share_180d          | 1/6            | one of six due in the window
                      | repayment_missed_count_90d         | 1              | still unpaid at the end of -63
        paid -63 1000 | repayment_missed_count_90d         | 0              | paid on the last day of grace
                      | repayment_days_late_mean_90d       | 20/3           | 20, 0 and 0 days
                      | repayment_days_late_sd_180d        | 8.1649658      | of 0, 0, 0, 20, 0, 0 with n - 1
                      | repayment_days_late_slope_180d     | 4/7            | the fourth of six lies half a step past the middle
                      | repayment_days_late_z_90d          | not_applicable | a baseline without any spread
                      | repayment_on_time_streak_count_now | 2              | those of -40 and -10
                      | repayment_late_since_life          | 51             | past due at the end of -51 for the last time
                      | repayment_bucket_1_29_count_180d   | 1              | overdue once, from -69
        """,
        given: OnceLate);

    public static FeatureTable Spells { get; } = new(
        """
        facts                                                 | feature                            | value          | why
        paid -375..-45/30 1000                                | repayment_days_late_mean_90d       | 10/3           | early is 0; the unpaid one counts to today
        paid -366..-96/30 1000; paid -64..-4/30 1000          | repayment_days_late_z_90d          | 10             | 6 days against 4, a spread of 5 % of 4
        paid -370..-40/30 1000                                | repayment_on_time_streak_count_now | 0              | the latest is unpaid
        paid -370..-10/30 1000                                | repayment_late_since_life          | not_applicable | never past due
        paid -370..-40/30 1000                                | repayment_late_since_life          | 0              | past due now
        paid -370..-100/30 1000; paid -30 2000; paid -10 1000 | repayment_bucket_1_29_count_180d   | 1              | that of -40 fell late within the spell
        paid -370..-100/30 1000; paid -30 2000; paid -10 1000 | repayment_bucket_30_59_count_365d  | 1              | 30 days on -40
        paid -370..-100/30 1000; paid -40 2000; paid -10 1000 | repayment_bucket_30_59_count_365d  | 0              | 29 days at the end of -41
        paid -370..-100/30 1000                               | repayment_bucket_60_89_count_365d  | 1              | 60 days on -10
        paid -300 3000; paid -280..-10/30 1000             | repayment_bucket_60_89_count_life  | 1              | 60 days on -310, once in the life of the loan
        """,
        given: Loan);

    /// <summary>Late again from -69 to -50, after a return on the day that each line gives.</summary>
    public static FeatureTable Relapse { get; } = new(
        """
        facts                                                            | feature                      | value | why
        paid -370..-190/30 1000; paid -140 1000; paid -130..-100/30 1000 | repayment_relapse_count_365d | 1     | overdue again 71 days after the return
        paid -370..-250/30 1000; paid -200 1000; paid -190..-100/30 1000 | repayment_relapse_count_365d | 0     | 131 days after the return
        paid -370..-130/30 1000; paid -95 1000                       | repayment_relapse_count_365d | 0     | the next instalment was missed: no cure came first
        """,
        given: Loan + "; paid -50 1000; paid -40..-10/30 1000");

    public static FeatureTable Promises { get; } = new(
        """
        facts                                                                  | feature                            | value           | why
        promise -28 1000 -20                                           | repayment_promise_broken_count_90d | 1               | nothing came by three days after
        promise -28 1000 -20; paid -17 200                         | repayment_promise_broken_count_90d | 0               | a part came: neither kept nor broken
        promise -8 1000 -2                                                     | repayment_promise_broken_count_90d | 0               | it matures tomorrow
        promise -195 1000 -190; promise -165 1000 -160; promise -120 1000 -115 | repayment_promise_kept_share_365d  | 2/3             | nothing for the third
        promise -195 1000 -190                                                 | repayment_promise_kept_share_365d  | too_little_data | a share needs three
        paid -5 1000 method=card                                        | repayment_method_change_count_180d | 1               | from direct debit to card, once
        paid -181 1000 method=card           | repayment_method_change_count_180d | 1               | the change back lies in the window, that to card before it
        """,
        given: Loan + "; paid -370..-10/30 1000");

    /// <summary>A mandate says it; without one the latest payment does.</summary>
    public static FeatureTable Collected { get; } = new(
        """
        facts                                                 | feature                         | value           | why
        mandate -390; paid -10 1000 method=card               | repayment_direct_debit_flag_now | 1               | a mandate in force, though a card paid last
        mandate -390 cancelled=0; paid -10 1000               | repayment_direct_debit_flag_now | 0               | cancelled today
        mandate -390 cancelled=-60; mandate -20; paid -10 1000 | repayment_direct_debit_flag_now | 1              | signed anew
        paid -40 1000 method=card; paid -10 1000              | repayment_direct_debit_flag_now | 1               | the latest of two ways
        paid -40 1000; paid -10 1000 method=card              | repayment_direct_debit_flag_now | 0               | and the other way round
        account main current; mandate -200 on=main; paid -10 1000 method=card | repayment_direct_debit_flag_now | 0 | a mandate of somebody else's
                                                              | repayment_direct_debit_flag_now | too_little_data | nothing tells
        """,
        given: Loan);

    public static FeatureTable Young { get; } = new(
        """
        facts                                                | feature                            | value           | why
                                                             | repayment_dpd_value_now            | no_data         | no loan is known
        loan -40 20000                                       | repayment_dpd_value_now            | no_data         | a loan without a schedule
        loan -40 20000; due 0..+300/30 1000                  | repayment_dpd_value_now            | 0               | on the due date itself nothing is past due
        loan -40 20000; due -10..+300/30 1000; paid -10 1000 | repayment_late_count_90d           | too_little_data | 41 days of history do not cover 90
        loan -40 20000; due -10..+300/30 1000                | repayment_late_count_90d           | 1               | what is found counts, covered or not
        loan -40 20000; due -10..+300/30 1000                | repayment_days_late_mean_90d       | too_little_data | a mean needs three instalments
        loan -40 20000; due -10..+300/30 1000                | repayment_promise_broken_count_90d | no_data         | no promise was ever made
        """);

    /// <summary>Instalments of 1,000 from -100 to +350: sixteen, 16,000 in all.</summary>
    public static FeatureTable Basel { get; } = new(
        """
        facts                                                    | feature                       | value | why
        paid -100..-40/30 1000                                   | repayment_dpd_basel_value_now | 10    | 1,000 of 13,000 has been past due from -9 to today
        paid -100..-10/30 1000                                   | repayment_dpd_basel_value_now | 0     | nothing is past due
        paid -100..-40/30 1000; paid -10 880                     | repayment_dpd_basel_value_now | 0     | 120 of 12,120 are below 1 %
        paid -100..-40/30 1000; paid -10 870                     | repayment_dpd_basel_value_now | 10    | 130 of 12,130 are above 1 %
        paid -100..-40/30 1000; paid -5 990                      | repayment_dpd_basel_value_now | 0     | back at 0 from the first day below the limit
        paid -100 1000; paid -40 1000; paid -20 990; paid -10 10 | repayment_dpd_basel_value_now | 10    | 10 on -20 broke the run, a new one began
        """,
        given: "loan -130 16000; due -100..+350/30 1000");

    public static FeatureTable BaselRevolving { get; } = new(
        """
        facts                                         | feature                       | value | why
                                                      | repayment_dpd_basel_value_now | 10    | 1,000 past due of 50,000 drawn is above 1 %
        charge -5 purchase 50000                      | repayment_dpd_basel_value_now | 0     | exactly 1 % is not above it
        charge -5 purchase 51000                      | repayment_dpd_basel_value_now | 0     | 1,000 of 101,000 is below 1 % since -5
        charge -15 purchase 49000; charge -6 fee 1001 | repayment_dpd_basel_value_now | 0     | 1,000 of 100,001 is below, by the fee
        charge -15 purchase 49000; paid -4 500        | repayment_dpd_basel_value_now | 0     | 500 of 98,500 is below
        """,
        given: "loan -130 50000 limit=200000; due -10 1000; charge -130 purchase 50000");
}
