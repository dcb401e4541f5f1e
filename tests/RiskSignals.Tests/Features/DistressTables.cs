namespace RiskSignals.Tests.Features;

/// <summary>Signs of trouble and support-only features by their definitions.</summary>
internal static class DistressTables
{
    public static FeatureTable Distress { get; } = new("""
        facts                                                        | feature                          | value           | why
        bank -5 600 salary; bank -5 200 family_in; bank -6 200 family_in | distress_family_share_30d        | 0.4             | 400 of 1,000
        bank -5 600 salary; bank -5 200 family_in                    | distress_family_share_30d        | too_little_data | two credits are no share
        bank -185..-35/30 90 family_in; bank -5 10 family_in; bank -6 10 family_in | distress_family_z_30d | 20 | two, where one is usual, by 5 % of it
        bank -185..-35/30 1000 salary;
          bank -185..-35/30 -1000 cash; bank -5 -1100 cash; bank -6 900 salary | distress_double_shock_flag_30d | 1 | both z of 2 at least
        bank -185..-35/30 1000 salary;
          bank -185..-35/30 -1000 cash; bank -5 -1099 cash; bank -6 900 salary | distress_double_shock_flag_30d | 0 | spending z below 2
        bank -86 0 own_transfer balance=0; bank -85..-25/30 1000 salary; bank -82..-22/30 -1000 cash | distress_drain_mean_90d | 3 | gone three days after
        bank -86 0 own_transfer balance=0; bank -85..-25/30 1000 salary;
          bank -82..-22/30 -900 cash | distress_drain_mean_90d | too_little_data | at 10 % it is not below: two cycles as long as they are, one undecided
        bank -5 200 savings; bank -29 200 savings; bank -30 200 savings | distress_savings_draw_count_30d  | 2               | t−30 is outside
        account sav savings; bank -5 -200; bank -4 200 on=cur | distress_savings_draw_count_30d | 1 | between the own bank accounts, whatever it is called
        bank -185..-35/30 -1000 groceries; bank -5 -300 groceries; bank -5 -200 energy | distress_essential_cut_ratio_30d | 0.5             | food and energy
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Support { get; } = new("""
        facts                                                        | feature                         | value | why
        bank -5 1000 salary; bank -5 -100 gambling                   | distress_gambling_ratio_90d     | 0.1   | 100 of 1,000
        bank -5 -100 gambling; bank -9 -100 gambling                 | distress_gambling_since_life    | 5     | the latest
        bank -185..-35/30 -1000 health_like; bank -5 -4000 health_like | distress_health_z_90d           | 20    | 2,000 a block in 90 days, 1,000 as a rule
        bank -100 -9 housing party=Old; bank -30 -9 housing party=New | distress_life_event_flag_90d    | 1     | rent to somebody new: a move
        bank -100..-10/30 -9 housing party=Old                       | distress_life_event_flag_90d    | 0     | rent to the same landlord
        bank -30 -9 childcare party=Nursery                          | distress_life_event_flag_90d    | 1     | childcare for the first time
        bank -90 -9 childcare party=Nursery; bank -30 -9 childcare party=Nursery | distress_life_event_flag_90d    | 0     | not for the first time
        bank -30 -9 discretionary text=CARD_Smith_Funeral_Care       | distress_life_event_flag_90d    | 1     | an undertaker was paid
        flag -10 hardship                                            | distress_hardship_flag_now      | 1     | declared and open
        flag -10 hardship to=-1                                      | distress_hardship_flag_now      | 0     | ended yesterday
        flag -10 vulnerable                                          | distress_vulnerability_flag_now | 1     | recorded and open
        flag -10 moratorium to=0                                     | distress_moratorium_flag_now    | 1     | the last day counts
        event -10 moratorium to=20                                   | distress_moratorium_flag_now    | 1     | recorded on the loan
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -250..0/10 0 own_transfer");

    public static FeatureTable Young { get; } = new("""
        facts                                                        | feature                      | value           | why
        bank -99 -9 housing party=Old;
          bank -30 -9 housing party=New | distress_life_event_flag_90d | too_little_data | too short a history to tell what is new
        bank -30 -9 discretionary party=Crematorium                  | distress_life_event_flag_90d | 1               | an undertaker was paid
        """, given: "loan -400 20000; due -385..215/30 1000; account cur current; bank -100..0/10 0 own_transfer");
}
