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
public static class TreatmentResponse
{
    /// <summary>Days on which a treatment is still felt.</summary>
    public const int FeltDays = 12;

    private const double FadePerDay = 0.82;

    private const double TirePerContact = 0.85;

    /// <summary>How far an accepted plan closes the gap between the borrower's capacity and 1.</summary>
    private const double PlanRelief = 0.75;

    private static readonly double[] GetsThrough = [0, 0.93, 0.48, 0.38, 0.60];

    /// <summary>Added chance on the first day, by persona and treatment.</summary>
    private static readonly double[,] Attention =
    {
        { 0, 0.10, 0.06, 0.12, 0.02 },
        { 0, 0.30, 0.20, 0.42, 0.05 },
        { 0, 0.04, 0.03, 0.09, 0.06 },
        { 0, 0.05, 0.04, 0.10, 0.06 },
        { 0, 0.03, 0.02, 0.05, 0.05 },
        { 0, 0.006, 0.003, 0.02, 0.005 },
        { 0, 0.04, 0.03, -0.05, 0.06 },
    };

    private static readonly double[] AcceptsPlan = [0.02, 0.05, 0.50, 0.50, 0.40, 0.06, 0.45];

    private static readonly double[] Complains = [0, 0.002, 0.001, 0.010, 0.002];

    private static readonly double[] OptsOut = [0, 0.006, 0.004, 0.012, 0.001];

    /// <summary>Chance that a treatment gets through to the borrower.</summary>
    public static double ReachProbability(Treatment treatment) => GetsThrough[(int)treatment];

    /// <summary>Change in the chance a day of attending to an open amount, on a day after a treatment got through.</summary>
    /// <param name="daysSince">1 on the day after; 0 outside 1 to <see cref="FeltDays"/>.</param>
    /// <param name="recentContacts">Contacts in the 30 days before the treatment.</param>
    public static double AttentionOn(Persona persona, Treatment treatment, int daysSince, int recentContacts)
    {
        if (daysSince is < 1 or > FeltDays)
        {
            return 0;
        }

        return Attention[(int)persona, (int)treatment] * Power(FadePerDay, daysSince - 1) * Power(TirePerContact, recentContacts);
    }

    /// <summary>Chance that a plan offer that got through is accepted.</summary>
    public static double PlanAcceptProbability(Persona persona) => AcceptsPlan[(int)persona];

    /// <summary>Chance of a complaint about a treatment that got through.</summary>
    public static double ComplaintProbability(Persona persona, Treatment treatment, int recentContacts) =>
        Harm(Complains, persona, treatment, recentContacts);

    /// <summary>Chance of an opt-out from the channel of a treatment that got through.</summary>
    public static double OptOutProbability(Persona persona, Treatment treatment, int recentContacts) =>
        Harm(OptsOut, persona, treatment, recentContacts);

    /// <summary>Chance that a borrower with an open amount pays it within a number of days of a treatment.</summary>
    public static double PayProbability(ResponseState state, Treatment treatment, int days = 30)
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
        var relieved = state.Capacity + ((1 - state.Capacity) * PlanRelief);
        var offered = ((1 - accept) * state.Capacity * (1 - reached)) + (accept * relieved * (1 - reached));
        return (reach * offered) + ((1 - reach) * state.Capacity * (1 - unreached));
    }

    /// <summary>What a treatment changes: its <see cref="PayProbability"/> less that of doing nothing.</summary>
    public static double Effect(ResponseState state, Treatment treatment, int days = 30) =>
        PayProbability(state, treatment, days) - PayProbability(state, Treatment.None, days);

    /// <summary>Chance of attending on a day, given the standing readiness and the attention felt.</summary>
    internal static double AttendProbability(double readiness, double attention) =>
        attention >= 0 ? 1 - ((1 - readiness) * (1 - Math.Min(0.95, attention))) : Math.Max(0.2 * readiness, readiness + attention);

    private static double Harm(double[] rates, Persona persona, Treatment treatment, int recentContacts) =>
        Math.Min(0.5, rates[(int)treatment] * (1 + (0.6 * recentContacts)) * (persona is Persona.Vulnerable or Persona.Strategic ? 2 : 1));

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
