using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The category a bank transaction really belongs in, where the feed has it wrong or missing.</summary>
internal sealed record TrueCategory(string BankTransactionId, BankCategory Category);

/// <summary>What a bank feed tells of a borrower's accounts: late, pending first, sometimes miscategorised, and only under consent.</summary>
internal sealed class BankFeed
{
    private const int ReachesBackDays = 90;

    private static readonly BankCategory[] Mistaken =
    [
        BankCategory.Discretionary, BankCategory.Groceries, BankCategory.Transport, BankCategory.Subscription, BankCategory.OtherIncome,
    ];

    private readonly SimulationParameters parameters;
    private readonly BorrowerTraits traits;
    private readonly Draws draws;
    private readonly FactLog log;
    private readonly string currentId;
    private readonly string savingsId;
    private readonly List<BankTransaction> unread = [];
    private readonly HashSet<string> pendingTold = [];
    private readonly List<Consent> consents = [];
    private bool lapsed;
    private DateOnly? renewsOn;
    private DateOnly day;
    private int countToday;

    public BankFeed(SimulationParameters parameters, BorrowerTraits traits, Draws draws, FactLog log)
    {
        (this.parameters, this.traits, this.draws, this.log) = (parameters, traits, draws, log);
        currentId = log.NewId('A');
        savingsId = log.NewId('A');
        if (traits.SharesBankData)
        {
            renewsOn = traits.FirstLoanOn.AddDays(-2);
        }
    }

    public List<TrueCategory> TrueCategories { get; } = [];

    /// <summary>Grants, renews and withdraws consents.</summary>
    public void BeginDay(DateOnly today)
    {
        (day, countToday) = (today, 0);
        var stream = draws.On(today, Purpose.Consent);
        if (renewsOn == today)
        {
            Grant(ref stream);
        }
        else if (consents.Count > 0 && !lapsed && stream.Chance(0.06 / 365))
        {
            Withdraw();
        }
    }

    /// <summary>A posted bank transaction, or with <paramref name="pending"/> one to come.</summary>
    /// <param name="prompt">Whether it is never late.</param>
    /// <returns>Its id.</returns>
    public string Tell(
        bool savings,
        long amount,
        long? balanceAfter,
        BankCategory category,
        string counterparty,
        string description,
        string? replacesId = null,
        string? returnsId = null,
        bool pending = false,
        bool prompt = false)
    {
        var id = log.NewId('T');
        if (!traits.SharesBankData || (savings && !traits.SharesSavings))
        {
            return id;
        }

        var stream = draws.On(day, Purpose.Feed, ++countToday);
        var told = Mangle(category, id, ref stream);
        var late = !pending && !prompt && stream.Chance(parameters.Feed.LateShare) ? stream.Whole(1, 3) : 0;
        var transaction = new BankTransaction(
            log.BorrowerId,
            id,
            savings ? savingsId : currentId,
            day,
            new Money(amount),
            balanceAfter is { } balance ? new Money(balance) : null,
            pending ? BankTransactionState.Pending : BankTransactionState.Posted,
            told,
            counterparty,
            description,
            replacesId is not null && pendingTold.Contains(replacesId) ? replacesId : null,
            returnsId,
            Instant.At(day.AddDays(late), hour: 21, minute: stream.Whole(0, 59)));
        if (pending)
        {
            // Only what shows while the feed is read: nobody tells later what was pending once.
            if (IsRead)
            {
                pendingTold.Add(id);
                log.Add(transaction);
            }

            return id;
        }

        if (!IsRead)
        {
            unread.Add(transaction);
            return id;
        }

        log.Add(transaction);
        if (stream.Chance(parameters.Feed.ResentShare))
        {
            var again = transaction with { KnownOn = Instant.At(transaction.KnownOn.Day.AddDays(stream.Whole(2, 20)), hour: 4) };
            log.Add(stream.Chance(0.5) ? again with { Category = category } : again);
        }

        return id;
    }

    /// <summary>The bank lets a pending bank transaction go.</summary>
    public void Remove(string pendingId, long amount, BankCategory category, string counterparty, string description, DateOnly bookedOn)
    {
        if (!pendingTold.Contains(pendingId))
        {
            return;
        }

        var removed = new BankTransaction(
            log.BorrowerId,
            pendingId,
            currentId,
            bookedOn,
            new Money(amount),
            null,
            BankTransactionState.Removed,
            category,
            counterparty,
            description,
            null,
            null,
            Instant.At(day, hour: 22));
        if (IsRead)
        {
            log.Add(removed);
        }
        else
        {
            unread.Add(removed);
        }
    }

    private bool IsRead => consents.Count > 0 && consents[^1].HoldsOn(day);

    private BankCategory Mangle(BankCategory category, string id, ref RandomStream stream)
    {
        var draw = stream.Uniform();
        var told = draw < parameters.Feed.UncategorisedShare ? BankCategory.Uncategorised
            : draw < parameters.Feed.UncategorisedShare + parameters.Feed.MiscategorisedShare ? stream.Pick(Mistaken)
            : category;
        if (told != category)
        {
            TrueCategories.Add(new(id, category));
        }

        return told;
    }

    private void Grant(ref RandomStream stream)
    {
        var at = Instant.At(day, hour: 9, minute: stream.Whole(0, 59));
        if (consents.Count == 0)
        {
            Tell(currentId, BankAccountKind.Current, traits.Overdraft, at);
            if (traits.SharesSavings)
            {
                Tell(savingsId, BankAccountKind.Savings, null, at);
            }
        }

        var expires = day.AddDays(stream.Chance(0.7) ? 90 : 180);
        consents.RemoveAll(consent => !consent.HoldsOn(day));
        Consent(currentId);
        if (traits.SharesSavings)
        {
            Consent(savingsId);
        }

        lapsed = stream.Chance(parameters.Feed.ConsentLapseShare);
        renewsOn = !lapsed ? expires.AddDays(stream.Chance(0.8) ? -stream.Whole(1, 7) : stream.Whole(1, 25))
            : stream.Chance(0.4) ? expires.AddDays(stream.Whole(30, 120)) : null;
        foreach (var transaction in unread)
        {
            if (transaction.BookedOn >= day.AddDays(-ReachesBackDays))
            {
                log.Add(transaction with { KnownOn = Instant.At(day, hour: 10) });
            }
        }

        unread.Clear();

        void Consent(string accountId)
        {
            var consent = new Consent(log.BorrowerId, log.NewId('S'), accountId, day, expires, null, at);
            consents.Add(consent);
            log.Add(consent);
        }
    }

    private void Tell(string accountId, BankAccountKind kind, long? overdraft, Instant at) =>
        log.Add(new BankAccount(
            log.BorrowerId, accountId, kind, parameters.Currency, overdraft is { } limit ? new Money(limit) : null, at));

    private void Withdraw()
    {
        (lapsed, renewsOn) = (true, null);
        for (var i = 0; i < consents.Count; i++)
        {
            if (consents[i].HoldsOn(day))
            {
                consents[i] = consents[i] with { WithdrawnOn = day, KnownOn = Instant.At(day, hour: 12) };
                log.Add(consents[i]);
            }
        }
    }
}
