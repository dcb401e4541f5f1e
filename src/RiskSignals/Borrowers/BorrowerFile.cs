namespace RiskSignals.Borrowers;

/// <summary>Everything ever learnt about one borrower, with all versions; <see cref="AsOf"/> gives what was known on a day.</summary>
public sealed class BorrowerFile
{
    private readonly IReadOnlyCollection<Fact> facts;

    private readonly Dictionary<string, LoanFile> loans;

    /// <summary>By known on.</summary>
    private readonly Fact[] corrections;

    /// <summary>Sorts a borrower's facts; their order of arrival makes no difference.</summary>
    /// <exception cref="ArgumentException">A fact belongs to another borrower.</exception>
    public BorrowerFile(string borrowerId, IReadOnlyCollection<Fact> facts)
    {
        if (facts.FirstOrDefault(fact => fact.BorrowerId != borrowerId) is { } stranger)
        {
            throw new ArgumentException(
                $"Fact {stranger.Key} belongs to borrower '{stranger.BorrowerId}', not '{borrowerId}'; build one file a borrower.", nameof(facts));
        }

        BorrowerId = borrowerId;
        this.facts = facts;
        Borrowers = new(facts.OfType<Borrower>());
        Contracts = new(facts.OfType<Loan>());
        BankAccounts = new(facts.OfType<BankAccount>());
        BankTransactions = new(CategoryWords.Classed([.. facts.OfType<BankTransaction>()]));
        BankRows = new(BankTransactions);
        Consents = new(facts.OfType<Consent>());
        Contacts = new(facts.OfType<Contact>());
        Promises = new(facts.OfType<Promise>());
        Flags = new(facts.OfType<BorrowerFlag>());
        Outcomes = new(facts.OfType<Outcome>());
        ContactDetails = new(facts.OfType<ContactDetail>());
        Mandates = new(facts.OfType<Mandate>());
        CardStatements = new(facts.OfType<CardStatement>());
        var schedules = new VersionedFacts<ScheduleVersion>(facts.OfType<ScheduleVersion>());
        var instalments = new VersionedFacts<Instalment>(facts.OfType<Instalment>());
        var payments = new VersionedFacts<Payment>(facts.OfType<Payment>());
        var reversals = new VersionedFacts<PaymentReversal>(facts.OfType<PaymentReversal>());
        var events = new VersionedFacts<LoanEvent>(facts.OfType<LoanEvent>());
        var charges = new VersionedFacts<LoanCharge>(facts.OfType<LoanCharge>());
        var parties = new VersionedFacts<LoanParty>(facts.OfType<LoanParty>());
        loans = Contracts.All.ToArray().Select(loan => loan.LoanId).Distinct(StringComparer.Ordinal).ToDictionary(
            loanId => loanId,
            loanId => new LoanFile(loanId, Contracts, schedules, instalments, payments, reversals, events, charges, parties),
            StringComparer.Ordinal);

        // A new version of the other kinds goes on with what it tells: a loan's rate, a contact's result, the end of a state.
        corrections =
        [
            .. instalments.Corrections, .. payments.Corrections, .. reversals.Corrections, .. BankTransactions.Corrections,
            .. Promises.Corrections, .. Outcomes.Corrections, .. charges.Corrections,
        ];
        Array.Sort(corrections, (left, right) => left.KnownOn != right.KnownOn ? left.KnownOn.CompareTo(right.KnownOn)
            : string.CompareOrdinal(left.Key, right.Key));
    }

    /// <summary>The borrower's stable id.</summary>
    public string BorrowerId { get; }

    /// <summary>Every loan ever learnt of, in its newest version; for what was known on a day ask <see cref="AsOf"/>.</summary>
    public IReadOnlyList<Loan> Loans => Contracts.Newest();

    internal VersionedFacts<Borrower> Borrowers { get; }

    internal VersionedFacts<Loan> Contracts { get; }

    internal VersionedFacts<BankAccount> BankAccounts { get; }

    /// <summary>
    /// As the bank told them, with classes derived where it told none: pending ones that a posted one stands for, and removed ones, are among them.
    /// </summary>
    internal VersionedFacts<BankTransaction> BankTransactions { get; }

    /// <summary>The posted among them, column by column.</summary>
    internal BankRows BankRows { get; }

    internal VersionedFacts<Consent> Consents { get; }

    internal VersionedFacts<Contact> Contacts { get; }

    internal VersionedFacts<Promise> Promises { get; }

    internal VersionedFacts<BorrowerFlag> Flags { get; }

    internal VersionedFacts<Outcome> Outcomes { get; }

    internal VersionedFacts<ContactDetail> ContactDetails { get; }

    internal VersionedFacts<Mandate> Mandates { get; }

    internal VersionedFacts<CardStatement> CardStatements { get; }

    /// <summary>What was known by the end of a day, and nothing else.</summary>
    public BorrowerHistory AsOf(DateOnly day) => new BorrowerHistory(this, day).Settle();

    /// <summary>
    /// The same for one thread that asks for little: what it doesn't ask for is never gathered. A label reads loans and no bank transactions,
    /// of which a borrower may have thousands.
    /// </summary>
    internal BorrowerHistory Look(DateOnly day) => new(this, day);

    /// <summary>
    /// The file as if the newest version of every fact had been known on the day it happened. For checks of the data alone: it knows what
    /// nobody knew, so nothing may be learnt from it or replayed on it.
    /// </summary>
    public BorrowerFile Restated() => new(
        BorrowerId,
        [
            .. facts.GroupBy(fact => (fact.GetType(), fact.Key)).Select(versions => versions.MaxBy(fact => fact.KnownOn)!)
                .Select(fact => fact.HappenedOn < fact.KnownOn.Day ? fact with { KnownOn = Instant.EndOf(fact.HappenedOn) } : fact),
        ]);

    /// <summary>Everything about a loan of <see cref="Contracts"/>.</summary>
    internal LoanFile Loan(string loanId) => loans[loanId];

    /// <summary>The versions known by a day that changed a fact known on an earlier one, by known on.</summary>
    internal ReadOnlySpan<Fact> CorrectionsKnownBy(DateOnly day)
    {
        var (low, high) = (0, corrections.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = corrections[middle].KnownOn.Day <= day ? (middle + 1, high) : (low, middle);
        }

        return corrections.AsSpan(0, low);
    }
}
