namespace RiskSignals.Simulation.Tests;

public sealed class TreatmentResponseTests
{
    private static readonly TreatmentResponse Response = new(ShippedLenders.Default.Responses);
    private static readonly ResponseState Organised = new(Persona.Organised, Readiness: 0.60, Capacity: 0.95);
    private static readonly ResponseState Forgetful = new(Persona.Forgetful, Readiness: 0.05, Capacity: 0.93);
    private static readonly ResponseState Stretched = new(Persona.Stretched, Readiness: 0.22, Capacity: 0.50);
    private static readonly ResponseState Strategic = new(Persona.Strategic, Readiness: 0.05, Capacity: 0.90);
    private static readonly ResponseState Vulnerable = new(Persona.Vulnerable, Readiness: 0.05, Capacity: 0.50);

    [Fact]
    public void Doing_nothing_has_no_effect()
    {
        Assert.All([Organised, Forgetful, Stretched, Strategic], state => Assert.Equal(0, Response.Effect(state, Treatment.None)));
    }

    [Fact]
    public void Untreated_the_chance_is_capacity_times_the_chance_of_attending()
    {
        Assert.Equal(0.93 * (1 - Math.Pow(0.95, 30)), Response.PayProbability(Forgetful, Treatment.None), 12);
    }

    [Fact]
    public void Reminders_move_the_forgetful_most_and_plans_the_stretched()
    {
        Assert.True(Response.Effect(Forgetful, Treatment.Sms) > 0.08);
        Assert.True(Response.Effect(Organised, Treatment.Sms) < 0.001);
        Assert.True(Response.Effect(Strategic, Treatment.Sms) < 0.01);
        Assert.True(Response.Effect(Stretched, Treatment.PlanOffer) > 0.08);
        Assert.True(Response.Effect(Stretched, Treatment.Sms) < 0.01);
        Assert.True(Response.Effect(Forgetful, Treatment.PlanOffer) < Response.Effect(Forgetful, Treatment.Sms));
    }

    [Fact]
    public void A_call_keeps_the_vulnerable_from_paying()
    {
        Assert.True(Response.Effect(Vulnerable, Treatment.Call) < 0);
    }

    [Fact]
    public void Each_recent_contact_weakens_the_next_and_raises_the_harm()
    {
        Assert.True(Response.Effect(Forgetful with { RecentContacts = 3 }, Treatment.Sms) < Response.Effect(Forgetful, Treatment.Sms));
        Assert.True(
            Response.OptOutProbability(Persona.Forgetful, Treatment.Sms, recentContacts: 3)
            > Response.OptOutProbability(Persona.Forgetful, Treatment.Sms, recentContacts: 0));
    }
}
