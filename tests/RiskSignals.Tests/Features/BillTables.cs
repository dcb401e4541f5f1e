namespace RiskSignals.Tests.Features;

/// <summary>Bills by their definitions. The next instalment, of 1,000 minor units, is due in 5 days.</summary>
internal static class BillTables
{
    public static FeatureTable Bills { get; } = new("""
        facts                                                        | feature                        | value          | why
        bank -100..-10/30 -500 energy party=P                        | bill_active_count_now          | 1              | four payments are a bill
        bank -70..-10/30 -500 energy party=P                         | bill_active_count_now          | 0              | three are not
        bank -180..-90/30 -500 energy party=P                        | bill_active_count_now          | 1              | three cadences without one
        bank -181..-91/30 -500 energy party=P                        | bill_active_count_now          | 0              | longer: the contract has ended
        bank -188..-38/30 -500 energy party=P | bill_missed_count_30d | 1 | 8 days after it was expected, past the grace
        bank -186..-36/30 -500 energy party=P                        | bill_missed_count_30d          | 0              | 6 days after it was expected
        bank -218..-68/30 -500 energy party=P                        | bill_missed_count_60d          | 2              | the next one was due too
        bank -219 -9 energy party=P; bank -182 -9 energy party=P;
          bank -152..-62/30 -9 energy party=P; bank -24 -9 energy party=P | bill_missed_count_90d | 1 | 38 days, and 37 were the longest before
        bank -219 -9 energy party=P; bank -182 -9 energy party=P;
          bank -152..-62/30 -9 energy party=P; bank -26 -9 energy party=P | bill_missed_count_90d | 0 | 36 days, and 37 were usual
        bank -188..-38/30 -500 energy party=P | bill_missed_share_90d | 1/3 | of those expected on t−68, t−38 and t−8 the last did not come
                                                                     | bill_missed_share_90d          | not_applicable | no bill was expected
        bank -188..-38/30 -500 energy party=P; bank -188..-38/30 -500 telecom party=T | bill_priority_missed_count_90d | 1 | a telephone is no priority bill
        bank -188..-38/30 -500 energy party=P                        | bill_overdue_max_now           | 8              | 38 days since payment, one every 30
        bank -115..-25/30 -500 energy party=P                        | bill_overdue_max_now           | 0              | not expected yet
                                                                     | bill_overdue_max_now           | not_applicable | no active biller
        bank -155..-95/30 -9 water party=W;
          bank -61..-1/30 -9 water party=W | bill_days_late_mean_180d | 0.8 | 4 days late once, five payments after the first
        bank -185..-35/30 -1000 housing; bank -5 -1500 local_tax     | bill_total_z_30d               | 10             | 500 above 1,000, by 5 % of the median
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Odds { get; } = new("""
        facts                                                        | feature                   | value          | why
        bank -160..-10/30 -500 energy party=P                        | bill_overdue_prob_max_now | 0              | not expected yet
        bank -188..-38/30 -500 energy party=P | bill_overdue_prob_max_now | 0.7737955613 | m = 1/12: m ÷ (m + (1 − m) × e^(−8/7) ÷ 12)
        bank -248 -9 energy party=P;
          bank -188..-38/30 -500 energy party=P | bill_overdue_prob_max_now | 0.9112084994 | a gap of 60 days spans a miss: one of six
                                                                     | bill_overdue_prob_max_now | not_applicable | no active biller
        bank -240 0 own_transfer balance=1000                        | bill_cover_prob_next      | 0.5            | just the instalment: as likely as not
        bank -240 0 own_transfer balance=1050                        | bill_cover_prob_next      | 0.8413447461   | one deviation more, 5 % of what moves
        bank -175..-25/30 1000 salary; bank -100..-10/30 -500 energy party=P;
          bank -1 0 own_transfer balance=700 | bill_cover_prob_next | 0.9452007083 | 700 and 1,000 of income against 500 of bills and 1,000 due
        bank -175..-25/30 1000 salary; bank -1 0 own_transfer balance=0; bank -155..-35/60 -100 water party=W;
          bank -125..-5/60 -500 water party=W | bill_cover_prob_next | 0.0854517601 | nothing, 300 of water and its deviation
        event -1 paid_off; bank -240 0 own_transfer balance=1000     | bill_cover_prob_next      | not_applicable | nothing is due and no bill expected
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");
}
