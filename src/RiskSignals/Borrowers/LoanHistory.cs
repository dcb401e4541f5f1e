namespace RiskSignals.Borrowers;

/// <summary>What was known about one loan by the end of one day.</summary>
public sealed class LoanHistory
{
    internal LoanHistory(
        Loan loan,
        DateOnly asOf,
        IReadOnlyList<ScheduleVersion> schedules,
        IReadOnlyList<Instalment> instalments,
        IReadOnlyList<Payment> payments,
        IReadOnlyList<PaymentReversal> reversals,
        IReadOnlyList<LoanEvent> events,
        IReadOnlyList<LoanCharge> charges,
        IReadOnlyList<LoanParty> parties)
    {
        Loan = loan;
        AsOf = asOf;
        Schedules = schedules;
        AllInstalments = instalments;
        Schedule = Instalments(schedules.Count > 0 ? schedules[^1].Version : 0);
        Payments = payments;
        Reversals = reversals;
        Events = events;
        Charges = charges;
        Parties = parties;
        var reversed = reversals.Select(reversal => reversal.PaymentId).ToHashSet(StringComparer.Ordinal);
        CountedPayments = [.. payments.Where(payment => !reversed.Contains(payment.PaymentId))];
        Ledger = new RepaymentLedger(Schedule, CountedPayments);
    }

    public Loan Loan { get; }

    /// <summary>The day looked from.</summary>
    public DateOnly AsOf { get; }

    /// <summary>All known schedule versions, oldest first.</summary>
    public IReadOnlyList<ScheduleVersion> Schedules { get; }

    /// <summary>Instalments of all known schedule versions.</summary>
    public IReadOnlyList<Instalment> AllInstalments { get; }

    /// <summary>Instalments of the newest known schedule version, by due date.</summary>
    public IReadOnlyList<Instalment> Schedule { get; }

    /// <summary>Payments known and effective by this day, reversed ones included, by effective day.</summary>
    public IReadOnlyList<Payment> Payments { get; }

    /// <summary>The payments that count: those not known by this day to be reversed.</summary>
    public IReadOnlyList<Payment> CountedPayments { get; }

    /// <summary>Reversals known by this day.</summary>
    public IReadOnlyList<PaymentReversal> Reversals { get; }

    /// <summary>Changes of state known by this day, by first day.</summary>
    public IReadOnlyList<LoanEvent> Events { get; }

    /// <summary>Charges of a revolving loan known and effective by this day, by day.</summary>
    public IReadOnlyList<LoanCharge> Charges { get; }

    /// <summary>Other borrowers known by this day to answer for the loan, at some time or other.</summary>
    public IReadOnlyList<LoanParty> Parties { get; }

    /// <summary>What is owed under a revolving loan: charges less payments that count, below zero if overpaid; zero without charges.</summary>
    public Money Balance =>
        new(Charges.Count == 0 ? 0 : Charges.Sum(charge => charge.Amount.MinorUnits) - CountedPayments.Sum(payment => payment.Amount.MinorUnits));

    /// <summary>The payments that count set against the schedule in force.</summary>
    public RepaymentLedger Ledger { get; }

    /// <summary>Days since the due date of the oldest unpaid amount, 0 if nothing is unpaid.</summary>
    public int DaysPastDue => Ledger.DaysPastDue(AsOf);

    /// <summary>The next instalment due after this day, or null.</summary>
    public Instalment? NextInstalment => Schedule.FirstOrDefault(instalment => instalment.DueOn > AsOf);

    /// <summary>
    /// The instalment that money is measured against: the next one, or the last one of a schedule that has run out; zero if there is none.
    /// </summary>
    public Money InstalmentAmount => NextInstalment?.Amount ?? (Schedule.Count > 0 ? Schedule[^1].Amount : Money.Zero);

    /// <summary>Whether the loan is over on its day: paid off, sold or written off.</summary>
    public bool IsOver =>
        Is(LoanEventKind.PaidOff, AsOf) || Is(LoanEventKind.Sold, AsOf) || Is(LoanEventKind.WrittenOff, AsOf);

    /// <summary>The ledger under the schedule that was known on an earlier day, with the payments that count as known on this one.</summary>
    public RepaymentLedger LedgerUnder(DateOnly day)
    {
        var version = Schedules.LastOrDefault(schedule => schedule.KnownOn.Day <= day)?.Version;
        return version is null || version == Schedules[^1].Version ? Ledger : new RepaymentLedger(Instalments(version.Value), CountedPayments);
    }

    /// <summary>Whether a state holds on a day, as known by this day.</summary>
    public bool Is(LoanEventKind kind, DateOnly on) => Events.Any(loanEvent => loanEvent.Kind == kind && loanEvent.HoldsOn(on));

    private Instalment[] Instalments(int version) =>
    [
        .. AllInstalments.Where(instalment => instalment.Version == version)
            .OrderBy(instalment => instalment.DueOn).ThenBy(instalment => instalment.Number),
    ];
}
