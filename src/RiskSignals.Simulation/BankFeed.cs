using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>What a bank feed tells of a borrower's bank accounts: late, pending first, sometimes wrong or twice, and only under consent.</summary>
internal sealed class BankFeed
{
    /// <summary>Number of the current account at the start, of the savings account, and of the credit card.</summary>
    public const int Current = 0, Savings = 1, Card = 2;

    private const int ReachesBackDays = 90;

    private static readonly BankCategory[] MistakenDebits =
    [
        BankCategory.Discretionary, BankCategory.Groceries, BankCategory.Transport, BankCategory.Subscription, BankCategory.FamilyOut,
    ];

    private static readonly BankCategory[] MistakenCredits = [BankCategory.OtherIncome, BankCategory.Refund, BankCategory.FamilyIn];

    private readonly SimulationParameters parameters;
    private readonly BorrowerTraits traits;
    private readonly Draws draws;
    private readonly FactLog log;
    private readonly List<FedBankAccount> accounts = [];
    private readonly List<BankTransaction> unread = [];
    private readonly List<BankTransaction> pendings = [];
    private readonly List<Consent> consents = [];
    private bool lapsed;
    private bool wasGranted;
    private bool outageLoses;
    private DateOnly? renewsOn;
    private DateOnly outageToExcl;
    private DateOnly day;
    private int countToday;

    public BankFeed(SimulationParameters parameters, BorrowerTraits traits, Draws draws, FactLog log)
    {
        (this.parameters, this.traits, this.draws, this.log) = (parameters, traits, draws, log);
        var stream = draws.Fixed(Purpose.BankAccounts);
        Open(BankAccountKind.Current, traits.Overdraft, isShared: true, ref stream);
        Open(BankAccountKind.Savings, null, traits.SharesSavings, ref stream);
        Open(BankAccountKind.Card, null, traits.SharesCard, ref stream);
        if (traits.SharesBankData)
        {
            renewsOn = traits.FirstLoanOn.AddDays(-2);
        }
    }

    public List<TrueCategory> TrueCategories { get; } = [];

    public List<FeedFault> Faults { get; } = [];

    /// <summary>Grants, renews and withdraws consents; the feed breaks down now and then.</summary>
    public void BeginDay(DateOnly today)
    {
        (day, countToday) = (today, 0);
        if (!traits.SharesBankData)
        {
            return;
        }

        var stream = draws.On(today, Purpose.Consent);
        if (renewsOn == today)
        {
            Renew(ref stream);
        }
        else if (wasGranted && !lapsed && stream.Chance(0.06 / 365))
        {
            Withdraw();
        }

        foreach (var account in accounts)
        {
            if (account.LinksOn == today)
            {
                Grant(account, today.AddDays(90), Instant.At(today, hour: 11, minute: stream.Whole(0, 59)));
            }

            account.IsRead = account.IsTold && IsRead(account);
        }

        if (today >= outageToExcl && stream.Chance(parameters.Feed.OutagesPerYear / 365))
        {
            outageToExcl = today.AddDays(stream.Whole(1, 4));
            outageLoses = stream.Chance(parameters.Feed.OutageLostShare);
            Faults.Add(new(outageLoses ? FeedFaultKind.OutageLost : FeedFaultKind.OutageMadeGood, today, outageToExcl));
        }
    }

    /// <summary>The borrower moves the current account to another bank, and lets that one be read too, soon or when consent is renewed.</summary>
    /// <returns>Number of the new bank account.</returns>
    public int MoveCurrent(int from, DateOnly closesOn)
    {
        var stream = draws.On(day, Purpose.BankAccounts, 1);
        var opened = Open(BankAccountKind.Current, traits.Overdraft, isShared: true, ref stream);
        accounts[opened].LinksOn = wasGranted && !lapsed && stream.Chance(0.7) ? day.AddDays(stream.Whole(1, 30)) : null;
        if (traits.SharesBankData)
        {
            Faults.Add(new(FeedFaultKind.Switched, day, closesOn, accounts[from].Id, accounts[opened].Id));
        }

        return opened;
    }

    /// <summary>The id of a bank account that is read today; null if it isn't, or the feed is out.</summary>
    public string? IdIfRead(int account) => accounts[account].IsRead && day >= outageToExcl ? accounts[account].Id : null;

    /// <summary>A closed bank account is read no more.</summary>
    public void Close(int account) => accounts[account].IsClosed = true;

    /// <summary>A posted bank transaction, or with <paramref name="pending"/> one to come.</summary>
    /// <param name="account">Number of the bank account.</param>
    /// <param name="prompt">Whether it is never late.</param>
    /// <returns>Its id; null if it isn't told and never will be.</returns>
    public string? Tell(
        int account,
        long amount,
        long? balanceAfter,
        BankCategory category,
        in Wording wording,
        string? replacesId = null,
        string? returnsId = null,
        bool pending = false,
        bool prompt = false)
    {
        var of = accounts[account];
        var isOut = day < outageToExcl;
        if (!of.IsShared || (isOut && (outageLoses || pending)) || (!of.IsRead && (pending || (renewsOn is null && of.LinksOn is null))))
        {
            // Only what shows while the feed is read: nobody tells later what was pending once.
            return null;
        }

        var stream = draws.On(day, Purpose.Feed, ++countToday);
        var id = log.NewId('T');
        var transaction = new BankTransaction(
            log.BorrowerId,
            id,
            of.Id,
            day,
            new Money(amount),
            balanceAfter is { } balance ? new Money(balance) : null,
            pending ? BankTransactionState.Pending : BankTransactionState.Posted,
            Told(amount, category, wording, id, ref stream),
            wording.Payee,
            BankTexts.Of(wording, of.Style, of.CardEnd, day, ref stream),
            replacesId,
            returnsId,
            KnownOn(late: !pending && !prompt, isOut, ref stream));
        if (replacesId is not null)
        {
            pendings.RemoveAll(held => held.BankTransactionId == replacesId);
        }

        if (!of.IsRead)
        {
            unread.Add(transaction);
            return id;
        }

        log.Add(transaction);
        if (pending)
        {
            pendings.Add(transaction);
        }
        else
        {
            TellAgain(transaction, category, ref stream);
        }

        return id;
    }

    /// <summary>A statement of the credit card, told only while the card is read.</summary>
    public void TellStatement(long minimumDue)
    {
        var card = accounts[Card];
        if (card.IsRead && day >= outageToExcl)
        {
            log.Add(new CardStatement(log.BorrowerId, log.NewId('K'), card.Id, day, new Money(minimumDue), Instant.At(day, hour: 22)));
        }
    }

    /// <summary>A pending bank transaction is gone: let go by the bank, or posted under an id that doesn't name it.</summary>
    public void Remove(string pendingId)
    {
        var place = pendings.FindIndex(pending => pending.BankTransactionId == pendingId);
        var removed = pendings[place] with
        {
            State = BankTransactionState.Removed,
            KnownOn = Instant.At(day < outageToExcl ? outageToExcl : day, hour: 22),
        };
        pendings.RemoveAt(place);
        if (accounts.Exists(account => account.Id == removed.BankAccountId && account.IsRead))
        {
            log.Add(removed);
        }
        else
        {
            unread.Add(removed);
        }
    }

    /// <summary>Notes a posted bank transaction that doesn't name the pending one it takes the place of.</summary>
    public void NoteUnlinked(string postedId, string pendingId) => Faults.Add(new(FeedFaultKind.Unlinked, day, null, postedId, pendingId));

    private Instant KnownOn(bool late, bool isOut, ref RandomStream stream)
    {
        var days = late && stream.Chance(parameters.Feed.LateShare) ? stream.Chance(0.9) ? stream.Whole(1, 3) : stream.Whole(4, 12) : 0;
        var told = day.AddDays(days);
        return isOut && told < outageToExcl
            ? Instant.At(outageToExcl, hour: 5, minute: stream.Whole(0, 59))
            : Instant.At(told, hour: 21, minute: stream.Whole(0, 59));
    }

    /// <summary>Rows that a feed sends once more: as they were, put right, or as if they were new.</summary>
    private void TellAgain(BankTransaction transaction, BankCategory category, ref RandomStream stream)
    {
        var draw = stream.Uniform();
        var mess = parameters.Feed;
        if (draw < mess.CorrectedShare)
        {
            log.Add(transaction with { Category = category, KnownOn = Later(2, 20, ref stream) });
        }
        else if (draw < mess.CorrectedShare + mess.ResentShare)
        {
            log.Add(transaction with { KnownOn = Later(2, 20, ref stream) });
        }
        else if (draw < mess.CorrectedShare + mess.ResentShare + mess.DuplicateShare)
        {
            var again = transaction with { BankTransactionId = log.NewId('T'), ReplacesId = null, KnownOn = Later(1, 6, ref stream) };
            log.Add(again);
            Faults.Add(new(FeedFaultKind.Duplicate, again.KnownOn.Day, null, again.BankTransactionId, transaction.BankTransactionId));
            if (TrueCategories.Count > 0 && TrueCategories[^1].BankTransactionId == transaction.BankTransactionId)
            {
                TrueCategories.Add(TrueCategories[^1] with { BankTransactionId = again.BankTransactionId });
            }
        }

        Instant Later(int least, int most, ref RandomStream stream) =>
            Instant.At(transaction.KnownOn.Day.AddDays(stream.Whole(least, most)), hour: 4);
    }

    private BankCategory Told(long amount, BankCategory category, in Wording wording, string id, ref RandomStream stream)
    {
        var draw = stream.Uniform() - parameters.Feed.UncategorisedShare;
        var (told, fault) = draw < 0 ? (BankCategory.Uncategorised, CategoryFault.Missing)
            : draw < parameters.Feed.MiscategorisedShare ? (Other(amount > 0 ? MistakenCredits : MistakenDebits, category, ref stream), CategoryFault.Mistaken)
            : (wording.LooksLike ?? category, CategoryFault.Misleading);
        if (told != category)
        {
            TrueCategories.Add(new(id, category, fault));
        }

        return told;
    }

    private static BankCategory Other(BankCategory[] among, BankCategory category, ref RandomStream stream)
    {
        var place = stream.Whole(0, among.Length - 1);
        return among[place] != category ? among[place] : among[(place + 1) % among.Length];
    }

    private bool IsRead(FedBankAccount account)
    {
        foreach (var consent in consents)
        {
            if (consent.BankAccountId == account.Id && consent.HoldsOn(day))
            {
                return true;
            }
        }

        return false;
    }

    private int Open(BankAccountKind kind, long? overdraft, bool isShared, ref RandomStream stream)
    {
        var shared = isShared && traits.SharesBankData;
        accounts.Add(new(log.NewId('A'), kind, overdraft, stream.Whole(0, BankTexts.Styles - 1), stream.Whole(1000, 9999), shared));
        return accounts.Count - 1;
    }

    private void Renew(ref RandomStream stream)
    {
        var at = Instant.At(day, hour: 9, minute: stream.Whole(0, 59));
        var expires = day.AddDays(stream.Chance(0.7) ? 90 : 180);
        consents.RemoveAll(consent => !consent.HoldsOn(day));
        foreach (var account in accounts)
        {
            if (account.IsShared && !account.IsClosed)
            {
                Grant(account, expires, at);
            }
        }

        lapsed = stream.Chance(parameters.Feed.ConsentLapseShare);
        renewsOn = !lapsed ? expires.AddDays(stream.Chance(0.8) ? -stream.Whole(1, 7) : stream.Whole(1, 25))
            : stream.Chance(0.4) ? expires.AddDays(stream.Whole(30, 120)) : null;
    }

    private void Grant(FedBankAccount account, DateOnly expires, Instant at)
    {
        wasGranted = true;
        account.LinksOn = null;
        if (!account.IsTold)
        {
            account.IsTold = true;
            log.Add(new BankAccount(
                log.BorrowerId,
                account.Id,
                account.Kind,
                parameters.Currency,
                account.Overdraft is { } limit ? new Money(limit) : null,
                at));
        }

        var consent = new Consent(log.BorrowerId, log.NewId('S'), account.Id, day, expires, null, at);
        consents.Add(consent);
        log.Add(consent);
        for (var i = 0; i < unread.Count; i++)
        {
            if (unread[i].BankAccountId == account.Id && unread[i].BookedOn >= day.AddDays(-ReachesBackDays))
            {
                log.Add(unread[i] with { KnownOn = day < outageToExcl ? Instant.At(outageToExcl, hour: 5) : Instant.At(day, at.Hour + 1) });
            }
        }

        unread.RemoveAll(transaction => transaction.BankAccountId == account.Id);
    }

    private void Withdraw()
    {
        (lapsed, renewsOn) = (true, null);
        accounts.ForEach(account => account.LinksOn = null);
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
