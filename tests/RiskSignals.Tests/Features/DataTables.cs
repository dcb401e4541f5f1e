namespace RiskSignals.Tests.Features;

/// <summary>Group Data quality from its definitions.</summary>
internal static class DataTables
{
    private const string Loan = "loan -300 20000; due -270..+90/30 1000; account main current to=40";

    public static FeatureTable Feed { get; } = new(
        """
        facts                                                                          | feature                         | value           | why
        bank -200 100; bank -10 100                                       | data_history_days_value_now     | 200             | since the first bank transaction
        bank -200 100; bank -20 100; bank -10 -100                                     | data_transaction_count_30d      | 2               | one in, one out
        bank -200 100; bank -20 100; bank -10 -100                                     | data_credit_count_30d           | 1               | the one in
        bank -200 100; bank -20 100; bank -10 -100                                     | data_debit_count_30d            | 1               | the one out
        bank -20 100 state=pending                                            | data_transaction_count_30d      | no_data         | a pending one counts nowhere
        bank -10 100; bank -5 -100                                    | data_credit_count_90d           | 1               | what is found counts, covered or not
        bank -10 100                                                    | data_debit_count_90d            | too_little_data | 11 days of history do not cover 90
        bank -20 100; account second savings consent=none                | data_bank_account_count_now     | 1               | the second was never consented to
        bank -10 100 balance=900                                    | data_balance_coverage_share_30d | 11/30           | known from the tenth day back to today
        bank -200 100; bank -12 100 known=-11              | data_age_value_now              | 11              | the newest was learnt a day after it was booked
        bank -10 100                                                           | data_consent_until_next         | 40              | the consent ends in 40 days
        bank -200 100; bank -20 -300 groceries; bank -19 -100 groceries; bank -10 -100 | data_uncategorised_share_90d    | 0.2             | 100 of 500
        """,
        given: Loan);

    /// <summary>Pay and a bill every month on the main bank account.</summary>
    public static FeatureTable Primary { get; } = new(
        """
        facts                                                                              | feature               | value           | why
        bank -180..0/30 90000 salary; bank -175..-5/30 -4000 energy        | data_primary_flag_now | 1               | income and bills on the main bank account
        bank -180..0/30 90000 salary                                              | data_primary_flag_now | 0               | bills are paid from somewhere else
        bank -180..0/30 90000 salary; account card card; bank -175..-5/30 -4000 energy | data_primary_flag_now | 0           | a card is no current bank account
        bank -180..0/30 90000 salary; account bills current; bank -175..-5/30 -4000 energy | data_primary_flag_now | 1            | pay on one, bills on another
        bank -20..0/10 90000 salary; bank -5 -4000 energy                                  | data_primary_flag_now | too_little_data | 21 days of 90
        """,
        given: Loan);

    public static FeatureTable Coverage { get; } = new(
        """
        facts                                                                               | feature                          | value | why
        bank -90..-30/30 -1000                                                        | data_payment_coverage_share_180d | 3/4   | three of four debits are seen
        bank -90..-30/30 -1000; bank -125 -1000                                             | data_payment_coverage_share_180d | 1     | five days before
        bank -90..-30/30 -1000; bank -126 -1000                                             | data_payment_coverage_share_180d | 3/4   | six days before
        bank -90..-30/30 -1000; bank -120 -999                                              | data_payment_coverage_share_180d | 3/4   | another amount
        bank -90..-60/30 -1000; bank -31 -1000 id=d; bank -29 1000 returned_debit returns=d | data_payment_coverage_share_180d | 2/4   | one was given back
        bank -90..-30/30 -1000; paid -29 1000                                           | data_payment_coverage_share_180d | 3/5   | one debit shows one payment
        bank -90..-30/30 -1000; reversed -20 disputed                              | data_payment_coverage_share_180d | 2/3   | a reversed payment never counted
        """,
        given: Loan + "; paid -120..-30/30 1000");

    public static FeatureTable Gaps { get; } = new(
        """
        facts                                                                    | feature          | value | why
        bank -400..0/5 -100                                                      | data_gap_max_90d | 4     | something came every fifth day
        bank -400..-30/5 -100; bank -25..-10/5 -100 known=-9; bank -5..0/5 -100  | data_gap_max_90d | 20    | what was booked from -29 came on -9
        bank -400..-40/5 -100                                                    | data_gap_max_90d | 40    | nothing since
        bank -400..0/5 -100; account second current from=-10; bank -10 -100      | data_gap_max_90d | 4     | any bank account that may be read counts
        bank -400..0/10 -100; account second current consent=none; bank -15 -100 | data_gap_max_90d | 9     | one that may not be read tells nothing
        """,
        given: Loan);

    public static FeatureTable Corrections { get; } = new(
        """
        facts                                                                              | feature                   | value | why
        paid -60 1000 id=p; paid -60 900 id=p known=-50                                    | data_correction_count_90d | 1     | another amount
        paid -60 1000 id=p; paid -60 900 id=p known=-50; paid -60 950 id=p known=-40       | data_correction_count_90d | 1     | one fact, changed twice
        paid -60 1000 id=p; paid -60 1000 id=p known=-50                                   | data_correction_count_90d | 0     | sent again as it was
        paid -100 1000 id=p; paid -100 900 id=p known=-90                                  | data_correction_count_90d | 0     | the day before the window
        paid -60 1000 id=p; paid -60 900 id=p known=1                                      | data_correction_count_90d | 0     | learnt tomorrow
        bank -20 -100 id=t; bank -20 -100 groceries id=t known=-9                          | data_correction_count_90d | 1     | another category
        bank -20 -100 id=t state=pending; bank -19 -100 id=u replaces=t                    | data_correction_count_90d | 0     | posted, not put right
        contact -20 sms attempted id=c; contact -20 sms delivered id=c known=-19           | data_correction_count_90d | 0     | a result that goes on
        account other current consent=none; bank -20 -100 id=t; bank -20 -90 id=t known=-9 | data_correction_count_90d | 0     | not to be read
        """,
        given: Loan);
}
