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
}
