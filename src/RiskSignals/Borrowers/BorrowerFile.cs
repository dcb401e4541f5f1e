namespace RiskSignals.Borrowers;

/// <summary>Everything ever learnt about one borrower, with all versions; <see cref="AsOf"/> gives what was known on a day.</summary>
public sealed class BorrowerFile
{
    private readonly VersionedFacts<Borrower> borrowers;
    private readonly VersionedFacts<Loan> loans;
    private readonly VersionedFacts<LoanEvent> events;
    private readonly VersionedFacts<ScheduleVersion> schedules;
    private readonly VersionedFacts<Instalment> instalments;
    private readonly VersionedFacts<Payment> payments;
    private readonly VersionedFacts<PaymentReversal> reversals;
    private readonly VersionedFacts<BankAccount> bankAccounts;
    private readonly VersionedFacts<BankTransaction> bankTransactions;
    private readonly VersionedFacts<Consent> consents;
    private readonly VersionedFacts<Contact> contacts;
    private readonly VersionedFacts<Promise> promises;
    private readonly VersionedFacts<BorrowerFlag> flags;
    private readonly VersionedFacts<Outcome> outcomes;
    private readonly VersionedFacts<LoanCharge> charges;
    private readonly VersionedFacts<LoanParty> parties;

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
        borrowers = new(facts.OfType<Borrower>());
        loans = new(facts.OfType<Loan>());
        events = new(facts.OfType<LoanEvent>());
        schedules = new(facts.OfType<ScheduleVersion>());
        instalments = new(facts.OfType<Instalment>());
        payments = new(facts.OfType<Payment>());
        reversals = new(facts.OfType<PaymentReversal>());
        bankAccounts = new(facts.OfType<BankAccount>());
        bankTransactions = new(facts.OfType<BankTransaction>());
        consents = new(facts.OfType<Consent>());
        contacts = new(facts.OfType<Contact>());
        promises = new(facts.OfType<Promise>());
        flags = new(facts.OfType<BorrowerFlag>());
        outcomes = new(facts.OfType<Outcome>());
        charges = new(facts.OfType<LoanCharge>());
        parties = new(facts.OfType<LoanParty>());
    }

    /// <summary>The borrower's stable id.</summary>
    public string BorrowerId { get; }

    /// <summary>Every loan ever learnt of, in its newest version; for what was known on a day ask <see cref="AsOf"/>.</summary>
    public IReadOnlyList<Loan> Loans => loans.Newest();

    /// <summary>What was known by the end of a day, and nothing else.</summary>
    public BorrowerHistory AsOf(DateOnly day)
    {
        var knownSchedules = schedules.KnownBy(day);
        var knownInstalments = instalments.KnownBy(day).ToLookup(instalment => instalment.LoanId, StringComparer.Ordinal);
        var reversed = reversals.KnownBy(day);
        var knownPayments = payments.AsOf(day).ToLookup(payment => payment.LoanId, StringComparer.Ordinal);
        var knownEvents = events.KnownBy(day).ToLookup(loanEvent => loanEvent.LoanId, StringComparer.Ordinal);
        var knownCharges = charges.AsOf(day).ToLookup(charge => charge.LoanId, StringComparer.Ordinal);
        var knownParties = parties.KnownBy(day).ToLookup(party => party.LoanId, StringComparer.Ordinal);
        return new BorrowerHistory
        {
            BorrowerId = BorrowerId,
            AsOf = day,
            Borrower = borrowers.KnownBy(day).LastOrDefault(),
            Loans =
            [
                .. loans.KnownBy(day).Select(loan => new LoanHistory(
                    loan,
                    day,
                    [.. knownSchedules.Where(version => version.LoanId == loan.LoanId).OrderBy(version => version.Version)],
                    [.. knownInstalments[loan.LoanId]],
                    [.. knownPayments[loan.LoanId]],
                    [.. reversed.Where(reversal => reversal.LoanId == loan.LoanId)],
                    [.. knownEvents[loan.LoanId]],
                    [.. knownCharges[loan.LoanId]],
                    [.. knownParties[loan.LoanId]])),
            ],
            BankAccounts = bankAccounts.KnownBy(day),
            BankTransactions = PendingMerge.Apply(bankTransactions.AsOf(day)),
            Consents = consents.KnownBy(day),
            Contacts = contacts.AsOf(day),
            Promises = promises.AsOf(day),
            Flags = flags.KnownBy(day),
            Outcomes = outcomes.AsOf(day),
        };
    }
}
