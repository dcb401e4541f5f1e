namespace RiskSignals.Tests.Features;

/// <summary>Income features by their definitions. The next instalment, of 1,000 minor units, is due in 5 days.</summary>
internal static class IncomeTables
{
    public static FeatureTable Totals { get; } = new("""
        facts                                                        | feature                  | value           | why
        bank -29 300 salary; bank -30 500 salary; bank -5 200 refund | income_total_sum_30d | 3 | t−29 is inside, t−30 is not, a refund is no income
        bank -30 300 salary;
          bank -59 200 gig; bank -60 100 gig; bank -29 70 gig | income_total_sum_31d_60d | 5 | t−30 and t−59 are inside, t−29 and t−60 are not
        bank -60 300 salary; bank -89 200 pension; bank -90 100 pension | income_total_sum_61d_90d | 5               | t−60 and t−89 are inside, t−90 is not
        bank -5 900 loan_disbursement; bank -5 90 cash_advance; bank -5 9 other_income | income_total_sum_30d | 0.09 | what is borrowed is no income
        bank -5 500 gig state=pending | income_total_sum_30d | 0 | pending rows count only in attributes that say so
        bank -5 500 gig known=1                                      | income_total_sum_30d     | 0               | not known yet
        account two current; bank -5 500; bank -6 -500 on=cur | income_total_sum_30d | 0 | an own transfer that the feed does not call one
        account two current; bank -5 500; bank -9 -500 on=cur        | income_total_sum_30d     | 5               | four days apart is no transfer
        account card card; bank -5 500 other_income                  | income_total_sum_30d     | 0               | what is paid into a card is no income
        bank -185..-35/30 1000 salary; bank -5 500 salary            | income_total_ratio_30d   | 0.5             | half the median block
        bank -185..-35/30 1000 salary                                | income_total_ratio_30d   | 0               | the fall itself is carried by 0
                                                                     | income_total_ratio_30d   | not_applicable  | no income to compare with
        bank -185..-35/30 1000 salary; bank -5 500 salary | income_total_z_30d | -10 | 500 below 1,000, by 5 % of the median as all blocks are alike
        bank -155..-5/30 1000 salary                                 | income_total_cv_180d     | 0               | the same every block
        bank -125..-5/60 900 gig; bank -155..-35/60 1100 gig | income_total_cv_180d | 0.1095445115 | sample deviation ÷ mean of 900 and 1,100 in turn
        bank -155 500 gig; bank -125 600 gig; bank -95 700 gig;
          bank -65 800 gig; bank -35 900 gig; bank -5 1000 gig | income_total_slope_180d | 100/750 | 100 more every block, oldest first, ÷ their mean
        bank -5 300 salary; bank -6 200 benefit; bank -7 100 gig     | income_salary_sum_90d    | 3               | only what is classed as salary
        borrower US-CA America/Los_Angeles;
          bank -5 300 salary; bank -6 200 benefit | income_salary_sum_90d | 5 | in the US a benefit is not told from a salary
        bank -5 300 salary; bank -6 100 benefit; bank -7 100 benefit | income_benefit_share_90d | 0.4             | 200 of 500
        borrower US America/New_York; bank -5 300 salary; bank -7..-6 100 benefit | income_benefit_share_90d | 0.4 | audits see it in the US too
        bank -5 300 salary; bank -6 100 benefit                      | income_benefit_share_90d | too_little_data | two credits are no share
        bank -5 300 salary; bank -6 100 gig; bank -7 100 gig         | income_gig_share_90d     | 0.4             | 200 of 500
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Coverage { get; } = new("""
        facts                                           | feature                | value           | why
        bank -161..-1/10 0 own_transfer                 | income_total_sum_180d  | 0               | 162 of 180 days are 90 %: looked and found none
        bank -160..-1/10 0 own_transfer                 | income_total_sum_180d  | too_little_data | 161 of 180 days are less than 90 %
        bank -200..-36/4 0 own_transfer                 | income_total_sum_30d   | stale           | nothing learnt for 36 days
        bank -149..0/10 0 own_transfer; bank -5 500 gig | income_total_ratio_30d | not_applicable  | four complete baseline blocks, all empty
        bank -148..0/10 0 own_transfer; bank -5 500 gig | income_total_ratio_30d | too_little_data | three complete baseline blocks
                                                        | income_total_sum_30d   | no_data         | nothing in the feed
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current");

    public static FeatureTable Consent { get; } = new("""
        facts                                | feature              | value           | why
                                             | income_total_sum_30d | consent         | consent ended with the day before
        account two current; bank -5 500 gig | income_total_sum_30d | too_little_data | the other bank account is read alone, and is too young
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current to=0; bank -250..0/10 5 gig");

    public static FeatureTable Streams { get; } = new("""
        facts                                                        | feature                        | value           | why
        bank -95 1000 salary; bank -65 900 salary; bank -35 1100 salary; bank -5 500 salary | income_salary_ratio_last | 0.5 | latest ÷ median of those before
        bank -65 900 salary; bank -35 1100 salary; bank -5 500 salary | income_salary_ratio_last       | too_little_data | two before the latest
        bank -190..-40/30 1000 salary | income_salary_gap_ratio_now | 40/30 | 40 days since the latest, one every 30
        bank -40 1000 salary; bank -70 1000 salary                   | income_salary_gap_ratio_now    | too_little_data | two salaries have no cadence
        bank -155..-95/30 9 salary; bank -61..-1/30 9 salary         | income_late_count_180d         | 1               | four days after its expected day
        bank -155..-95/30 9 salary; bank -62..-2/30 9 salary         | income_late_count_180d         | 0               | three days late is not late
        bank -155..-5/30 1000 salary                                 | income_stability_mean_180d     | 1               | the same amount, 30 days apart
        bank -155..-35/60 1100 salary; bank -125..-5/60 900 salary   | income_stability_mean_180d     | 0.8904554885    | steady days, unsteady amounts
        bank -105..-45/30 9 salary | income_stream_active_count_now | 1 | 1.5 median gaps without one are still active
        bank -106..-46/30 9 salary                                   | income_stream_active_count_now | 0               | longer is not
        bank -106..-46/30 9 salary                                   | income_stream_ended_count_60d  | 1               | stopped being active today
        bank -165..-105/30 9 salary                                  | income_stream_ended_count_60d  | 1               | stopped 59 days ago
        bank -166..-106/30 9 salary                                  | income_stream_ended_count_60d  | 0               | stopped 60 days ago
        bank -149..-29/30 9 salary;
          bank -75..-15/30 9 gig party=Cabs | income_stream_new_count_90d | 2 | a stream is one from its third credit on: 89 and 15 days ago
        bank -150..-30/30 9 salary                                   | income_stream_new_count_90d    | 0               | the third was 90 days ago
        bank -80..-20/30 9 salary                                    | income_expected_until_next     | 10              | the latest and a cadence
        bank -80..-20/30 9 | income_expected_until_next | too_little_data | nobody named and no class that recurs
        bank -175..-25/30 1000 salary | income_before_due_prob_next | 1/12 | none of 5 gaps was shorter than 30 days; half a case to either side
        bank -176..-26/30 1000 salary                                | income_before_due_prob_next    | 11/12           | all 5 were short enough
        bank -176..-26/30 999 salary                                 | income_before_due_prob_next    | 0               | no income as large as the instalment
        bank -175..-25/30 9 salary                                   | income_due_gap_value_next      | 0               | both in 5 days
        bank -176..-26/30 9 salary                                   | income_due_gap_value_next      | 1               | income a day before
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");
}
