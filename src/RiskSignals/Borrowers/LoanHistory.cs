namespace RiskSignals.Borrowers;

/// <summary>What was known about one loan by the end of one day.</summary>
public sealed class LoanHistory
{
    private readonly KnownList<ScheduleVersion> schedules = new();
    private readonly KnownList<Instalment> allInstalments = new();
    private readonly KnownList<Instalment> schedule = new();
    private readonly KnownList<Payment> payments = new();
    private readonly KnownList<Payment> countedPayments = new();
    private readonly KnownList<PaymentReversal> reversals = new();
    private readonly KnownList<LoanEvent> events = new();
    private readonly KnownList<LoanCharge> charges = new();
    private readonly KnownList<LoanParty> parties = new();
    private readonly RepaymentLedger ledger = new([], []);
    private LoanFile file;
    private Part ready;

    /// <summary>The fillings that the payments that count were taken from, and those that the ledger was.</summary>
    private (int Payments, int Reversals) counted = (-1, -1);
    private (int Schedule, int CountedPayments) kept = (-1, -1);

    internal LoanHistory(LoanFile file, Loan loan, DateOnly asOf)
    {
        this.file = file;
        Loan = loan;
        AsOf = asOf;
    }

    public Loan Loan { get; private set; }

    /// <summary>All versions of the loan known by this day, oldest first: what its rate and limit were is read from them.</summary>
    public ReadOnlySpan<Loan> Versions => file.VersionsKnownBy(AsOf);

    /// <summary>The day looked from.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>All known schedule versions, oldest first.</summary>
    public KnownList<ScheduleVersion> Schedules => IsReady(Part.Schedules) ? schedules : file.Schedules.KnownBy(AsOf, schedules);

    /// <summary>Instalments of all known schedule versions.</summary>
    public KnownList<Instalment> AllInstalments => file.AllInstalments.KnownBy(AsOf, allInstalments);

    /// <summary>Instalments of the newest known schedule version, by due date.</summary>
    public KnownList<Instalment> Schedule => IsReady(Part.Schedule)
        ? schedule
        : file.Instalments(Schedules is { Count: > 0 } known ? known[^1].Version : 0).KnownBy(AsOf, schedule);

    /// <summary>Payments known and effective by this day, reversed ones included, by effective day.</summary>
    public KnownList<Payment> Payments => IsReady(Part.Payments) ? payments : file.Payments.AsOf(AsOf, payments);

    /// <summary>The payments that count: those not known by this day to be reversed.</summary>
    public KnownList<Payment> CountedPayments
    {
        get
        {
            if (IsReady(Part.CountedPayments))
            {
                return countedPayments;
            }

            var (all, back) = (Payments, Reversals);
            if (counted != (all.Filled, back.Filled))
            {
                Count(all, back);
                counted = (all.Filled, back.Filled);
            }

            return countedPayments;
        }
    }

    /// <summary>Reversals known by this day.</summary>
    public KnownList<PaymentReversal> Reversals => IsReady(Part.Reversals) ? reversals : file.Reversals.KnownBy(AsOf, reversals);

    /// <summary>Changes of state known by this day, by first day.</summary>
    public KnownList<LoanEvent> Events => IsReady(Part.Events) ? events : file.Events.KnownBy(AsOf, events);

    /// <summary>Charges of a revolving loan known and effective by this day, by day.</summary>
    public KnownList<LoanCharge> Charges => IsReady(Part.Charges) ? charges : file.Charges.AsOf(AsOf, charges);

    /// <summary>Other borrowers known by this day to answer for the loan, at some time or other.</summary>
    public KnownList<LoanParty> Parties => file.Parties.KnownBy(AsOf, parties);

    /// <summary>What is owed under a revolving loan: charges less payments that count, below zero if overpaid; zero without charges.</summary>
    public Money Balance =>
        new(Charges.Count == 0 ? 0 : Charges.Sum(charge => charge.Amount.MinorUnits) - CountedPayments.Sum(payment => payment.Amount.MinorUnits));

    /// <summary>The payments that count set against the schedule in force.</summary>
    public RepaymentLedger Ledger
    {
        get
        {
            if (IsReady(Part.Ledger))
            {
                return ledger;
            }

            var (due, paid) = (Schedule, CountedPayments);
            if (kept != (due.Filled, paid.Filled))
            {
                ledger.Set(due, paid);
                kept = (due.Filled, paid.Filled);
            }

            return ledger;
        }
    }

    /// <summary>Days since the due date of the oldest unpaid amount, 0 if nothing is unpaid.</summary>
    public int DaysPastDue => Ledger.DaysPastDue(AsOf);

    /// <summary>The next instalment due after this day, or null.</summary>
    public Instalment? NextInstalment
    {
        get
        {
            var all = Schedule;
            var next = Ledger.CountDueBy(AsOf);
            return next < all.Count ? all[next] : null;
        }
    }

    /// <summary>
    /// The instalment that money is measured against: the next one, or the last one of a schedule that has run out; zero if there is none.
    /// </summary>
    public Money InstalmentAmount => NextInstalment?.Amount ?? (Schedule is { Count: > 0 } all ? all[^1].Amount : Money.Zero);

    /// <summary>Whether the loan is over on its day: paid off, sold or written off.</summary>
    public bool IsOver =>
        Is(LoanEventKind.PaidOff, AsOf) || Is(LoanEventKind.Sold, AsOf) || Is(LoanEventKind.WrittenOff, AsOf);

    /// <summary>The ledger under the schedule that was known on an earlier day, with the payments that count as known on this one.</summary>
    public RepaymentLedger LedgerUnder(DateOnly day)
    {
        var version = Schedules.LastOrDefault(known => known.KnownOn.Day <= day)?.Version;
        return version is null || version == Schedules[^1].Version
            ? Ledger
            : new RepaymentLedger(file.Instalments(version.Value).KnownBy(AsOf, new()), CountedPayments);
    }

    /// <summary>Whether a state holds on a day, as known by this day.</summary>
    public bool Is(LoanEventKind kind, DateOnly on)
    {
        foreach (var loanEvent in Events)
        {
            if (loanEvent.Kind == kind && loanEvent.HoldsOn(on))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks at a loan from a day; what was got from it before is overwritten.</summary>
    internal void Show(LoanFile of, Loan loan, DateOnly asOf) => (file, Loan, AsOf, ready) = (of, loan, asOf, default);

    /// <summary>Fills every list, so that reading from several threads changes nothing.</summary>
    internal void Settle()
    {
        _ = (AllInstalments, Events, Charges, Parties, Ledger);
    }

    /// <summary>Whether a part was asked for since the day was shown; from now on it was.</summary>
    private bool IsReady(Part part)
    {
        if ((ready & part) != 0)
        {
            return true;
        }

        ready |= part;
        return false;
    }

    private void Count(KnownList<Payment> all, KnownList<PaymentReversal> back)
    {
        var count = 0;
        var counts = countedPayments.Refill(all.Count);
        foreach (var payment in all)
        {
            if (!IsReversed(payment, back))
            {
                counts[count++] = payment;
            }
        }

        countedPayments.Close(count);
    }

    private static bool IsReversed(Payment payment, KnownList<PaymentReversal> back)
    {
        foreach (var reversal in back)
        {
            if (reversal.PaymentId == payment.PaymentId)
            {
                return true;
            }
        }

        return false;
    }

    [Flags]
    private enum Part
    {
        Schedules = 1,
        Schedule = 2,
        Payments = 4,
        Reversals = 8,
        CountedPayments = 16,
        Events = 32,
        Charges = 64,
        Ledger = 128,
    }
}
