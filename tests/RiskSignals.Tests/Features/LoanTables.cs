namespace RiskSignals.Tests.Features;

/// <summary>Group Loan from its definitions.</summary>
internal static class LoanTables
{
    private const string Loan = "loan -400 20000; due -370..+350/30 1000";

    public static FeatureTable Contract { get; } = new(
        """
        facts                                                                  | feature                          | value          | why
                                                                          | loan_mob_value_now               | 13             | from 12 May 2023 to 15 June 2024
                                                                               | loan_instalments_left_count_now  | 12             | those of +20 to +350
                                                                               | loan_balance_ratio_now           | no_data        | the rate is not stated
                                                                               | loan_due_until_next              | 20             | due on +20
        schedule -50 rate_change; due -370..-70/30 1000; due -40..+350/30 1200 | loan_instalment_change_ratio_90d | 1.2            | 1,200 next, 1,000 on -100
        schedule -50 borrower_request; due -370..+350/30 1000                  | loan_reschedule_count_365d       | 1              | asked for 50 days ago
        schedule -50 rate_change; due -370..+350/30 1000                     | loan_reschedule_count_365d       | 0              | not at the borrower's request
        schedule -390 borrower_request; due -370..+350/30 1000                 | loan_reschedule_count_365d       | 0              | before the window
        schedule -390 borrower_request; due -370..+350/30 1000                 | loan_reschedule_count_life       | 1              | within the loan's life
                                                                               | loan_other_dpd_max_now           | not_applicable | there is no other loan
        loan -300 5000 id=other; due -270..+90/30 100; paid -270..-60/30 100 | loan_other_dpd_max_now      | 30             | the other loan's instalment of -30
        loan -300 5000 id=other; due -270..+90/30 100; event -5 sold           | loan_other_dpd_max_now           | not_applicable | the other loan is over
        loan -300 5000 id=other; due -270..+90/30 100       | loan_other_instalment_ratio_now  | 0.1            | 100 due on +30; what is due today is not ahead
        """,
        given: Loan);

    public static FeatureTable Balance { get; } = new(
        """
        facts                                                                           | feature                | value | why
        loan -400 20000 rate=0; paid -370..-250/30 1000                                 | loan_balance_ratio_now | 0.75  | without interest all money repays
        loan -400 20000 rate=3650; paid -390 1000                                       | loan_balance_ratio_now | 0.96  | 10 days at 20 a day come first
        loan -400 20000 rate=3650; loan -400 20000 rate=7300 known=-395; paid -390 1000 | loan_balance_ratio_now | 0.965 | 5 days at 20 and 5 at 40
        loan -400 20000 rate=0; paid -370 1000; reversed -360 disputed                  | loan_balance_ratio_now | 1     | a reversed payment never counted
        """);

    /// <summary>10,000 drawn of 40,000 on the first day.</summary>
    public static FeatureTable Revolving { get; } = new(
        """
        facts                                                                | feature                        | value       | why
                                                                             | loan_utilisation_ratio_now     | 0.25        | 10,000 of 40,000
        charge -20 interest 200; paid -10 4200                            | loan_utilisation_ratio_now     | 0.15        | interest is owed too, payments go off
        paid -10 4000; reversed -8 disputed                                  | loan_utilisation_ratio_now     | 0.25        | a reversed payment never counted
        paid -10 12000                                      | loan_utilisation_ratio_now     | 0           | a balance in the borrower's favour is nothing drawn
        charge -1 purchase 4000 known=1                                      | loan_utilisation_ratio_now     | 0.25        | a charge learnt tomorrow
        loan -200 10000 limit=20000 known=-30                                | loan_utilisation_ratio_now     | 0.5         | the limit was halved
                                                                             | loan_utilisation_slope_90d     | 0           | the same every day
        charge -89..0 purchase 40                             | loan_utilisation_slope_90d     | 0.03        | 40 a day, a thousandth of the limit, over 30 days
        loan -200 10000 limit=20000 known=0                                  | loan_utilisation_slope_90d     | 0.005494505 | 44.5 x 0.25 ÷ 60,742.5 x 30
                                                                             | loan_over_limit_days_count_90d | 0           | never above
        charge -9 purchase 30001; paid -4 1           | loan_over_limit_days_count_90d | 5           | above from -9 to the end of -5; at the limit is not above
        charge -150 purchase 40000; paid -60 40000                           | loan_over_limit_days_count_90d | 29          | those of the window, -89 to -61
        loan -200 10000 limit=9000 known=-2                     | loan_over_limit_days_count_90d | 3           | the lower limit holds from the day it is learnt
        charge -29 purchase 3000; charge -5 cash_advance 1000                | loan_drawdown_ratio_30d        | 0.1         | bought and taken in cash
        charge -30 purchase 3000; charge -5 interest 1000; charge -4 fee 500 | loan_drawdown_ratio_30d   | 0           | a day too early, and the lender's doing
        """,
        given: "loan -200 10000 limit=40000; charge -200 purchase 10000");

    public static FeatureTable NotRevolving { get; } = new(
        """
        facts                                                 | feature                        | value           | why
        loan -200 10000; due -170..+190/30 1000               | loan_utilisation_ratio_now     | not_applicable  | no limit
        loan -200 10000 limit=0; charge -200 purchase 10000   | loan_utilisation_ratio_now     | not_applicable  | a limit of nothing
        loan -200 10000 limit=40000                      | loan_drawdown_ratio_30d        | no_data         | nothing was ever charged: the balance is not known
        loan -40 10000 limit=40000; charge -40 purchase 10000 | loan_utilisation_slope_90d     | too_little_data | 41 days of 90
        loan -40 10000 limit=40000; charge -40 purchase 10000 | loan_over_limit_days_count_90d | too_little_data | none found in 41 days of 90
        loan -40 10000 limit=9000; charge -40 purchase 10000  | loan_over_limit_days_count_90d | 41              | what is found counts, covered or not
        loan -20 10000 limit=40000; charge -20 purchase 10000 | loan_drawdown_ratio_30d        | too_little_data | 21 days of 30
        """);

    public static FeatureTable Rates { get; } = new(
        """
        facts                                                                                               | feature                   | value           | why
        loan -400 20000 rate=1200                                                          | loan_rate_change_sum_180d | 0               | the same all the time
        loan -400 20000 rate=1200; loan -400 20000 rate=1325 known=-100                       | loan_rate_change_sum_180d | 1.25            | from 12 to 13.25 %
        loan -400 20000 rate=1200; loan -400 20000 rate=1325 known=-180                | loan_rate_change_sum_180d | 0               | the day before the window
        loan -400 20000 rate=1200; loan -400 20000 rate=1400 known=-90; loan -400 20000 rate=1100 known=-10 | loan_rate_change_sum_180d | -1      | up 2, down 3
        loan -400 20000 rate=1200; loan -400 20000 rate=1325 known=1                             | loan_rate_change_sum_180d | 0               | learnt tomorrow
        loan -400 20000                                                                   | loan_rate_change_sum_180d | no_data         | the rate is not stated
        loan -100 20000 rate=1200                                                                | loan_rate_change_sum_180d | too_little_data | 101 days of 180
        """);
}
