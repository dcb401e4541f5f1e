namespace RiskSignals.Borrowers;

/// <summary>What one fetch of a borrower's bank accounts adds to what was known: rows told once more as they were add nothing.</summary>
public sealed class FeedNews
{
    private readonly FeedOrigin origin;

    private readonly IReadOnlyList<FeedPayload> payloads;

    private readonly Dictionary<string, BankAccount> knownAccounts;

    private readonly Dictionary<string, BankTransaction> knownTransactions;

    private readonly Dictionary<string, Consent> knownConsents;

    /// <summary>The fetch's own rows, by id.</summary>
    private readonly Dictionary<string, (BankAccount Fact, FeedPayload Payload, string Path)> accounts = new(StringComparer.Ordinal);

    private readonly Dictionary<string, (BankTransaction Fact, FeedPayload Payload, string Path)> transactions = new(StringComparer.Ordinal);

    private readonly List<NewFact> facts = [];

    private readonly List<FeedFault> refused;

    private readonly HashSet<string> leftOut;

    private FeedNews(IReadOnlyList<FeedPayload> payloads, IReadOnlyList<Fact> known, FeedOrigin origin)
    {
        (this.payloads, this.origin) = (payloads, origin);
        knownAccounts = Newest<BankAccount>(known);
        knownTransactions = Newest<BankTransaction>(known);
        knownConsents = Newest<Consent>(known);
        leftOut = payloads.SelectMany(payload => payload.AccountsLeftOut).ToHashSet(StringComparer.Ordinal);
        refused = [.. payloads.SelectMany(payload => payload.Refused)];
        RowsLeftOut = payloads.Sum(payload => payload.RowsLeftOut);
    }

    /// <summary>The facts to add, bank accounts first.</summary>
    public IReadOnlyList<NewFact> Facts => facts;

    /// <summary>What was refused, in the payloads or in comparing them.</summary>
    public IReadOnlyList<FeedFault> Refused => refused;

    /// <summary>Number of rows of a kind that were known as they are.</summary>
    public IReadOnlyDictionary<FactKind, int> Unchanged { get; } =
        new Dictionary<FactKind, int> { [FactKinds.BankAccounts] = 0, [FactKinds.BankTransactions] = 0, [FactKinds.Consents] = 0 };

    /// <summary>Rows that are no bank transactions, and those of bank accounts that are not read.</summary>
    public int RowsLeftOut { get; private set; }

    /// <summary>Bank accounts of kinds that are not read.</summary>
    public int AccountsLeftOut => leftOut.Count;

    /// <summary>Rows whose texts were dropped.</summary>
    public int TextsDropped => payloads.Sum(payload => payload.TextsDropped);

    /// <summary>Bank accounts of the fetch without a consent, known or new.</summary>
    public IReadOnlyList<string> WithoutConsent { get; private set; } = [];

    /// <summary>Compares the payloads of one fetch with what was known.</summary>
    /// <param name="payloads">In the order fetched: of two that tell of the same bank transaction the later counts.</param>
    /// <param name="known">All versions of the borrower's bank accounts, bank transactions and consents; later ones than the fetch are not looked at.</param>
    /// <param name="consent">First day with consent and first day without, for all bank accounts of the fetch; null to leave consents alone.</param>
    public static FeedNews Compare(
        IReadOnlyList<FeedPayload> payloads, IReadOnlyList<Fact> known, FeedOrigin origin, (DateOnly From, DateOnly ToExcl)? consent = null)
    {
        var news = new FeedNews(payloads, known, origin);
        news.ReadAccounts();
        news.ReadTransactions();
        news.StateBalances();
        news.AddAccounts();
        news.AddTransactions();
        news.AddRemoved();
        news.AddConsents(consent);
        return news;
    }

    private Dictionary<string, T> Newest<T>(IReadOnlyList<Fact> known)
        where T : Fact
    {
        var newest = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var fact in known.OfType<T>().Where(fact => fact.KnownOn <= origin.KnownOn))
        {
            if (!newest.TryGetValue(fact.Key, out var other) || other.KnownOn < fact.KnownOn)
            {
                newest[fact.Key] = fact;
            }
        }

        return newest;
    }

    private void ReadAccounts()
    {
        foreach (var payload in payloads)
        {
            foreach (var row in payload.Accounts)
            {
                var id = row.Fact.BankAccountId;
                if (CurrencyOf(id) is { } before && before != row.Currency)
                {
                    Refuse(payload, row.CurrencyPath, row.Currency, $"{before}, the currency in which the bank account is known", FactKinds.BankAccounts);
                    continue;
                }

                var overdraft = row.Fact.ArrangedOverdraft ?? KnownOverdraft(id);
                accounts[id] = (row.Fact with { ArrangedOverdraft = overdraft }, payload, row.Path);
            }
        }

        foreach (var payload in payloads)
        {
            foreach (var overdraft in payload.Overdrafts)
            {
                if (IsOf(payload, overdraft) && (AccountOf(overdraft.BankAccountId) is { } account) && account.Kind != BankAccountKind.Card)
                {
                    var fact = account with { ArrangedOverdraft = overdraft.Amount, KnownOn = origin.KnownOn };
                    accounts[overdraft.BankAccountId] = (fact, payload, overdraft.Path);
                }
            }
        }
    }

    private void ReadTransactions()
    {
        foreach (var payload in payloads)
        {
            foreach (var row in payload.Transactions)
            {
                var (fact, id) = (row.Fact, row.Fact.BankTransactionId);
                if (leftOut.Contains(fact.BankAccountId))
                {
                    RowsLeftOut++;
                }
                else if (CurrencyOf(fact.BankAccountId) is not { } currency)
                {
                    const string expected = "a row of a bank account that this fetch describes or that is known";
                    Refuse(payload, row.Path, fact.BankAccountId, expected, FactKinds.BankTransactions);
                }
                else if (currency != row.Currency)
                {
                    var expected = $"{currency}, the currency of bank account {fact.BankAccountId}";
                    Refuse(payload, row.CurrencyPath, row.Currency, expected, FactKinds.BankTransactions);
                }
                else if (transactions.TryGetValue(id, out var told) && told.Payload == payload && told.Fact != fact)
                {
                    Refuse(payload, row.Path, id, $"other content under an id than at {told.Path}, or another id", FactKinds.BankTransactions);
                }
                else
                {
                    transactions[id] = (fact, payload, row.Path);
                }
            }

            foreach (var id in payload.Removed.Keys)
            {
                transactions.Remove(id);
            }
        }
    }

    /// <summary>A bank account's balance is that after its newest bank transaction, and so backwards as long as none is missing.</summary>
    private void StateBalances()
    {
        foreach (var payload in payloads)
        {
            foreach (var balance in payload.Balances)
            {
                IsOf(payload, balance);
            }
        }

        foreach (var latest in payloads.SelectMany(payload => payload.Balances).GroupBy(balance => balance.BankAccountId, StringComparer.Ordinal))
        {
            var balance = latest.OrderBy(one => one.On).Last();
            if (CurrencyOf(latest.Key) == balance.Currency)
            {
                StateBalances(latest.Key, balance);
            }
        }
    }

    private void StateBalances(string account, FeedBalance balance)
    {
        var posted = transactions.Values
            .Where(row => row.Fact.BankAccountId == account && row.Fact.State == BankTransactionState.Posted && row.Fact.BookedOn <= balance.On)
            .OrderByDescending(row => row.Fact.BookedOn).ToList();
        var newestKnown = knownTransactions.Values
            .Where(fact => fact.BankAccountId == account && fact.State == BankTransactionState.Posted && fact.BookedOn <= balance.On)
            .Select(fact => fact.BookedOn).DefaultIfEmpty().Max();
        if (posted.Count == 0 || posted.Exists(row => row.Fact.BalanceAfter is not null) || newestKnown > posted[0].Fact.BookedOn)
        {
            return;
        }

        var left = balance.Amount;
        var isWhole = posted.TrueForAll(row => row.Payload.IsWhole);
        foreach (var row in isWhole ? posted : posted[..1])
        {
            transactions[row.Fact.BankTransactionId] = row with { Fact = row.Fact with { BalanceAfter = left } };
            left -= row.Fact.Amount;
        }
    }

    private void AddAccounts()
    {
        foreach (var (fact, payload, path) in accounts.Values)
        {
            Add(fact, knownAccounts.GetValueOrDefault(fact.Key), FactKinds.BankAccounts, payload.Name, path);
        }
    }

    private void AddTransactions()
    {
        foreach (var (told, payload, path) in transactions.Values)
        {
            var fact = told;
            var known = knownTransactions.GetValueOrDefault(fact.Key);
            if (fact.BalanceAfter is null && known is not null && known.State == fact.State && known.Amount == fact.Amount)
            {
                fact = fact with { BalanceAfter = known.BalanceAfter };
            }

            Add(fact, known, FactKinds.BankTransactions, payload.Name, path);
        }
    }

    /// <summary>What the feed withdraws, and what was pending and is pending no more. Nothing is withdrawn that was never known.</summary>
    private void AddRemoved()
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var payload in payloads)
        {
            foreach (var (id, path) in payload.Removed)
            {
                if (!transactions.ContainsKey(id) && knownTransactions.TryGetValue(id, out var known) && known.State != BankTransactionState.Removed)
                {
                    Remove(known, payload, path);
                }
                else
                {
                    CountUnchanged(FactKinds.BankTransactions);
                }
            }
        }

        var replaced = transactions.Values.Select(row => row.Fact.ReplacesId).ToHashSet(StringComparer.Ordinal);
        foreach (var known in knownTransactions.Values.Where(known => known.State == BankTransactionState.Pending))
        {
            if (!transactions.ContainsKey(known.BankTransactionId) && !replaced.Contains(known.BankTransactionId)
                && payloads.FirstOrDefault(payload => payload.PendingInFull.Contains(known.BankAccountId)) is { } list)
            {
                Remove(known, list, "$.transactions.pending");
            }
        }

        void Remove(BankTransaction known, FeedPayload payload, string path)
        {
            if (gone.Add(known.BankTransactionId))
            {
                facts.Add(new NewFact(known with { State = BankTransactionState.Removed, KnownOn = origin.KnownOn }, payload.Name, path));
            }
        }
    }

    private void AddConsents((DateOnly From, DateOnly ToExcl)? given)
    {
        var ids = accounts.Keys.Concat(transactions.Values.Select(row => row.Fact.BankAccountId)).Distinct(StringComparer.Ordinal).ToList();
        if (given is { } consent)
        {
            foreach (var id in ids)
            {
                var fact = new Consent(
                    origin.BorrowerId, $"{id}:{consent.From:yyyy-MM-dd}", id, consent.From, consent.ToExcl, WithdrawnOn: null, origin.KnownOn);
                Add(fact, knownConsents.GetValueOrDefault(fact.Key), FactKinds.Consents, "consent", id);
            }
        }
        else
        {
            var consented = knownConsents.Values.Select(known => known.BankAccountId).ToHashSet(StringComparer.Ordinal);
            WithoutConsent = [.. ids.Where(id => !consented.Contains(id))];
        }
    }

    private void Add<T>(T fact, T? known, FactKind kind, string payload, string path)
        where T : Fact
    {
        if (known is not null && known with { KnownOn = fact.KnownOn } == fact)
        {
            CountUnchanged(kind);
        }
        else
        {
            facts.Add(new NewFact(fact, payload, path));
        }
    }

    private void CountUnchanged(FactKind kind) => ((Dictionary<FactKind, int>)Unchanged)[kind]++;

    private BankAccount? AccountOf(string id) => accounts.TryGetValue(id, out var row) ? row.Fact : knownAccounts.GetValueOrDefault(id);

    private string? CurrencyOf(string id) => AccountOf(id)?.Currency;

    private Money? KnownOverdraft(string id) => AccountOf(id)?.ArrangedOverdraft;

    /// <summary>Whether a balance is in the currency of its bank account; another is refused, an unknown bank account is not asked about.</summary>
    private bool IsOf(FeedPayload payload, FeedBalance balance)
    {
        if (CurrencyOf(balance.BankAccountId) is not { } currency || currency == balance.Currency)
        {
            return true;
        }

        Refuse(payload, balance.Path, balance.Currency, $"{currency}, the currency of bank account {balance.BankAccountId}", FactKinds.BankAccounts);
        return false;
    }

    private void Refuse(FeedPayload payload, string path, string found, string expected, FactKind kind) =>
        refused.Add(new FeedFault(payload.Name, new FactRefusedException(path, found, expected), kind));
}

/// <summary>A fact that a fetch adds.</summary>
/// <param name="Payload">Name of the payload that tells it.</param>
/// <param name="Path">Where it stands there.</param>
public sealed record NewFact(Fact Fact, string Payload, string Path);
