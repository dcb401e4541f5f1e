namespace RiskSignals.Borrowers;

/// <summary>What was known about one borrower by the end of one day. It can hold nothing learnt later.</summary>
public sealed class BorrowerHistory
{
    private readonly KnownList<Borrower> borrowers = new();
    private readonly KnownList<Loan> contracts = new();
    private readonly KnownList<LoanHistory> loans = new();
    private readonly KnownList<BankAccount> bankAccounts = new();
    private readonly KnownList<BankTransaction> toldBankTransactions = new();
    private readonly KnownList<BankTransaction> bankTransactions = new();
    private readonly KnownList<Consent> consents = new();
    private readonly KnownList<Contact> contacts = new();
    private readonly KnownList<Promise> promises = new();
    private readonly KnownList<BorrowerFlag> flags = new();
    private readonly KnownList<Outcome> outcomes = new();
    private readonly KnownList<ContactDetail> contactDetails = new();
    private readonly KnownList<Mandate> mandates = new();
    private readonly KnownList<CardStatement> cardStatements = new();

    /// <summary>Loans looked at so far, kept to be shown again.</summary>
    private readonly List<LoanHistory> room = [];

    /// <summary>The filling of the bank transactions as told that those merged were taken from.</summary>
    private int merged = -1;

    internal BorrowerHistory(BorrowerFile file, DateOnly asOf) => Show(file, asOf);

    public string BorrowerId => File.BorrowerId;

    /// <summary>The day looked from; "on day t" means up to its end.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>Null while only facts about the borrower's loans or banks are known.</summary>
    public Borrower? Borrower => File.Borrowers.KnownBy(AsOf, borrowers) is { Count: > 0 } known ? known[^1] : null;

    public KnownList<LoanHistory> Loans => loans;

    public KnownList<BankAccount> BankAccounts => File.BankAccounts.KnownBy(AsOf, bankAccounts);

    /// <summary>Posted, and pending that no posted one stands for yet, of all bank accounts, consent or not, by booked day, then id.</summary>
    public KnownList<BankTransaction> BankTransactions
    {
        get
        {
            var all = File.BankTransactions.AsOf(AsOf, toldBankTransactions);
            if (merged != all.Filled)
            {
                var left = PendingMerge.Apply(all.AsSpan().ToArray());
                left.CopyTo(bankTransactions.Refill(left.Length), 0);
                bankTransactions.Close(left.Length);
                merged = all.Filled;
            }

            return bankTransactions;
        }
    }

    public KnownList<Consent> Consents => File.Consents.KnownBy(AsOf, consents);

    public KnownList<Contact> Contacts => File.Contacts.AsOf(AsOf, contacts);

    public KnownList<Promise> Promises => File.Promises.AsOf(AsOf, promises);

    public KnownList<BorrowerFlag> Flags => File.Flags.KnownBy(AsOf, flags);

    public KnownList<Outcome> Outcomes => File.Outcomes.AsOf(AsOf, outcomes);

    /// <summary>Numbers and addresses that began by this day, ended ones included, by first day.</summary>
    public KnownList<ContactDetail> ContactDetails => File.ContactDetails.AsOf(AsOf, contactDetails);

    /// <summary>Direct-debit mandates signed by this day, cancelled ones included, of all bank accounts, consent or not.</summary>
    public KnownList<Mandate> Mandates => File.Mandates.AsOf(AsOf, mandates);

    /// <summary>
    /// The versions, known by this day, that changed an instalment, payment, reversal, bank transaction, promise, outcome or charge which was
    /// known on an earlier day; by known on. A fact changed twice is there twice.
    /// </summary>
    public ReadOnlySpan<Fact> Corrections => File.CorrectionsKnownBy(AsOf);

    /// <summary>Statements of cards of other lenders, by closing day.</summary>
    public KnownList<CardStatement> CardStatements => File.CardStatements.AsOf(AsOf, cardStatements);

    /// <summary>What it is a view of.</summary>
    internal BorrowerFile File { get; private set; } = null!;

    /// <summary>The loan with this id, or null if none is known.</summary>
    public LoanHistory? Loan(string loanId)
    {
        foreach (var loan in loans)
        {
            if (loan.Loan.LoanId == loanId)
            {
                return loan;
            }
        }

        return null;
    }

    /// <summary>Whether a bank account may be read as of this day. Without a recorded consent it may not.</summary>
    public bool HasConsent(string bankAccountId)
    {
        foreach (var consent in Consents)
        {
            if (consent.BankAccountId == bankAccountId && consent.HoldsOn(AsOf))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a circumstance is in force as of this day, for all loans or for the one given.</summary>
    public bool HasFlag(BorrowerFlagKind kind, string? loanId = null)
    {
        foreach (var flag in Flags)
        {
            if (flag.Kind == kind && flag.HoldsOn(AsOf) && flag.Concerns(loanId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks at a borrower from a day; what was got from it before is overwritten.</summary>
    internal void Show(BorrowerFile file, DateOnly asOf)
    {
        (File, AsOf) = (file, asOf);
        var known = file.Contracts.KnownBy(asOf, contracts);
        var shown = loans.Refill(known.Count);
        for (var i = 0; i < known.Count; i++)
        {
            if (i == room.Count)
            {
                room.Add(new LoanHistory(file.Loan(known[i].LoanId), known[i], asOf));
            }
            else
            {
                room[i].Show(file.Loan(known[i].LoanId), known[i], asOf);
            }

            shown[i] = room[i];
        }

        loans.Close(known.Count);
    }

    /// <summary>Fills every list, so that reading from several threads changes nothing.</summary>
    internal BorrowerHistory Settle()
    {
        _ = (Borrower, BankAccounts, BankTransactions, Consents, Contacts, Promises, Flags, Outcomes, ContactDetails, Mandates, CardStatements);
        foreach (var loan in loans)
        {
            loan.Settle();
        }

        return this;
    }
}
