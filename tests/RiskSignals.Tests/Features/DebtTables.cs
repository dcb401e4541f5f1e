namespace RiskSignals.Tests.Features;

/// <summary>Debt and other lenders by their definitions.</summary>
internal static class DebtTables
{
    public static FeatureTable Lenders { get; } = new("""
        facts                                                        | feature                          | value          | why
        bank -5 1000 salary; bank -5 -200 loan_payment; bank -5 -100 own_loan_payment | debt_service_ratio_30d           | 0.3            | ours included
        bank -5 -9 loan_payment party=A;
          bank -9 -9 high_cost_payment party=B; bank -9 -9 own_loan_payment | debt_lender_count_90d | 2 | we are not another lender
        bank -90 -9 loan_payment party=A                             | debt_lender_count_90d            | 0              | paid before the window
        bank -29..0/10 -9 loan_payment party=A                       | debt_lender_new_count_30d        | 1              | first paid on t−29
        bank -30..0/10 -9 loan_payment party=A                       | debt_lender_new_count_30d        | 0              | first paid on t−30
        bank -5 700 loan_disbursement party=A; bank -30 700 loan_disbursement party=B | debt_disbursement_count_30d      | 1              | t−30 is outside
        loan -9 777 id=loan2; bank -8 777 loan_disbursement          | debt_disbursement_count_30d      | 0              | the disbursement of a loan of ours
        bank -5 700 loan_disbursement; bank -5 1000 salary           | debt_disbursement_ratio_30d      | 0.7            | what is borrowed is no income
        bank -12 700 high_cost_disbursement; bank -50 700 loan_disbursement | debt_disbursement_since_life     | 12             | the latest
                                                                     | debt_disbursement_since_life     | not_applicable | never any
        bank -5 9 loan_disbursement party=A;
          bank -6 9 loan_disbursement party=a; bank -7 9 loan_disbursement party=B | debt_stacking_count_30d | 2 | A twice, in other letters
        bank -5 -9 high_cost_payment party=A; bank -6 -9 high_cost_payment party=A | debt_high_cost_payment_count_30d | 2              | each payment
        bank -5 -9 high_cost_payment party=A; bank -6 9 high_cost_disbursement party=A | debt_high_cost_lender_count_90d | 1 | one lender, either way
        bank -187..-37/30 -9 loan_payment party=A | debt_missed_count_90d | 1 | not seen by the end of the 7th day after
        bank -186..-36/30 -9 loan_payment party=A                    | debt_missed_count_90d            | 0              | 6 days after it was expected
        bank -5 -9 debt_collector; bank -90 -9 debt_collector        | debt_collector_payment_count_90d | 1              | t−90 is outside
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Cards { get; } = new("""
        facts                                                        | feature                      | value           | why
        statement -170..-20/30 1000; bank -150 1050 card_payment;
          bank -120 950 card_payment; bank -90 949 card_payment | debt_card_minimum_count_180d | 2 | 5 % above and below are within, 51 below is not
        statement -170..-20/30 1000; bank -150 4000 card_payment     | debt_card_minimum_count_180d | 0               | more than the minimum
        statement -230..-20/30 1000; bank -179 1000 card_payment; bank -180 1000 card_payment | debt_card_minimum_count_180d | 1 | t−180 is outside
        statement -200 1000; statement -50 2000; bank -50 1000 card_payment;
          bank -49 1000 card_payment | debt_card_minimum_count_180d | 1 | the statement of the day before has another minimum
        statement -170 1000; bank -150 1000 refund                   | debt_card_minimum_count_180d | 0               | a refund is no payment
        statement -170 1000; bank -150 1000 on=card; bank -150 -1000 on=cur | debt_card_minimum_count_180d | 1 | a transfer to the own card is a payment
        bank -150 1000 card_payment                                  | debt_card_minimum_count_180d | no_data         | minima are unknown
        statement -160 1000                                          | debt_card_minimum_count_180d | too_little_data | minima are known for 161 of 180 days
        bank -20 -400 groceries; bank -10 -100 card_payment on=cur   | debt_card_cover_ratio_90d    | 0.25            | 100 paid, 400 spent
        bank -10 -100 card_payment on=cur                            | debt_card_cover_ratio_90d    | not_applicable  | nothing spent on a card
        bank -5 -300 cash_advance; bank -5 300 cash_advance on=cur | debt_cash_advance_count_30d | 1 | one advance, seen on both bank accounts
        bank -5 -300 cash_advance; bank -9 300 cash_advance on=cur   | debt_cash_advance_count_30d  | 2               | a cash advance and a wage advance
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer; account card card");
}
