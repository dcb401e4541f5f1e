using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One loan: what is due, what is paid, and the facts the lender writes about both.</summary>
internal sealed class SimulatedLoan
{
    private readonly FactLog log;

    private List<(DateOnly DueOn, long Amount)> schedule;

    public SimulatedLoan(SimulationParameters parameters, FactLog log, int number, LoanTerms terms)
    {
        (this.log, LoanId, OriginatedOn) = (log, $"{log.BorrowerId}-L{number}", terms.OriginatedOn);
        schedule = terms.Schedule();
        InstalmentAmount = schedule[0].Amount;
        CollectsByDirectDebit = terms.DirectDebit;
        PullOn = WorkingDays.OnOrAfter(schedule[0].DueOn);
        var known = Instant.At(OriginatedOn, hour: 11);
        log.Add(new Loan(
            log.BorrowerId,
            LoanId,
            terms.Product,
            parameters.Currency,
            OriginatedOn,
            new Money(terms.Principal),
            terms.RateBasisPoints,
            Limit: null,
            known));
        TellSchedule(ScheduleReason.Original, known);
    }

    public string LoanId { get; }

    public DateOnly OriginatedOn { get; }

    public int Version { get; private set; } = 1;

    public bool CollectsByDirectDebit { get; set; }

    /// <summary>Next day of a direct debit for a new instalment.</summary>
    public DateOnly PullOn { get; private set; }

    /// <summary>Day of a second try after a returned direct debit; null if none is planned.</summary>
    public DateOnly? RetryOn { get; set; }

    public int ReturnsInRow { get; set; }

    /// <summary>Neither paid off nor written off.</summary>
    public bool IsOpen { get; private set; } = true;

    public bool WasPaidOff { get; private set; }

    /// <summary>Day up to which a promise was made, and its amount; null if none is open.</summary>
    public (DateOnly For, long Amount)? PromisedPayment { get; set; }

    /// <summary>Everything paid and not returned.</summary>
    public long Paid { get; private set; }

    /// <summary>Payments that stay, by day.</summary>
    public List<(DateOnly Day, long Amount)> PaidOn { get; } = [];

    public long Total => schedule.Sum(instalment => instalment.Amount);

    /// <summary>Usual amount of an instalment, above 0.</summary>
    public long InstalmentAmount { get; }

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
        if (Paid >= Total)
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

        for (var i = ahead.Count; deferred > 0; i++)
        {
            var amount = Math.Min(step, deferred);
            ahead.Add((WorkingDays.InMonth(from.AddMonths(i).Year, from.AddMonths(i).Month, from.Day), amount));
            deferred -= amount;
        }

        Replace([.. past, .. ahead], day, reason);
    }

    /// <summary>Moves every instalment not yet due to another day of the month.</summary>
    public void MoveDueDay(DateOnly day, int dayOfMonth) =>
        Replace(
            [.. Settled(day), .. schedule.Where(i => i.DueOn > day).Select(i => (WorkingDays.NextInMonth(i.DueOn, dayOfMonth), i.Amount))],
            day,
            ScheduleReason.BorrowerRequest);

    /// <summary>Puts off everything open and everything ahead by whole months.</summary>
    public void PutOff(DateOnly day, int months)
    {
        var open = OpenBy(day);
        var ahead = schedule.Where(i => i.DueOn > day).Select(i => (i.DueOn.AddMonths(months), i.Amount)).ToList();
        if (open > 0)
        {
            ahead.Add(((ahead.Count > 0 ? ahead[^1].Item1 : day.AddMonths(months)).AddMonths(1), open));
        }

        Replace([.. Settled(day), .. ahead], day, ScheduleReason.Moratorium);
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
        schedule = instalments;
        Version++;
        RetryOn = null;
        ReturnsInRow = 0;
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

/// <summary>What was agreed for a loan. Its instalments are equal but for the last.</summary>
internal sealed record LoanTerms(
    string Product, DateOnly OriginatedOn, long Principal, int RateBasisPoints, int Months, int DayOfMonth, bool DirectDebit)
{
    public static LoanTerms Draw(InstalmentLoanParameters terms, BorrowerTraits traits, DateOnly day, ref RandomStream stream)
    {
        var months = stream.Pick(terms.Months);
        var instalment = traits.MonthlyIncome * terms.InstalmentOfIncome.Draw(ref stream);
        var rate = stream.Whole((int)terms.RateBasisPoints.From / 10, (int)terms.RateBasisPoints.To / 10) * 10;
        var principal = (long)(instalment * months / (1 + (rate / 10_000.0 * months / 12 * 0.55)) / 5_000) * 5_000;
        var dueDay = stream.Chance(terms.DueAfterPaydayShare) ? 1 + ((traits.PayCycle.DayOfMonth + stream.Whole(0, 5)) % 28) : stream.Whole(1, 28);
        var product = months <= 9 ? "short_instalment" : months <= 24 ? "personal_instalment" : "long_instalment";
        return new(product, day, Math.Max(terms.LeastPrincipal, principal), rate, months, dueDay, traits.DirectDebit);
    }

    public List<(DateOnly DueOn, long Amount)> Schedule()
    {
        var monthly = RateBasisPoints / 120_000.0;
        var growth = 1.0;
        for (var i = 0; i < Months; i++)
        {
            growth *= 1 + monthly;
        }

        var instalment = (long)Math.Ceiling(Principal * monthly * growth / (growth - 1));
        var dueOn = WorkingDays.NextInMonth(OriginatedOn.AddDays(20), DayOfMonth);
        var left = (double)Principal;
        var schedule = new List<(DateOnly, long)>();
        for (var i = 1; i <= Months; i++)
        {
            left *= 1 + monthly;
            var amount = i < Months ? instalment : Math.Clamp((long)Math.Round(left), 1, instalment);
            schedule.Add((dueOn, amount));
            left -= amount;
            dueOn = WorkingDays.NextInMonth(dueOn, DayOfMonth);
        }

        return schedule;
    }
}
