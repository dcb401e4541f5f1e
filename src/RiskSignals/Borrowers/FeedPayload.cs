namespace RiskSignals.Borrowers;

/// <summary>What one open-banking payload tells, in our words; not yet compared with what is known.</summary>
public sealed class FeedPayload
{
    internal FeedPayload(string name, FeedFormat format) => (Name, Format) = (name, format);

    /// <summary>The file it was read from, for errors.</summary>
    public string Name { get; }

    public FeedFormat Format { get; }

    /// <summary>The bank accounts it describes.</summary>
    public IList<FeedRow<BankAccount>> Accounts { get; } = [];

    /// <summary>The pending and posted bank transactions it lists.</summary>
    public IList<FeedRow<BankTransaction>> Transactions { get; } = [];

    /// <summary>Booked balances of whole bank accounts.</summary>
    public IList<FeedBalance> Balances { get; } = [];

    /// <summary>Arranged overdrafts, where they come apart from the bank account.</summary>
    public IList<FeedBalance> Overdrafts { get; } = [];

    /// <summary>Bank transactions that the feed withdraws, by id, with the place that says so.</summary>
    public IDictionary<string, string> Removed { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Bank accounts of kinds that are not read, such as mortgages and pensions.</summary>
    public ISet<string> AccountsLeftOut { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Bank accounts of which the payload lists everything pending: what was pending before and isn't listed is no more.</summary>
    public ISet<string> PendingInFull { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What could not be read, each with its JSON path; the rest was.</summary>
    public IList<FeedFault> Refused { get; } = [];

    /// <summary>Rows that are no bank transactions (announcements, rejected ones).</summary>
    public int RowsLeftOut { get; internal set; }

    /// <summary>Rows whose texts were dropped because they reveal belief, politics or union membership.</summary>
    public int TextsDropped { get; internal set; }

    /// <summary>Whether the posted bank transactions are without a gap from the oldest to the newest: no page or change is missing.</summary>
    public bool IsWhole { get; internal set; } = true;

    /// <summary>Whether there was anything of the kinds that are read.</summary>
    public bool IsEmpty =>
        Accounts.Count + Transactions.Count + Balances.Count + Overdrafts.Count + Removed.Count == 0
        && AccountsLeftOut.Count + PendingInFull.Count + Refused.Count + RowsLeftOut == 0;
}

/// <summary>A fact of a payload.</summary>
/// <param name="Path">Where it stands, as $.Data.Transaction[3].</param>
/// <param name="Currency">ISO 4217 code of its amounts.</param>
/// <param name="CurrencyPath">Where the currency stands.</param>
public sealed record FeedRow<T>(T Fact, string Path, string Currency, string CurrencyPath)
    where T : Fact;

/// <summary>The booked balance of a bank account at the end of a day, or as far as that day has come.</summary>
/// <param name="Path">Where it stands.</param>
public sealed record FeedBalance(string BankAccountId, DateOnly On, Money Amount, string Currency, string Path);

/// <summary>Something of a payload that was refused.</summary>
/// <param name="Payload">Name of the payload.</param>
/// <param name="Fault">Where, what stood there, and what was expected.</param>
/// <param name="Kind">The kind of fact it would have been.</param>
public sealed record FeedFault(string Payload, FactRefusedException Fault, FactKind Kind);
