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
        facts                                                          | feature                | value | why
        loan -400 20000 rate=0; paid -370..-250/30 1000                | loan_balance_ratio_now | 0.75  | without interest all money repays
        loan -400 20000 rate=3650; paid -390 1000                      | loan_balance_ratio_now | 0.96  | 10 days at 20 a day come first
        loan -400 20000 rate=0; paid -370 1000; reversed -360 disputed | loan_balance_ratio_now | 1     | a reversed payment never counted
        """);
}
