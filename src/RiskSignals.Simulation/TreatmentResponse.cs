namespace RiskSignals.Simulation;

/// <summary>What a response depends on.</summary>
/// <param name="Readiness">Chance a day of attending to an open amount, untreated.</param>
/// <param name="Capacity">Chance that the money is at hand.</param>
/// <param name="RecentContacts">Contacts in the 30 days before; each tires.</param>
public readonly record struct ResponseState(Persona Persona, double Readiness, double Capacity, int RecentContacts = 0);

/// <summary>The chances of what a borrower does about a treatment, from 0 to 1; those of paying by the reference law.</summary>
/// <param name="Reached">The treatment gets through.</param>
/// <param name="Pays">Something open is paid within 30 days.</param>
/// <param name="Promises">A payment is promised.</param>
/// <param name="AcceptsPlan">A plan is accepted.</param>
/// <param name="Ignores">None of all this.</param>
/// <param name="Effect">What the treatment adds to <paramref name="Pays"/>; below 0 it harms.</param>
public readonly record struct ResponseChances(
    double Reached, double Pays, double Promises, double AcceptsPlan, double Complains, double OptsOut, double Ignores, double Effect);

/// <summary>
/// How simulated borrowers answer treatments: the chances of reach, promises, plans, complaints and opt-outs that the simulation draws from,
/// and a reference law of paying.
/// </summary>
/// <remarks>
/// A treatment that gets through adds to the chance a day of attending to what is open, most on the next day and fading; a plan that is
/// accepted makes the amounts affordable. <see cref="PayProbability"/> puts this in closed form for a stated readiness and capacity. Lives
/// differ from it: readiness as lived also depends on the days past due, on payday and on a plan, a promise may be kept, borrowers wait for
/// a direct debit that is tried again, and the money is what the purse holds. True effects as lived come from replays,
/// <see cref="SimulatedLender.PayProbability"/>, or pair by pair from <see cref="SimulatedLender.PaidAfter(int, SimulatedDecision)"/>.
/// </remarks>
public sealed class TreatmentResponse(ResponsesParameters responses)
{
    private const int Days = 30;

    /// <summary>Chance that a treatment gets through to the borrower.</summary>
    public double ReachProbability(TreatmentForm form) =>
        Math.Min(1, responses.Treatments[form.Treatment].GetsThrough * responses.DayParts[form.DayPart].Reach);

    /// <summary>Change in the chance a day of attending to an open amount, on a day after a treatment got through.</summary>
    /// <param name="daysSince">1 on the day after; 0 outside the days it is felt.</param>
    /// <param name="recentContacts">Contacts in the 30 days before the treatment.</param>
    public double AttentionOn(Persona persona, TreatmentForm form, int daysSince, int recentContacts)
    {
        if (daysSince < 1 || daysSince > responses.FeltDays)
        {
            return 0;
        }

        return responses.Treatments[form.Treatment].Attention[persona]
            * responses.Tones[form.Tone].Attention[persona]
            * Power(responses.FadePerDay, daysSince - 1)
            * Power(responses.TirePerContact, recentContacts);
    }

    /// <summary>Chance that a treatment that got through is answered with a promise to pay what is open.</summary>
    public double PromiseProbability(Persona persona, TreatmentForm form) =>
        form.Treatment == Treatment.Call ? Math.Min(1, responses.Promises[persona] * responses.Tones[form.Tone].Agreement) : 0;

    /// <summary>Chance that a treatment that got through leads to a plan.</summary>
    public double PlanAcceptProbability(Persona persona, TreatmentForm form) =>
        form.Treatment == Treatment.PlanOffer ? Math.Min(1, responses.AcceptsPlan[persona] * responses.Tones[form.Tone].Agreement) : 0;

    /// <summary>Chance of a complaint about a treatment that got through.</summary>
    public double ComplaintProbability(Persona persona, TreatmentForm form, int recentContacts) =>
        Harm(responses.Treatments[form.Treatment].Complains, persona, form, recentContacts);

    /// <summary>Chance of an opt-out from the channel of a treatment that got through.</summary>
    public double OptOutProbability(Persona persona, TreatmentForm form, int recentContacts) =>
        Harm(responses.Treatments[form.Treatment].OptsOut, persona, form, recentContacts);

    /// <summary>Chance under the reference law that a borrower with an open amount pays it within 30 days of a treatment.</summary>
    /// <param name="felt">How much of the treatment the borrower feels, 1 if it is meant for them.</param>
    public double PayProbability(ResponseState state, TreatmentForm form, double felt = 1)
    {
        var reach = ReachProbability(form);
        return (reach * PayProbabilityOnceReached(state, form, felt)) + ((1 - reach) * Untreated(state));
    }

    /// <summary>What a treatment changes: its <see cref="PayProbability"/> less that of doing nothing.</summary>
    /// <param name="felt">How much of the treatment the borrower feels.</param>
    public double Effect(ResponseState state, TreatmentForm form, double felt = 1) => PayProbability(state, form, felt) - Untreated(state);

    /// <summary>The chances of all that a borrower may do about a treatment, if something is open and the channel isn't closed.</summary>
    public ResponseChances Chances(ResponseState state, TreatmentForm form)
    {
        var reach = ReachProbability(form);
        var promises = PromiseProbability(state.Persona, form);
        var plans = PlanAcceptProbability(state.Persona, form);
        var complains = ComplaintProbability(state.Persona, form, state.RecentContacts);
        var optsOut = OptOutProbability(state.Persona, form, state.RecentContacts);
        var onceReached = PayProbabilityOnceReached(state, form, 1);

        // A plan that is accepted is an answer, so those who ignore pay as without a plan.
        var withoutPlan = state.Capacity * (1 - Neglects(state, form, 1));
        var ignores = (reach * (1 - promises) * (1 - plans) * (1 - complains) * (1 - optsOut) * (1 - withoutPlan)) + ((1 - reach) * (1 - Untreated(state)));
        return new(
            reach,
            (reach * onceReached) + ((1 - reach) * Untreated(state)),
            reach * promises,
            reach * plans,
            reach * complains,
            reach * optsOut,
            ignores,
            reach * (onceReached - Untreated(state)));
    }

    /// <summary>Chance of attending on a day, given the standing readiness and the attention felt.</summary>
    internal static double AttendProbability(double readiness, double attention) =>
        attention >= 0 ? 1 - ((1 - readiness) * (1 - Math.Min(0.95, attention))) : Math.Max(0.2 * readiness, readiness + attention);

    private static double Untreated(ResponseState state) => state.Capacity * (1 - Power(1 - state.Readiness, Days));

    private double PayProbabilityOnceReached(ResponseState state, TreatmentForm form, double felt)
    {
        var attends = 1 - Neglects(state, form, felt);
        var accepts = felt < 1 ? 0 : PlanAcceptProbability(state.Persona, form);
        var relieved = state.Capacity + ((1 - state.Capacity) * responses.PlanRelief);
        return (((1 - accepts) * state.Capacity) + (accepts * relieved)) * attends;
    }

    /// <summary>Chance of not attending on any day once the treatment got through.</summary>
    private double Neglects(ResponseState state, TreatmentForm form, double felt)
    {
        var neglects = 1.0;
        for (var day = 1; day <= Days; day++)
        {
            neglects *= 1 - AttendProbability(state.Readiness, felt * AttentionOn(state.Persona, form, day, state.RecentContacts));
        }

        return neglects;
    }

    private double Harm(double rate, Persona persona, TreatmentForm form, int recentContacts) => Math.Min(
        0.5,
        rate * (1 + (responses.HarmPerContact * recentContacts)) * responses.Sensitive[persona]
            * responses.Tones[form.Tone].Harm * responses.DayParts[form.DayPart].Harm);

    private static double Power(double value, int times)
    {
        var power = 1.0;
        for (var i = 0; i < times; i++)
        {
            power *= value;
        }

        return power;
    }
}
