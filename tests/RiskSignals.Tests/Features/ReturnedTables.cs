namespace RiskSignals.Tests.Features;

/// <summary>Mandates, of group Returned, from their definition.</summary>
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
}
