using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>A contact as the rules see it.</summary>
/// <param name="IsConversation">A call in which somebody answered, whoever began it.</param>
/// <param name="ConcernsLoan">It was about the loan decided on, or about no stated loan.</param>
public sealed record PastContact(ContactChannel Channel, bool Inbound, bool IsConversation, bool ConcernsLoan, DateOnly On);

/// <summary>A contact that a decision reserved: it counts as an attempt until a contact under the decision's id tells what came of it.</summary>
public sealed record ReservedContact(string DecisionId, string LoanId, ContactChannel Channel, DateOnly On);

/// <summary>
/// What the rules may ask about a borrower and a loan as of a day. Holds nothing that is protected, gambling or health-like.
/// </summary>
public sealed record TreatmentFacts
{
    /// <summary>Circumstances and rights that may make a treatment gentler, never stricter.</summary>
    private static readonly BorrowerFlagKind[] Shields =
    [
        BorrowerFlagKind.Vulnerable, BorrowerFlagKind.Moratorium, BorrowerFlagKind.Dispute, BorrowerFlagKind.Complaint,
        BorrowerFlagKind.CeaseContact,
        BorrowerFlagKind.Represented, BorrowerFlagKind.OptOutSms, BorrowerFlagKind.OptOutEmail, BorrowerFlagKind.OptOutCall,
    ];

    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    /// <summary>The day planned for, or released on.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Rule-pack code of the residence; empty if not known.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>IANA name; empty if not known.</summary>
    public required string TimeZone { get; init; }

    /// <summary>0 or more.</summary>
    public required int DaysPastDue { get; init; }

    /// <summary>Paid off, sold, written off or under investigation for fraud: nothing is left to treat.</summary>
    public bool LoanHasEnded { get; init; }

    /// <summary>Circumstances and rights in force on the day, for all loans or for this one.</summary>
    public IReadOnlySet<BorrowerFlagKind> Flags { get; init; } = new HashSet<BorrowerFlagKind>();

    /// <summary>Contacts up to and including the day, those that are only reserved too.</summary>
    public IReadOnlyList<PastContact> Contacts { get; init; } = [];

    /// <summary>The latest day for which payment of this loan is promised; null if none is.</summary>
    public DateOnly? PromisedFor { get; init; }

    /// <summary>The borrower belongs to the hold-out.</summary>
    public bool IsHeldOut { get; init; }

    /// <summary>Probability of missing an instalment, 0 to 1; null if the loan could not be scored.</summary>
    public double? MissProbability { get; init; }

    /// <summary>Signals open on the loan.</summary>
    public int OpenSignals { get; init; }

    /// <summary>Takes the facts from a history as of the day planned for.</summary>
    /// <param name="reserved">Contacts reserved for the borrower, for whatever loan; those that happened already are not counted twice.</param>
    /// <exception cref="ArgumentException">The history does not have the loan.</exception>
    public static TreatmentFacts Of(
        BorrowerHistory history,
        string loanId,
        bool isHeldOut = false,
        double? missProbability = null,
        int openSignals = 0,
        IReadOnlyList<ReservedContact>? reserved = null)
    {
        var loan = history.Loan(loanId) ?? throw new ArgumentException(
            $"Borrower '{history.BorrowerId}' has no loan '{loanId}' as of {history.AsOf:yyyy-MM-dd}; decide on a loan that is known.",
            nameof(loanId));
        var day = history.AsOf;
        var flags = Enum.GetValues<BorrowerFlagKind>().Where(kind => history.HasFlag(kind, loanId)).ToHashSet();
        if (loan.Is(LoanEventKind.Moratorium, on: day))
        {
            flags.Add(BorrowerFlagKind.Moratorium);
        }

        return new TreatmentFacts
        {
            BorrowerId = history.BorrowerId,
            LoanId = loanId,
            On = day,
            Jurisdiction = history.Borrower?.Jurisdiction ?? "",
            TimeZone = history.Borrower?.TimeZone ?? "",
            DaysPastDue = loan.DaysPastDue,
            LoanHasEnded = loan.Is(LoanEventKind.PaidOff, on: day) || loan.Is(LoanEventKind.Sold, on: day)
                || loan.Is(LoanEventKind.WrittenOff, on: day) || loan.Is(LoanEventKind.Fraud, on: day),
            Flags = flags,
            Contacts =
            [
                .. history.Contacts.Where(contact => contact.HappenedOn <= day).Select(contact => Past(contact, loanId)),
                .. Waiting(history, reserved ?? []).Select(contact => new PastContact(
                    contact.Channel, Inbound: false, IsConversation: false, contact.LoanId == loanId, contact.On)),
            ],
            PromisedFor = history.Promises.Where(promise => promise.LoanId == loanId && promise.MadeOn <= day)
                .Select(promise => (DateOnly?)promise.PromisedFor).Max(),
            IsHeldOut = isHeldOut,
            MissProbability = missProbability,
            OpenSignals = openSignals,
        };
    }

    /// <summary>Whether a circumstance or right is in force.</summary>
    public bool Has(BorrowerFlagKind kind) => Flags.Contains(kind);

    /// <summary>
    /// Outbound contacts on a channel in the days up to and including the day; a window of 7 is the day and the six before it.
    /// </summary>
    public int Attempts(ContactChannel channel, int windowDays, bool thisLoanOnly) => Contacts.Count(contact =>
        !contact.Inbound && contact.Channel == channel && (contact.ConcernsLoan || !thisLoanOnly) && contact.On > On.AddDays(-windowDays));

    /// <summary>Days since the last telephone conversation about this loan, 0 on its own day; null if there was none.</summary>
    public int? DaysSinceConversation() => Contacts.Where(contact => contact.IsConversation && contact.ConcernsLoan)
        .Select(contact => (int?)(On.DayNumber - contact.On.DayNumber)).Min();

    /// <summary>The same facts as if no right had been used and no vulnerability were known: what the treatment may not exceed.</summary>
    internal TreatmentFacts WithoutShields() => this with { Flags = Flags.Except(Shields).ToHashSet() };

    internal bool HasShield() => Flags.Overlaps(Shields);

    private static IEnumerable<ReservedContact> Waiting(BorrowerHistory history, IReadOnlyList<ReservedContact> reserved)
    {
        var happened = history.Contacts.Select(contact => contact.DecisionId).ToHashSet();
        return reserved.Where(contact => contact.On <= history.AsOf && !happened.Contains(contact.DecisionId));
    }

    private static PastContact Past(Contact contact, string loanId) => new(
        contact.Channel,
        contact.Inbound,
        contact is { Channel: ContactChannel.Call, Result: ContactResult.Answered or ContactResult.RightParty or ContactResult.Replied },
        contact.LoanId is null || contact.LoanId == loanId,
        contact.HappenedOn);
}
