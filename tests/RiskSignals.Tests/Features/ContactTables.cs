namespace RiskSignals.Tests.Features;

/// <summary>Group Contact from its definitions.</summary>
internal static class ContactTables
{
    private const string Loan = "loan -400 20000; due -370..+350/30 1000";

    public static FeatureTable Attempts { get; } = new(
        """
        facts                                                                                     | feature                     | value           | why
        contact -20 sms delivered; contact -10 call attempted; contact -5 app replied by=borrower | contact_attempt_count_30d | 2 | that of the borrower is none
        contact -30 sms delivered                                                    | contact_attempt_count_30d   | 0               | the day before the window
        contact -29 sms delivered                                                  | contact_attempt_count_30d   | 1               | the first day of the window
        contact -3 sms delivered known=1                                                       | contact_attempt_count_7d    | no_data         | learnt tomorrow
        contact -20..-18 sms delivered; contact -10 email bounced; contact -9 letter attempted | contact_delivered_share_90d | 3/4         | letters do not tell
        contact -20..-19 sms delivered                                            | contact_delivered_share_90d | too_little_data | a share needs three messages
        contact -20..-18 call attempted                                                   | contact_delivered_share_90d | not_applicable  | a call is no message
        contact -20..-18 call attempted; contact -10 call right_party        | contact_rpc_share_90d       | 1/4             | one conversation in four attempts
        contact -20 call attempted; contact -10 call right_party       | contact_rpc_since_life      | 10              | past due at some time, spoken to on -10
        contact -20 call attempted                                                             | contact_rpc_since_life      | not_applicable  | never spoken to
        contact -40 call answered by=borrower; contact -5 portal replied by=borrower | contact_inbound_count_30d | 1             | one of two lies in the window
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
}
