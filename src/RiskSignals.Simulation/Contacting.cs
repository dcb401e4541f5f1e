using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The lender's contacts with one borrower, asked for by decisions or by its own practice, and what comes of them.</summary>
internal sealed class Contacting(
    SimulationParameters parameters, BorrowerTraits traits, Draws draws, FactLog log, AddressBook book, IReadOnlyList<SimulatedDecision> decisions)
{
    private const int OutcomeDays = 30;

    private readonly TreatmentResponse response = new(parameters.Responses);

    private readonly List<FeltTreatment> felt = [];

    private readonly List<DateOnly> contactedOn = [];

    private readonly HashSet<BorrowerFlagKind> optedOut = [];

    /// <summary>Contacts with the other of the household; null for one who lives alone.</summary>
    public Contacting? Other { get; set; }

    /// <summary>Last day on which an accepted plan keeps the borrower going.</summary>
    public DateOnly PlanUntil { get; private set; } = DateOnly.MinValue;

    /// <summary>Added chance of attending to open amounts today.</summary>
    public double AttentionOn(DateOnly day)
    {
        var sum = 0.0;
        foreach (var treatment in felt)
        {
            sum += treatment.Share * response.AttentionOn(traits.Persona, treatment.Form, day.DayNumber - treatment.On.DayNumber, treatment.Recent);
        }

        return sum;
    }

    /// <summary>The true chances of what the borrower does about each decision, taken when it reached them.</summary>
    public List<TrueResponse> TrueResponses { get; } = [];

    /// <summary>A right used: no more contacts of a kind.</summary>
    public void OptOut(BorrowerFlagKind kind, DateOnly day, int hour = 18)
    {
        if (optedOut.Add(kind))
        {
            log.Add(new BorrowerFlag(log.BorrowerId, log.NewId('F'), kind, null, day, null, Instant.At(day, hour)));
        }
    }

    /// <summary>Carries out the decisions that reach the borrower today.</summary>
    public void CarryOut(IReadOnlyList<SimulatedLoan> loans, DateOnly day)
    {
        foreach (var decision in decisions)
        {
            if (ReachesOn(decision) == day && loans.FirstOrDefault(loan => loan.LoanId == decision.LoanId) is { IsOpen: true } loan)
            {
                Treat(loan, day, decision.Treatment, decision);
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
        if (treatment != Treatment.None && draws.On(day, Purpose.Practice, loan.Number).Chance(parameters.Responses.PracticeShare))
        {
            Treat(loan, day, treatment, decision: null);
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

    private void Treat(SimulatedLoan loan, DateOnly day, Treatment treatment, SimulatedDecision? decision)
    {
        var (tone, asked) = (decision?.Tone ?? Tone.Neutral, decision?.Hour);
        if (treatment == Treatment.None || traits.Planted.Withholds(day))
        {
            Foretell(loan, day, new(Treatment.None, tone, asked ?? 11), decision);
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
            Foretell(loan, day, new(Treatment.None, tone, asked ?? 11), decision);
            Tell(decision?.DecisionId, loan, OutcomeKind.NotDelivered, day, null, Instant.At(day, hour: 19));
            return;
        }

        var decisionId = decision?.DecisionId;
        var stream = draws.On(day, Purpose.Response, (loan.Number * 8) + (int)treatment);
        var form = new TreatmentForm(treatment, tone, asked ?? stream.Whole(9, 17));
        var (recent, othersRecent) = (RecentContacts(day), Other?.RecentContacts(day) ?? 0);
        Foretell(loan, day, form, decision);
        contactedOn.Add(day);
        var reached = stream.Chance(response.ReachProbability(form));
        TellContact(loan, day, channel, reached, form.Hour, decisionId, ref stream);
        Tell(decisionId, loan, reached ? OutcomeKind.Exposed : OutcomeKind.NotDelivered, day, null, Instant.At(day, hour: Late(form)));
        if (!reached)
        {
            return;
        }

        felt.Add(new(day, form, recent, Share: 1));
        Other?.Overhear(day, form, othersRecent);
        Respond(loan, day, form, decisionId, ref stream);
        if (stream.Chance(response.ComplaintProbability(traits.Persona, form, recent)))
        {
            log.Add(new BorrowerFlag(
                log.BorrowerId, log.NewId('F'), BorrowerFlagKind.Complaint, loan.LoanId, day, day.AddDays(42), Instant.At(day, hour: Late(form))));
            Tell(decisionId, loan, OutcomeKind.Complained, day, null, Instant.At(day, hour: Late(form)));
        }

        if (stream.Chance(response.OptOutProbability(traits.Persona, form, recent)))
        {
            OptOut(optOut, day, Late(form));
            Tell(decisionId, loan, OutcomeKind.OptedOut, day, null, Instant.At(day, hour: Late(form)));
        }
    }

    /// <summary>The hour in which the answers of the day are put down: after the last contact, 20 at the earliest.</summary>
    private static int Late(TreatmentForm form) => Math.Clamp(form.Hour + 1, 20, 23);

    /// <summary>A treatment that reached the other of the household.</summary>
    /// <param name="recent">Contacts before it, so that it doesn't tire of itself.</param>
    private void Overhear(DateOnly day, TreatmentForm form, int recent) => felt.Add(new(day, form, recent, parameters.Households.SpillOver));

    /// <summary>Contacts in the last 30 days, a part of those with the other of the household counted in.</summary>
    private int RecentContacts(DateOnly day) =>
        Since(contactedOn, day) + (Other is null ? 0 : (int)(parameters.Households.Fatigue * Since(Other.contactedOn, day)));

    private static int Since(List<DateOnly> contactedOn, DateOnly day)
    {
        var count = 0;
        foreach (var on in contactedOn)
        {
            count += on > day.AddDays(-30) ? 1 : 0;
        }

        return count;
    }

    private ResponseState StateOn(DateOnly day) => new(traits.Persona, traits.Readiness, traits.Capacity, RecentContacts(day));

    /// <summary>Keeps what is true of a decision before chance decides; nothing reaches whom may not be contacted.</summary>
    private void Foretell(SimulatedLoan loan, DateOnly day, TreatmentForm form, SimulatedDecision? decision)
    {
        if (decision is not null)
        {
            var state = StateOn(day);
            var spillOver = Other is null ? 0 : response.Effect(Other.StateOn(day), form, parameters.Households.SpillOver);
            TrueResponses.Add(new(decision.DecisionId, loan.LoanId, day, form, state.RecentContacts, response.Chances(state, form), spillOver));
        }
    }

    private void Respond(SimulatedLoan loan, DateOnly day, TreatmentForm form, string? decisionId, ref RandomStream stream)
    {
        var open = loan.OpenBy(day);
        if (open > 0 && form.Treatment == Treatment.Call && stream.Chance(response.PromiseProbability(traits.Persona, form)))
        {
            var payday = traits.PayCycle.NextAfter(day);
            var promisedFor = payday < day.AddDays(12) ? payday.AddDays(1) : day.AddDays(stream.Whole(2, 7));
            loan.PromisedPayment = (promisedFor, open);
            log.Add(new Promise(
                log.BorrowerId, log.NewId('M'), loan.LoanId, new Money(open), promisedFor, day, Instant.At(day, hour: Late(form))));
            Tell(decisionId, loan, OutcomeKind.Promised, day, open, Instant.At(day, hour: Late(form)));
        }

        if (form.Treatment == Treatment.PlanOffer && stream.Chance(response.PlanAcceptProbability(traits.Persona, form)))
        {
            var inArrears = loan.DaysPastDue(day) > 0;
            loan.Reschedule(day, inArrears ? ScheduleReason.Restructured : ScheduleReason.BorrowerRequest, halveNext: true);
            if (inArrears)
            {
                loan.Tell(LoanEventKind.Restructured, day, null, Instant.At(day, hour: 19));
            }

            PlanUntil = day.AddDays(120);
            Tell(decisionId, loan, OutcomeKind.PlanAccepted, day, null, Instant.At(day, hour: Late(form)));
        }
    }

    private void TellContact(
        SimulatedLoan loan, DateOnly day, ContactChannel channel, bool reached, int hour, string? decisionId, ref RandomStream stream)
    {
        var at = Instant.At(day, hour, minute: stream.Whole(0, 59));
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
            var seconds = Math.Min(at.UnixSeconds + stream.Whole(20, 3000), Instant.EndOf(day).UnixSeconds);
            contact = contact with { Result = result, KnownOn = new Instant(seconds) };
            log.Add(contact);
        }

        book.Note(loan, channel, result, contact.KnownOn);

        if (reached && stream.Chance(0.04))
        {
            var answered = new Instant(Math.Min(at.UnixSeconds + 3600, Instant.EndOf(day).UnixSeconds));
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

/// <summary>A treatment that got through and is still on a borrower's mind.</summary>
/// <param name="Share">How much of it is felt: 1 if it was meant for the borrower, less if for another in the household.</param>
internal readonly record struct FeltTreatment(DateOnly On, TreatmentForm Form, int Recent, double Share);
