namespace RiskSignals.Simulation;

/// <summary>What a response depends on.</summary>
/// <param name="Readiness">Chance a day of attending to an open amount, untreated.</param>
/// <param name="Capacity">Chance that the money is at hand.</param>
/// <param name="RecentContacts">Contacts in the 30 days before; each tires.</param>
public readonly record struct ResponseState(Persona Persona, double Readiness, double Capacity, int RecentContacts = 0);

/// <summary>How simulated borrowers answer treatments: the law the simulation itself draws from.</summary>
/// <remarks>
/// A treatment that gets through adds to the chance a day of attending to what is open, most on the next day and fading; a plan that is
/// accepted makes the amounts affordable. <see cref="PayProbability"/> is this law in closed form for a stated capacity.
/// </remarks>
public sealed class TreatmentResponse(ResponsesParameters responses)
{
    /// <summary>Chance that a treatment gets through to the borrower.</summary>
    public double ReachProbability(Treatment treatment) => responses.Treatments[treatment].GetsThrough;

    /// <summary>Change in the chance a day of attending to an open amount, on a day after a treatment got through.</summary>
    /// <param name="daysSince">1 on the day after; 0 outside 1 to the days it is felt.</param>
    /// <param name="recentContacts">Contacts in the 30 days before the treatment.</param>
    public double AttentionOn(Persona persona, Treatment treatment, int daysSince, int recentContacts)
    {
        if (daysSince < 1 || daysSince > responses.FeltDays)
        {
            return 0;
        }

        return responses.Treatments[treatment].Attention[persona]
            * Power(responses.FadePerDay, daysSince - 1)
            * Power(responses.TirePerContact, recentContacts);
    }

    /// <summary>Chance that a plan offer that got through is accepted.</summary>
    public double PlanAcceptProbability(Persona persona) => responses.AcceptsPlan[persona];

    /// <summary>Chance of a complaint about a treatment that got through.</summary>
    public double ComplaintProbability(Persona persona, Treatment treatment, int recentContacts) =>
        Harm(responses.Treatments[treatment].Complains, persona, recentContacts);

    /// <summary>Chance of an opt-out from the channel of a treatment that got through.</summary>
    public double OptOutProbability(Persona persona, Treatment treatment, int recentContacts) =>
        Harm(responses.Treatments[treatment].OptsOut, persona, recentContacts);

    /// <summary>Chance that a borrower with an open amount pays it within a number of days of a treatment.</summary>
    public double PayProbability(ResponseState state, Treatment treatment, int days = 30)
    {
        var reach = ReachProbability(treatment);
        var reached = 1.0;
        for (var day = 1; day <= days; day++)
        {
            reached *= 1 - AttendProbability(state.Readiness, AttentionOn(state.Persona, treatment, day, state.RecentContacts));
        }

        var unreached = Power(1 - state.Readiness, days);
        if (treatment != Treatment.PlanOffer)
        {
            return state.Capacity * (1 - unreached + (reach * (unreached - reached)));
        }

        var accept = PlanAcceptProbability(state.Persona);
        var relieved = state.Capacity + ((1 - state.Capacity) * responses.PlanRelief);
        var offered = ((1 - accept) * state.Capacity * (1 - reached)) + (accept * relieved * (1 - reached));
        return (reach * offered) + ((1 - reach) * state.Capacity * (1 - unreached));
    }

    /// <summary>What a treatment changes: its <see cref="PayProbability"/> less that of doing nothing.</summary>
    public double Effect(ResponseState state, Treatment treatment, int days = 30) =>
        PayProbability(state, treatment, days) - PayProbability(state, Treatment.None, days);

    /// <summary>Chance of attending on a day, given the standing readiness and the attention felt.</summary>
    internal static double AttendProbability(double readiness, double attention) =>
        attention >= 0 ? 1 - ((1 - readiness) * (1 - Math.Min(0.95, attention))) : Math.Max(0.2 * readiness, readiness + attention);

    private double Harm(double rate, Persona persona, int recentContacts) =>
        Math.Min(0.5, rate * (1 + (responses.HarmPerContact * recentContacts)) * (persona is Persona.Vulnerable or Persona.Strategic ? 2 : 1));

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
