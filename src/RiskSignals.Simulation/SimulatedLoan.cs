using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One loan: what is due, what is paid, and the facts the lender writes about both.</summary>
internal sealed class SimulatedLoan
{
    private readonly FactLog log;

    private Loan told;

    private Mandate? mandate;

    private List<(DateOnly DueOn, long Amount)> schedule;

    private DueDays due;

    public SimulatedLoan(SimulationParameters parameters, BorrowerTraits traits, Draws draws, FactLog log, int number, LoanTerms terms)
    {
        (this.log, Number, LoanId, OriginatedOn) = (log, number, $"{log.BorrowerId}-L{number}", terms.OriginatedOn);
        (Terms, schedule, due) = (terms, terms.Schedule, terms.Due);
        CollectsByDirectDebit = terms.DirectDebit;
        var known = Instant.At(OriginatedOn, hour: 11);
        told = new Loan(
            log.BorrowerId,
            LoanId,
            terms.Product,
            parameters.Currency,
            OriginatedOn,
            new Money(terms.Principal),
            terms.RateBasisPoints,
            terms.Limit is { } limit ? new Money(limit) : null,
            known);
        log.Add(told);
        TellSchedule(ScheduleReason.Original, known);
        if (terms.Limit is not null)
        {
            Line = new(parameters.Loans.Revolving, traits, draws, log, this, terms);
            Line.Charge(LoanChargeKind.Purchase, terms.Principal, OriginatedOn);
            InstalmentAmount = parameters.Loans.Revolving.MinimumLeast;
        }
        else
        {
            InstalmentAmount = schedule[0].Amount;
        }

        PlanNextPull(OriginatedOn);
        if (CollectsByDirectDebit)
        {
            mandate = new Mandate(log.BorrowerId, log.NewId('D'), LoanId, BankAccountId: null, OriginatedOn, CancelledOn: null, known);
            log.Add(mandate);
        }
    }

    public string LoanId { get; }

    /// <summary>Whether the other of the household answers for it too.</summary>
    public bool IsJoint { get; private set; }

    /// <summary>Which of the borrower's loans, from 1.</summary>
    public int Number { get; }

    /// <summary>What was agreed at the start.</summary>
    public LoanTerms Terms { get; }

    /// <summary>The balance of a credit card; null for other loans.</summary>
    public CreditLine? Line { get; }

    public int Rollovers { get; private set; }

    public DateOnly OriginatedOn { get; }

    public int Version { get; private set; } = 1;

    public bool CollectsByDirectDebit { get; private set; }

    /// <summary>Next day of a direct debit for a new instalment.</summary>
    public DateOnly PullOn { get; private set; }

    /// <summary>Day of a second try after a returned direct debit; null if none is planned.</summary>
    public DateOnly? RetryOn { get; set; }

    public int ReturnsInRow { get; set; }

    /// <summary>Last day of a dispute, in which the borrower withholds what isn't collected and the lender keeps quiet.</summary>
    public DateOnly DisputedUntil { get; set; } = DateOnly.MinValue;

    /// <summary>Last day of a payment holiday, in which the lender keeps quiet about this loan.</summary>
    public DateOnly PausedUntil { get; set; } = DateOnly.MinValue;

    /// <summary>Neither paid off nor written off.</summary>
    public bool IsOpen { get; private set; } = true;

    public bool WasPaidOff { get; private set; }

    /// <summary>Day up to which a promise was made, and its amount; null if none is open.</summary>
    public (DateOnly For, long Amount)? PromisedPayment { get; set; }

    /// <summary>Everything paid and not returned.</summary>
    public long Paid { get; private set; }

    /// <summary>Payments that stay, by day.</summary>
    public List<(DateOnly Day, long Amount)> PaidOn { get; } = [];

    public long Total
    {
        get
        {
            var sum = 0L;
            foreach (var (_, amount) in schedule)
            {
                sum += amount;
            }

            return sum;
        }
    }

    /// <summary>What the schedule asks for and hasn't got, due or not; 0 or more.</summary>
    public long Open => Math.Max(0, Total - Paid);

    /// <summary>What the borrower owes in all.</summary>
    public long Left => Line?.Balance ?? Open;

    /// <summary>Usual amount of an instalment, above 0.</summary>
    public long InstalmentAmount { get; private set; }

    /// <summary>Sum due by the end of a day, less what is paid; 0 or more.</summary>
    public long OpenBy(DateOnly day)
    {
        var due = 0L;
        foreach (var (dueOn, amount) in schedule)
        {
            if (dueOn > day)
            {
                break;
            }

            due += amount;
        }

        return Math.Max(0, due - Paid);
    }

    public int DaysPastDue(DateOnly day)
    {
        var due = 0L;
        foreach (var (dueOn, amount) in schedule)
        {
            due += amount;
            if (due > Paid)
            {
                return Math.Max(0, day.DayNumber - dueOn.DayNumber);
            }
        }

        return 0;
    }

    /// <summary>The first instalment due after a day, or null.</summary>
    public (DateOnly DueOn, long Amount)? NextAfter(DateOnly day)
    {
        foreach (var instalment in schedule)
        {
            if (instalment.DueOn > day)
            {
                return instalment;
            }
        }

        return null;
    }

    /// <summary>Plans the direct debit of the next instalment.</summary>
    public void PlanNextPull(DateOnly day)
    {
        foreach (var (dueOn, _) in schedule)
        {
            var pull = WorkingDays.OnOrAfter(dueOn);
            if (pull > day)
            {
                PullOn = pull;
                return;
            }
        }

        PullOn = DateOnly.MaxValue;
    }

    public void Pay(long amount, DateOnly effectiveOn, PaymentMethod method, int knownAfterDays, bool corrected)
    {
        var payment = new Payment(
            log.BorrowerId,
            log.NewId('P'),
            LoanId,
            new Money(amount),
            effectiveOn,
            corrected ? PaymentMethod.Other : method,
            Instant.At(effectiveOn.AddDays(knownAfterDays), hour: 18));
        log.Record(payment);
        if (corrected)
        {
            log.Record(payment with { Method = method, KnownOn = Instant.At(payment.KnownOn.Day.AddDays(2), hour: 7) });
        }

        Paid += amount;
        PaidOn.Add((effectiveOn, amount));
        if (Paid >= Total && Line is null)
        {
            End(LoanEventKind.PaidOff, effectiveOn, Instant.At(effectiveOn.AddDays(knownAfterDays), hour: 19));
            WasPaidOff = true;
        }
    }

    /// <summary>A direct debit that the bank gives back: it counts until the lender learns of it.</summary>
    public void PayAndReverse(long amount, DateOnly effectiveOn, DateOnly reversedOn, DateOnly reversalKnownOn, ReversalReason reason)
    {
        var id = log.NewId('P');
        log.Add(new Payment(
            log.BorrowerId, id, LoanId, new Money(amount), effectiveOn, PaymentMethod.DirectDebit, Instant.At(effectiveOn, hour: 18)));
        log.Add(new PaymentReversal(log.BorrowerId, id, LoanId, reversedOn, reason, Instant.At(reversalKnownOn, hour: 8)));
    }

    /// <summary>The mandate is cancelled, by the borrower or after too many returns.</summary>
    public void CancelMandate(DateOnly day, DateOnly knownOn)
    {
        CollectsByDirectDebit = false;
        if (mandate is { } held)
        {
            mandate = null;
            log.Add(held with { CancelledOn = day, KnownOn = Instant.At(knownOn, hour: 8) });
        }
    }

    /// <summary>The lender charges another rate from the next day on.</summary>
    public void ChangeRate(int basisPoints, DateOnly day)
    {
        told = told with { AnnualRateBasisPoints = basisPoints, KnownOn = Instant.At(day, hour: 20) };
        log.Add(told);
    }

    /// <summary>From the first day another borrower answers for it too.</summary>
    public void JoinWith(string partyId)
    {
        IsJoint = true;
        log.Add(new LoanParty(log.BorrowerId, LoanId, partyId, LoanRole.Joint, OriginatedOn, EndsOn: null, Instant.At(OriginatedOn, hour: 11)));
    }

    public void End(LoanEventKind kind, DateOnly day, Instant knownOn)
    {
        IsOpen = false;
        PromisedPayment = null;
        Tell(kind, day, endsOn: null, knownOn);
    }

    public void Tell(LoanEventKind kind, DateOnly startsOn, DateOnly? endsOn, Instant knownOn) =>
        log.Add(new LoanEvent(log.BorrowerId, log.NewId('E'), LoanId, kind, startsOn, endsOn, knownOn));

    /// <summary>Spreads what is open over the next instalments, and halves the first few of them at the price of a longer schedule.</summary>
    public void Reschedule(DateOnly day, ScheduleReason reason, bool halveNext)
    {
        var open = OpenBy(day);
        var past = Settled(day);
        var ahead = schedule.Where(instalment => instalment.DueOn > day).ToList();
        var from = ahead.Count > 0 ? ahead[0].DueOn : day.AddDays(30);
        var step = InstalmentAmount;
        var deferred = open;
        if (halveNext)
        {
            for (var i = 0; i < Math.Min(4, ahead.Count); i++)
            {
                var kept = (ahead[i].Amount + 1) / 2;
                deferred += ahead[i].Amount - kept;
                ahead[i] = (ahead[i].DueOn, kept);
            }
        }

        while (deferred > 0)
        {
            var amount = Math.Min(step, deferred);
            ahead.Add((ahead.Count > 0 ? due.After(ahead[^1].DueOn) : from, amount));
            deferred -= amount;
        }

        Replace([.. past, .. ahead], day, reason);
    }

    /// <summary>Moves every instalment not yet due to another day of the month.</summary>
    public void MoveDueDay(DateOnly day, int dayOfMonth)
    {
        due = due with { DayOfMonth = dayOfMonth };
        Replace(
            [.. Settled(day), .. schedule.Where(i => i.DueOn > day).Select(i => (WorkingDays.NextInMonth(i.DueOn, dayOfMonth), i.Amount))],
            day,
            ScheduleReason.BorrowerRequest);
    }

    /// <summary>Whether the due days are days of the month that can be moved.</summary>
    public bool IsMonthly => due.EveryDays == 0 && Line is null;

    /// <summary>Puts off by whole months everything that was open on a day or falls due after it.</summary>
    /// <param name="knownOn">When it is put down; later than the day if it is backdated.</param>
    public void PutOff(DateOnly from, int months, DateOnly knownOn)
    {
        var open = OpenBy(from);
        var ahead = schedule.Where(i => i.DueOn > from).Select(i => (i.DueOn.AddMonths(months), i.Amount)).ToList();
        if (open > 0)
        {
            ahead.Add((due.After(ahead.Count > 0 ? ahead[^1].Item1 : from.AddMonths(months)), open));
        }

        Replace([.. Settled(from), .. ahead], knownOn, ScheduleReason.Moratorium);
    }

    /// <summary>Pays interest now, and the rest on another day with more of it.</summary>
    /// <returns>The interest to pay now.</returns>
    public long RollOver(DateOnly day, DateOnly to)
    {
        var rest = Open;
        var interest = (long)Math.Ceiling(rest * Terms.InterestPerDay * (to.DayNumber - day.DayNumber));
        Rollovers++;
        Replace([.. Settled(day), (day, interest), (to, rest)], day, ScheduleReason.BorrowerRequest);
        return interest;
    }

    /// <summary>A statement adds its minimum payment. What was paid beyond the earlier ones stands as an amount of its own, due today.</summary>
    public void AddStatement(DateOnly day, long minimum, DateOnly dueOn)
    {
        var beyond = Paid - Total;
        List<(DateOnly, long)> added = [];
        if (beyond > 0)
        {
            added.Add((day, beyond));
        }

        if (minimum > 0)
        {
            added.Add((dueOn, minimum));
            InstalmentAmount = minimum;
        }

        if (added.Count > 0)
        {
            Replace([.. schedule, .. added], day, ScheduleReason.Statement);
        }
    }

    /// <summary>The instalments due by a day, cut to what was paid of them.</summary>
    private List<(DateOnly DueOn, long Amount)> Settled(DateOnly day)
    {
        var left = Paid;
        var past = new List<(DateOnly, long)>();
        foreach (var (dueOn, amount) in schedule.Where(instalment => instalment.DueOn <= day))
        {
            var settled = Math.Min(left, amount);
            past.Add((dueOn, settled));
            left -= settled;
        }

        return past;
    }

    private void Replace(List<(DateOnly DueOn, long Amount)> instalments, DateOnly day, ScheduleReason reason)
    {
        schedule = [.. instalments.OrderBy(instalment => instalment.DueOn)];
        Version++;
        if (reason != ScheduleReason.Statement)
        {
            (RetryOn, ReturnsInRow) = (null, 0);
        }

        TellSchedule(reason, Instant.At(day, hour: 19));
        PlanNextPull(day);
    }

    private void TellSchedule(ScheduleReason reason, Instant known)
    {
        log.Add(new ScheduleVersion(log.BorrowerId, LoanId, Version, reason, known));
        for (var i = 0; i < schedule.Count; i++)
        {
            log.Add(new Instalment(log.BorrowerId, LoanId, Version, i + 1, schedule[i].DueOn, new Money(schedule[i].Amount), known));
        }
    }
}
