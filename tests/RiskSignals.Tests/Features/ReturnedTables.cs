namespace RiskSignals.Tests.Features;

/// <summary>Features of group Returned from their definitions.</summary>
internal static class ReturnedTables
{
    public static FeatureTable Mandates { get; } = new(
        """
        facts                                                                  | feature                              | value   | why
        mandate -200 cancelled=-10 known=-9                                    | returned_mandate_cancelled_count_30d | 1       | ours
        mandate -200 cancelled=-10; mandate -150 on=main cancelled=-5     | returned_mandate_cancelled_count_30d | 2       | and one that the bank account shows
        mandate -200 cancelled=-29                                             | returned_mandate_cancelled_count_30d | 1       | the first day of the window
        mandate -200 cancelled=-30                                             | returned_mandate_cancelled_count_30d | 0       | the day before it
        mandate -200 cancelled=-30                                             | returned_mandate_cancelled_count_90d | 1       | within the longer one
        mandate -200; mandate -100 cancelled=-10 known=1      | returned_mandate_cancelled_count_30d | 0       | one goes on, the other's end is learnt tomorrow
                                                                               | returned_mandate_cancelled_count_30d | no_data | no mandate was ever known
        account other current consent=none; mandate -150 on=other cancelled=-5 | returned_mandate_cancelled_count_30d | no_data | it may not be read
        """,
        given: "loan -300 20000; due -270..+90/30 1000; account main current; bank -250..0/10 -100");

    public static FeatureTable Unseen { get; } = new(
        """
        facts                                                                      | feature                              | value           | why
        mandate -200 cancelled=-10                       | returned_mandate_cancelled_count_30d | no_data         | without bank data others can't be looked for
        account main current to=-5; bank -100..-6/2 -9; mandate -200 cancelled=-10 | returned_mandate_cancelled_count_30d | consent         | consent has ended
        account main current; bank -100..-50/2 -9; mandate -200 cancelled=-10 | returned_mandate_cancelled_count_30d | stale           | nothing new for 50 days
        account main current; bank -20..0/2 -9; mandate -200 cancelled=-30 | returned_mandate_cancelled_count_90d | 1     | what is found counts, covered or not
        account main current; bank -20..0/2 -9; mandate -200                       | returned_mandate_cancelled_count_90d | too_little_data | 21 days of 90
        """,
        given: "loan -300 20000; due -270..+90/30 1000");

    public static FeatureTable Returned { get; } = new("""
        facts                                                        | feature                   | value           | why
        bank -12 -1200 lack_of_funds_fee; bank -9 -1200 lack_of_funds_fee; bank -7 1200 fee_refund | returned_fee_count_30d | 1 | net of the refunded fee
        bank -5 1000 salary; bank -9 -100 lack_of_funds_fee          | returned_fee_ratio_90d    | 0.1             | 100 of 1,000
        bank -10 -400 insurance; bank -8 400 returned_debit | returned_debit_count_30d | 1 | the latest debit of the amount, fee or no fee
        bank -10 -400 insurance id=d; bank -8 400 returns=d          | returned_debit_count_30d  | 1               | named by the feed
        bank -10 -400 discretionary id=d; bank -8 400 refund returns=d | returned_debit_count_30d  | 0               | a shop's refund is no returned payment
        bank -10 -400 gambling id=d; bank -8 400 returned_debit returns=d | returned_debit_count_30d | 0 | gambling enters no score, given back or not
        bank -10 -400 insurance; bank -8 400 returned_debit; bank -20 -200 telecom;
          bank -30 -300 energy; bank -40 -50 groceries | returned_debit_share_90d | 1/3 | three direct debits; a purchase is none
        bank -10 -400 insurance;
          bank -8 400 returned_debit; bank -20 -200 telecom | returned_debit_share_90d | too_little_data | two direct debits are no share
        bank -90 -400 insurance; bank -88 400 returned_debit; bank -60..-20/20 -200 telecom | returned_debit_share_90d | 0 | the debit was before the window
                                                                     | returned_debit_share_90d  | not_applicable  | no direct debit
        bank -10 -400 insurance; bank -8 400 returned_debit          | returned_debit_since_life | 8               | since it came back
        bank -10 -400 insurance; bank -8 400 returned_debit; bank -5 1000 salary | spend_income_ratio_30d    | 0               | the pair nets to nothing
        bank -5 -500 stop_payment; bank -89 0 stop_payment; bank -90 -500 stop_payment | returned_stop_count_90d   | 2               | a fee and an order
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Ours { get; } = new("""
        facts                                                  | feature                         | value           | why
        paid -50..-20/30 1000; reversed -18 insufficient_funds | returned_own_funds_count_30d    | 1               | on the day it was taken back
        paid -50..-20/30 1000; reversed -18 account_closed     | returned_own_funds_count_30d    | 0               | for another reason
        paid -20 1000; reversed -18 account_closed             | returned_own_closed_flag_90d    | 1               | closed or blocked
        paid -20 1000; reversed -18 insufficient_funds         | returned_own_closed_flag_90d    | 0               | not closed
        paid -20 1000; reversed -18 disputed                   | returned_own_disputed_count_90d | 1               | disputed at the bank
        paid -80..-20/30 1000; reversed -18 insufficient_funds | returned_next_prob_next         | 1.5/4           | one of three, half a case to either side
        paid -80..-20/30 1000; reversed -18 disputed           | returned_next_prob_next         | 0.5/4           | a dispute is a right
        paid -50..-20/30 1000                                  | returned_next_prob_next         | too_little_data | two collections
        paid -80..-20/30 1000; paid -10 1000 method=transfer   | returned_next_prob_next         | not_applicable  | last paid in another way
        paid -365..-20/345 1000; paid -50 1000                 | returned_next_prob_next         | too_little_data | t−365 is outside
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current");
}
