namespace RiskSignals.Tests.Features;

/// <summary>Group Contact from its definitions.</summary>
internal static class ContactTables
{
    private const string Loan = "loan -400 20000; due -370..+350/30 1000";

    public static FeatureTable Attempts { get; } = new(
        """
        facts                                                                                  | feature                     | value           | why
        contact -20 sms delivered; contact -10 call attempted; inbound -5 app 9   | contact_attempt_count_30d   | 2               | that of the borrower is none
        contact -30 sms delivered                                                    | contact_attempt_count_30d   | 0               | the day before the window
        contact -29 sms delivered                                                  | contact_attempt_count_30d   | 1               | the first day of the window
        contact -3 sms delivered known=1                                                       | contact_attempt_count_7d    | no_data         | learnt tomorrow
        contact -20..-18 sms delivered; contact -10 email bounced; contact -9 letter attempted | contact_delivered_share_90d | 3/4         | letters do not tell
        contact -20..-19 sms delivered                                            | contact_delivered_share_90d | too_little_data | a share needs three messages
        contact -20..-18 call attempted                                                   | contact_delivered_share_90d | not_applicable  | a call is no message
        contact -20..-18 call attempted; contact -10 call right_party        | contact_rpc_share_90d       | 1/4             | one conversation in four attempts
        contact -20 call attempted; contact -10 call right_party       | contact_rpc_since_life      | 10              | past due at some time, spoken to on -10
        contact -20 call attempted                                                             | contact_rpc_since_life      | not_applicable  | never spoken to
        inbound -40 call 9; inbound -5 app 9                                     | contact_inbound_count_30d   | 1               | one of two lies in the window
        """,
        given: Loan);

    public static FeatureTable Rights { get; } = new(
        """
        facts                                        | feature                    | value | why
                                                     | contact_opt_out_count_365d | 0     | the borrower is known and opted out of nothing
        flag -10 opt_out_sms; flag -400 opt_out_call | contact_opt_out_count_365d | 1     | one began in the window
        flag -10 complaint                           | contact_complaint_flag_now | 1     | open
        flag -10 complaint to=-1                     | contact_complaint_flag_now | 0     | closed yesterday
        flag -10 dispute loan=loan1                  | contact_dispute_flag_now   | 1     | open, about this loan
        flag -10 dispute loan=loan2                  | contact_dispute_flag_now   | 0     | about another loan
        """,
        given: Loan);

    public static FeatureTable Opened { get; } = new(
        """
        facts                                                                                  | feature                | value           | why
        contact -20..-18 email delivered; contact -10 email opened                            | contact_open_share_90d | 1/4             | one of four delivered
        contact -20..-18 email delivered; contact -10 app replied                            | contact_open_share_90d | 1/4             | who replies has opened
        contact -20..-17 sms delivered; contact -10..-8 email opened; contact -7 email bounced | contact_open_share_90d | 1               | texts tell nothing
        contact -20..-19 email opened                                                  | contact_open_share_90d | too_little_data | a share needs three messages
        contact -20..-17 sms delivered                                                         | contact_open_share_90d | not_applicable  | none that can tell
        """,
        given: Loan);

    /// <summary>Three messages at 9 o'clock: on -40, -30 and -20.</summary>
    public static FeatureTable Replies { get; } = new(
        """
        facts                                                      | feature                | value           | why
        inbound -39 call 9; inbound -30 sms 14; inbound -20 app 10 | contact_reply_p50_180d | 5               | the middle of 24, 5 and 1 hours
        inbound -20 call 10                                        | contact_reply_p50_180d | 241             | one call answers all three: 481, 241 and 1 hours
        paid -20 1000 method=transfer                              | contact_reply_p50_180d | 254.9997222     | a payment counts from the last second of its day
        paid -20 1000 method=direct_debit                          | contact_reply_p50_180d | too_little_data | the lender collected it
        inbound -20 portal 10                                      | contact_reply_p50_180d | too_little_data | a visit is no answer
        inbound -20 call 8                                         | contact_reply_p50_180d | too_little_data | the third has no answer
        contact -15 sms replied known=-14; inbound -20 call 10 | contact_reply_p50_180d | 132.5   | the fourth was answered when its result was learnt: 24 hours
        """,
        given: Loan + "; contact -40..-20/10 sms delivered");

    public static FeatureTable Visits { get; } = new(
        """
        facts                                                       | feature                   | value          | why
        inbound -209..-30/15 portal 9; inbound -10 portal 9         | contact_portal_ratio_30d  | 0.5            | one visit, usually two a block
        inbound -209..-30/15 portal 9; inbound -20 portal 9 known=1 | contact_portal_ratio_30d  | 0              | learnt tomorrow
        inbound -10 portal 9                                        | contact_portal_ratio_30d  | not_applicable | usually none
        inbound -10 portal 9                                        | contact_inbound_count_30d | 0              | a visit is neither message nor call
                                                                    | contact_portal_ratio_30d  | no_data        | no contact is known
        """,
        given: Loan);

    public static FeatureTable Details { get; } = new(
        """
        facts                                                               | feature                         | value           | why
        detail -300 phone failed=-20; detail -300 email failed=-89       | contact_unreachable_flag_90d    | 1               | both failed, the last 20 days ago
        detail -300 phone failed=-20; detail -300 email                     | contact_unreachable_flag_90d    | 0               | e-mail is thought to work
        detail -300 phone failed=-20 to=-10; detail -9 phone                | contact_unreachable_flag_90d    | 0               | a new number came
        detail -300 phone failed=-90; detail -300 email failed=-200         | contact_unreachable_flag_90d    | too_little_data | nobody has looked since
        detail -300 phone to=-10                                            | contact_unreachable_flag_90d    | not_applicable  | nothing is on record any more
        detail -300 phone id=p; detail -300 phone id=p failed=-5 known=1    | contact_unreachable_flag_90d    | 0               | the failure is learnt tomorrow
                                                                            | contact_unreachable_flag_90d    | no_data         | nothing was ever on record
        detail -300 phone to=-10; detail -9 phone; detail -40 email | contact_detail_change_count_90d | 1             | another number; the first e-mail is none
        detail -300 phone to=-90; detail -89 phone; detail -300 email to=-5 | contact_detail_change_count_90d | 1               | an end is no change
        detail -300 phone to=-91; detail -90 phone                          | contact_detail_change_count_90d | 0               | the day before the window
        detail -30 phone                                                    | contact_detail_change_count_90d | too_little_data | looked for 31 days of 90
        """,
        given: Loan);

    /// <summary>Nine delivered texts at 9 in UTC, five before the clocks went forward on -76 and four after: 9 and 10 in London.</summary>
    public static FeatureTable Hours { get; } = new(
        """
        facts                                                                | feature                      | value           | why
        contact -20 sms delivered hour=19                                    | contact_best_hour_value_180d | not_applicable  | nobody responded at any hour
                                                                             | contact_best_hour_value_180d | too_little_data | nine messages
        contact -20 email opened hour=19                                   | contact_best_hour_value_180d | 20              | 19 in UTC is 20 in London's summer
        contact -120 email opened hour=19                                    | contact_best_hour_value_180d | 19              | in winter it is 19
        borrower US-CA America/Los_Angeles; contact -20 email opened hour=19 | contact_best_hour_value_180d | 12              | seven hours behind
        contact -20 email opened hour=23; contact -20 email opened hour=22 | contact_best_hour_value_180d | 0        | of two equal hours, 0 and 23, the earlier
        borrower UK Nowhere/Here; contact -20 email opened hour=19           | contact_best_hour_value_180d | no_data         | there is no such time zone
        """,
        given: Loan + "; contact -120..-80/10 sms delivered; contact -40..-10/10 sms delivered");
}
