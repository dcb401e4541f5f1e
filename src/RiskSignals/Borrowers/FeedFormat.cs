namespace RiskSignals.Borrowers;

/// <summary>The forms in which banks and aggregators hand out what a bank account did.</summary>
public enum FeedFormat
{
    /// <summary>UK Open Banking read/write API, v3.1 and v4.0.</summary>
    Obie,

    /// <summary>Berlin Group NextGenPSD2, as GoCardless Bank Account Data passes it on.</summary>
    Berlin,

    /// <summary>Plaid transactions, accounts and reports.</summary>
    Plaid,
}
