namespace RiskSignals.Tests.Features;

/// <summary>Balance features by their definitions. The next instalment, of 1,000 minor units, is due in 5 days.</summary>
internal static class BalanceTables
{
    public static FeatureTable Levels { get; } = new("""
        facts                                                        | feature                      | value           | why
        bank -240 0 own_transfer balance=2000                        | balance_eod_p10_30d          | 2               | the balance stays between two rows
        bank -240 0 own_transfer balance=2000; bank -3 -1500 groceries | balance_eod_p10_30d          | 0.5             | four low days of 30
        bank -240 0 own_transfer balance=2000; bank -2 -1500 groceries | balance_eod_p10_30d | 1.85 | three: linear between the third and the fourth
        bank -240 0 own_transfer balance=2000; bank -14 -1500 groceries | balance_eod_p50_30d          | 1.25            | 15 of 30 days low: between the two
        bank -240 0 own_transfer balance=2000; bank -59 -1500 groceries; bank -29 500 gig | balance_eod_p50_31d_60d      | 0.5             | days t−59 to t−30
        bank -240 0 own_transfer balance=2000; bank -26 -1500 groceries | balance_eod_p90_30d          | 0.65            | three high days of 30
        bank -240 0 own_transfer balance=2000; bank -29 -1500 groceries; bank -28 900 gig | balance_eod_min_30d          | 0.5             | t−29 is inside
        bank -240 0 own_transfer balance=2000; bank -30 -1500 groceries; bank -29 900 gig | balance_eod_min_30d          | 1.4             | t−30 is not
                                                                     | balance_eod_min_30d          | no_data         | no balance was ever stated
        bank -240 0 own_transfer balance=2000; bank -30 -1000 groceries | balance_eod_ratio_30d        | 0.5             | 1,000 now, 2,000 as a rule
        bank -240 0 own_transfer balance=0                           | balance_eod_ratio_30d        | not_applicable  | the baseline is 0
        bank -240 0 own_transfer balance=2000;
          bank -185..-35/30 -3000 groceries; bank -29..0/1 -100 groceries | balance_eod_slope_30d | -1 | falls by a day's own outflow a day
        bank -240 0 own_transfer balance=0                           | balance_eod_slope_30d        | not_applicable  | no own outflow to measure against
        bank -240 0 own_transfer balance=2000                        | balance_instalment_ratio_now | 2               | 2,000 ÷ 1,000
        bank -240 0 own_transfer balance=2000 | balance_at_due_mean_180d | 2 | the balance at the end of the day before each due date
        bank -240 0 own_transfer balance=2000; bank -25 -1000 groceries | balance_at_due_mean_180d | 2 | what leaves on the due date itself comes after
        bank -75 0 own_transfer balance=500 | balance_at_due_mean_180d | too_little_data | two due dates after the balance is known
        bank -240 0 own_transfer balance=2000;
          bank -185..-35/30 -3000 groceries; bank -21 0 own_transfer balance=2000 | balance_runway_value_now | 20 | 100 a day go out as a rule
        bank -240 0 own_transfer balance=2000 | balance_shortfall_prob_next | 0.5/43 | never fell in 42 starts of earlier months; half a case to either side
        bank -240 0 own_transfer balance=999                         | balance_shortfall_prob_next  | 42.5/43         | below the instalment as it is
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Days { get; } = new("""
        facts                                                        | feature                                 | value           | why
        bank -240 0 own_transfer balance=2000; bank -10 -2500 groceries; bank -6 1000 gig | balance_negative_days_count_30d | 4 | t−10 to t−7
        bank -240 0 own_transfer balance=2000; bank -35 -2500 groceries; bank -28 1000 gig | balance_negative_days_count_30d | 1 | t−29 alone is inside
        bank -240 0 own_transfer balance=2000; bank -10 -2500 groceries; bank -6 1000 gig | balance_negative_since_life | 7 | the last day below 0
        bank -240 0 own_transfer balance=2000                        | balance_negative_since_life             | not_applicable  | never below 0
        bank -240 0 own_transfer balance=2000; bank -10 -1001 groceries | balance_below_instalment_days_count_30d | 11              | 999 from t−10 on
        bank -240 0 own_transfer balance=2000; bank -10 -1000 groceries | balance_below_instalment_days_count_30d | 0 | at the instalment is not below
        bank -155..-5/30 1000 salary;
          bank -240 0 own_transfer balance=2000 | balance_pre_income_slope_180d | 1 | each payday finds 1,000 more, an instalment, than the one before
        bank -155..-65/30 1000 salary; bank -240 0 own_transfer balance=2000 | balance_pre_income_slope_180d | 1 | four paydays are a slope
        bank -125..-65/30 1000 salary; bank -240 0 own_transfer balance=2000 | balance_pre_income_slope_180d           | too_little_data | three are not
        bank -177..-87/30 1000 salary;
          bank -240 0 own_transfer balance=2000 | balance_pre_income_slope_180d | too_little_data | three days before the first is t−180, outside
        bank -240 0 own_transfer balance=2000                        | balance_pre_income_slope_180d           | too_little_data | no recurring income
        account sav savings; bank -200 0 own_transfer balance=1000; bank -10 -250 savings | balance_savings_ratio_90d | 0.75 | 750 now, 1,000 on t−89
        account sav savings;
          bank -200 0 own_transfer balance=0; bank -10 250 savings | balance_savings_ratio_90d | not_applicable | nothing saved at the start
                                                                     | balance_savings_ratio_90d               | no_data         | no savings account
        bank -240 0 own_transfer balance=2000 | balance_overdraft_ratio_30d | no_data | the arranged limit is not known
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Overdraft { get; } = new("""
        facts                                                        | feature                           | value | why
        bank -240 0 own_transfer balance=-250                        | balance_overdraft_ratio_30d       | 0.5   | 250 of 500 on every day
        bank -240 0 own_transfer balance=250; bank -14 -500 groceries | balance_overdraft_ratio_30d       | 0.25  | on half of the days
        bank -240 0 own_transfer balance=-500                        | balance_unarranged_days_count_30d | 0     | at the limit is not past it
        bank -240 0 own_transfer balance=-500; bank -3 -1 groceries  | balance_unarranged_days_count_30d | 4     | past it from t−3 on
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current overdraft=500; bank -250..0/10 0 own_transfer");
}
