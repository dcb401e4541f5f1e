namespace RiskSignals.Tests.Features;

/// <summary>Spending and commitments by their definitions. An instalment of 1,000 minor units is due in 5 days and every 30 days after.</summary>
internal static class SpendingTables
{
    public static FeatureTable Spending { get; } = new("""
        facts                                                        | feature                       | value           | why
        bank -185..-35/30 -1000 groceries; bank -5 -1500 discretionary | spend_total_z_30d | 10 | 500 above 1,000, by 5 % of the median
        bank -5 600 salary; bank -5 -300 groceries;
          bank -5 -90 loan_payment; bank -5 -80 savings | spend_income_ratio_30d | 0.5 | loan payments and savings are no spending
        bank -5 -300 groceries                                       | spend_income_ratio_30d        | not_applicable  | no income to divide by
        account card card; bank -5 -300 groceries; bank -5 600 salary on=cur | spend_income_ratio_30d        | 0.5             | what a card buys is spent
        bank -5 600 salary; bank -5 -300 groceries; bank -5 -300 discretionary | spend_essential_ratio_30d     | 0.5             | groceries are essential
        bank -185..-35/30 -1000 energy; bank -5 -900 energy; bank -5 -800 cash | spend_essential_z_30d         | -2              | cash is not essential
        bank -5 -100 groceries; bank -5 -200 discretionary; bank -5 -100 cash | spend_discretionary_share_30d | 0.75 | what is neither essential nor committed
        bank -5 -100 groceries; bank -5 -200 discretionary           | spend_discretionary_share_30d | too_little_data | two debits are no share
        bank -5 400 salary; bank -5 -100 cash                        | spend_cash_ratio_30d          | 0.25            | 100 of 400
        bank -125..-5/30 9 salary; bank -123..-33/30 -100 groceries;
          bank -110..-20/30 -300 cash | spend_cycle_start_share_180d | 0.25 | payday and the two days after are the start
        bank -125..-5/30 9 salary;
          bank -122..-32/30 -100 groceries; bank -110..-20/30 -300 cash | spend_cycle_start_share_180d | 0 | the third day after is not
        bank -65..-5/30 9 salary; bank -63..-3/30 -100 groceries     | spend_cycle_start_share_180d  | too_little_data | two cycles have ended
        bank -5 1000 salary; bank -5 -400 loan_payment; bank -4 -50 savings | cashflow_net_ratio_30d | 0.6 | all that goes out but own transfers
        bank -5 -100 cash; bank -35 -100 cash; bank -36 100 gig      | cashflow_negative_count_180d  | 1               | the second block is even
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Commitments { get; } = new("""
        facts                                                        | feature                      | value          | why
        bank -5 1000 salary; bank -5 -100 telecom;
          bank -5 -200 loan_payment; bank -5 -50 energy | commitment_income_ratio_30d | 0.3 | energy is essential, loan payments are committed
        bank -75..-15/30 -500 subscription party=Gym                 | commitment_new_count_90d     | 1              | first paid 75 days ago, and again
        bank -89..-29/30 -500 subscription party=Gym                 | commitment_new_count_90d     | 1              | begun on t−89
        bank -90..-30/30 -500 subscription party=Gym                 | commitment_new_count_90d     | 0              | begun on t−90
        bank -15 -500 insurance party=Insurer                        | commitment_new_count_90d     | 0              | paid once so far
        bank -75..-15/30 -500 own_loan_payment party=Us              | commitment_new_count_90d     | 0              | our own loan is no news to us
        bank -75..-15/30 -500 telecom                                | commitment_new_count_90d     | 0              | nobody named
        bank -5 -300 telecom; bank -60 -200 telecom                  | commitment_change_ratio_90d  | 1.5            | 30d ÷ 61d_90d
        bank -59 -200 telecom; bank -5 -300 telecom                  | commitment_change_ratio_90d  | not_applicable | nothing in 61d_90d
        bank -50 1000 salary; bank -50 -300 housing                  | commitment_housing_ratio_90d | 0.3            | 300 of 1,000
        bank -50 9000 salary; bank -50 -3000 housing; bank -50 -600 telecom;
          bank -50 -500 loan_payment | surplus_instalment_ratio_90d | 1.8 | before loan payments; 3,000 are due in the next 90 days
        event -1 paid_off                                            | surplus_instalment_ratio_90d | not_applicable | nothing is due
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Young { get; } = new("""
        facts                                                        | feature                  | value           | why
        bank -75..-15/30 -500 subscription party=Gym | commitment_new_count_90d | too_little_data | 34 days before the window could not show it
        bank -124 0 own_transfer; bank -75..-15/30 -500 subscription party=Gym | commitment_new_count_90d | 1               | 35 days could
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -123..0/10 0 own_transfer");
}
