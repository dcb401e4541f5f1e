using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The lender's contacts with one borrower, asked for by decisions or by its own practice, and what comes of them.</summary>
internal sealed class Contacting(
    SimulationParameters parameters, BorrowerTraits traits, Draws draws, FactLog log, IReadOnlyList<SimulatedDecision> decisions)
{
    private const int OutcomeDays = 30;

    private readonly TreatmentResponse response = new(parameters.Responses);

    private readonly List<(DateOnly On, Treatment Treatment, int Recent)> felt = [];

    private readonly List<DateOnly> contactedOn = [];

    private readonly HashSet<BorrowerFlagKind> optedOut = [];

    /// <summary>Last day on which an accepted plan keeps the borrower going.</summary>
    public DateOnly PlanUntil { get; private set; } = DateOnly.MinValue;

    /// <summary>Added chance of attending to open amounts today.</summary>
    public double AttentionOn(DateOnly day)
    {
        var sum = 0.0;
        foreach (var (on, treatment, recent) in felt)
        {
            sum += response.AttentionOn(traits.Persona, treatment, day.DayNumber - on.DayNumber, recent);
        }

        return sum;
    }

    /// <summary>A right used: no more contacts of a kind.</summary>
    public void OptOut(BorrowerFlagKind kind, DateOnly day)
    {
        if (optedOut.Add(kind))
        {
            log.Add(new BorrowerFlag(log.BorrowerId, log.NewId('F'), kind, null, day, null, Instant.At(day, hour: 18)));
        }
    }

    /// <summary>Carries out the decisions that reach the borrower today.</summary>
    public void CarryOut(IReadOnlyList<SimulatedLoan> loans, DateOnly day)
    {
        foreach (var decision in decisions)
        {
            if (ReachesOn(decision) == day && loans.FirstOrDefault(loan => loan.LoanId == decision.LoanId) is { IsOpen: true } loan)
            {
                Treat(loan, day, decision.Treatment, decision.DecisionId);
            }
        }
    }

    /// <summary>The lender's own habit: a message soon after a missed amount, then calls.</summary>
    public void Practise(SimulatedLoan loan, DateOnly day)
    {
        if (decisions.Any(decision => decision.LoanId == loan.LoanId && IsWithin(decision, day)))
        {
            return;
        }

        var daysPastDue = loan.DaysPastDue(day);
        var treatment = daysPastDue switch
        {
            4 => Treatment.Sms,
            9 => Treatment.Email,
            15 or 23 or 37 or 52 or 66 or 80 => Treatment.Call,
            _ => Treatment.None,
        };
        if (treatment != Treatment.None && draws.On(day, Purpose.Practice).Chance(parameters.Responses.PracticeShare))
        {
            Treat(loan, day, treatment, decisionId: null);
        }
    }

    /// <summary>Tells of a payment if a decision was taken in the 30 days before.</summary>
    public void NotePayment(SimulatedLoan loan, DateOnly day, long amount, int knownAfterDays)
    {
        var decision = decisions.LastOrDefault(decision => decision.LoanId == loan.LoanId && IsWithin(decision, day));
        if (decision is not null)
        {
            Tell(decision.DecisionId, loan, OutcomeKind.Paid, day, amount, Instant.At(day.AddDays(knownAfterDays), hour: 20));
        }
    }

    private static bool IsWithin(SimulatedDecision decision, DateOnly day) =>
        decision.DecidedOn < day && day <= decision.DecidedOn.AddDays(OutcomeDays);

    private static DateOnly ReachesOn(SimulatedDecision decision)
    {
        var day = decision.DecidedOn.AddDays(1);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(1) : day;
    }

    private void Treat(SimulatedLoan loan, DateOnly day, Treatment treatment, string? decisionId)
    {
        if (treatment == Treatment.None || traits.Planted.Withholds(day))
        {
            return;
        }

        var (channel, optOut) = treatment switch
        {
            Treatment.Sms => (ContactChannel.Sms, BorrowerFlagKind.OptOutSms),
            Treatment.Call => (ContactChannel.Call, BorrowerFlagKind.OptOutCall),
            _ => (ContactChannel.Email, BorrowerFlagKind.OptOutEmail),
        };
        if (optedOut.Contains(optOut) || optedOut.Contains(BorrowerFlagKind.CeaseContact))
        {
            Tell(decisionId, loan, OutcomeKind.NotDelivered, day, null, Instant.At(day, hour: 19));
            return;
        }

        var stream = draws.On(day, Purpose.Response, (loan.LoanId[^1] * 8) + (int)treatment);
        var recent = contactedOn.Count(on => on > day.AddDays(-30));
        contactedOn.Add(day);
        var reached = stream.Chance(response.ReachProbability(treatment));
        TellContact(loan, day, channel, reached, decisionId, ref stream);
        Tell(decisionId, loan, reached ? OutcomeKind.Exposed : OutcomeKind.NotDelivered, day, null, Instant.At(day, hour: 19));
        if (!reached)
        {
            return;
        }

        felt.Add((day, treatment, recent));
        Respond(loan, day, treatment, decisionId, ref stream);
        if (stream.Chance(response.ComplaintProbability(traits.Persona, treatment, recent)))
        {
            log.Add(new BorrowerFlag(
                log.BorrowerId, log.NewId('F'), BorrowerFlagKind.Complaint, loan.LoanId, day, day.AddDays(42), Instant.At(day, hour: 20)));
            Tell(decisionId, loan, OutcomeKind.Complained, day, null, Instant.At(day, hour: 20));
        }

        if (stream.Chance(response.OptOutProbability(traits.Persona, treatment, recent)))
        {
            OptOut(optOut, day);
            Tell(decisionId, loan, OutcomeKind.OptedOut, day, null, Instant.At(day, hour: 20));
        }
    }

    private void Respond(SimulatedLoan loan, DateOnly day, Treatment treatment, string? decisionId, ref RandomStream stream)
    {
        var open = loan.OpenBy(day);
        if (treatment == Treatment.Call && open > 0 && stream.Chance(parameters.Personas[traits.Persona].Promises))
        {
            var payday = traits.PayCycle.NextAfter(day);
            var promisedFor = payday < day.AddDays(12) ? payday.AddDays(1) : day.AddDays(stream.Whole(2, 7));
            loan.PromisedPayment = (promisedFor, open);
            log.Add(new Promise(
                log.BorrowerId, log.NewId('M'), loan.LoanId, new Money(open), promisedFor, day, Instant.At(day, hour: 19)));
            Tell(decisionId, loan, OutcomeKind.Promised, day, open, Instant.At(day, hour: 19));
        }

        if (treatment == Treatment.PlanOffer && stream.Chance(response.PlanAcceptProbability(traits.Persona)))
        {
            var inArrears = loan.DaysPastDue(day) > 0;
            loan.Reschedule(day, inArrears ? ScheduleReason.Restructured : ScheduleReason.BorrowerRequest, halveNext: true);
            if (inArrears)
            {
                loan.Tell(LoanEventKind.Restructured, day, null, Instant.At(day, hour: 19));
            }

            PlanUntil = day.AddDays(120);
            Tell(decisionId, loan, OutcomeKind.PlanAccepted, day, null, Instant.At(day, hour: 19));
        }
    }

    private void TellContact(
        SimulatedLoan loan, DateOnly day, ContactChannel channel, bool reached, string? decisionId, ref RandomStream stream)
    {
        var at = Instant.At(day, hour: stream.Whole(9, 17), minute: stream.Whole(0, 59));
        var contact = new Contact(
            log.BorrowerId, log.NewId('C'), loan.LoanId, channel, Inbound: false, ContactResult.Attempted, at, decisionId, at);
        log.Add(contact);
        var result = (channel, reached) switch
        {
            (ContactChannel.Sms, true) => ContactResult.Delivered,
            (ContactChannel.Sms, false) => ContactResult.Bounced,
            (ContactChannel.Call, true) => ContactResult.RightParty,
            (ContactChannel.Call, false) => stream.Chance(0.15) ? ContactResult.Answered : ContactResult.Attempted,
            (_, true) => ContactResult.Opened,
            _ => stream.Chance(0.08) ? ContactResult.Bounced : ContactResult.Delivered,
        };
        if (result != ContactResult.Attempted)
        {
            log.Add(contact with { Result = result, KnownOn = new Instant(at.UnixSeconds + stream.Whole(20, 3000)) });
        }

        if (reached && stream.Chance(0.04))
        {
            var answered = new Instant(at.UnixSeconds + 3600);
            log.Add(new Contact(
                log.BorrowerId, log.NewId('C'), loan.LoanId, channel, Inbound: true, ContactResult.Replied, answered, decisionId, answered));
        }
    }

    private void Tell(string? decisionId, SimulatedLoan loan, OutcomeKind kind, DateOnly day, long? amount, Instant knownOn)
    {
        if (decisionId is not null)
        {
            log.Add(new Outcome(
                log.BorrowerId,
                log.NewId('O'),
                decisionId,
                loan.LoanId,
                kind,
                amount is { } units ? new Money(units) : null,
                day,
                knownOn));
        }
    }
}
