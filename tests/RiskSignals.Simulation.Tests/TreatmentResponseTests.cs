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
        Assert.All([Organised, Forgetful, Stretched, Strategic], state => Assert.Equal(0, Response.Effect(state, new(Treatment.None))));
    }

    [Fact]
    public void Untreated_the_chance_is_capacity_times_the_chance_of_attending()
    {
        Assert.Equal(0.93 * (1 - Math.Pow(0.95, 30)), Response.PayProbability(Forgetful, new(Treatment.None)), 12);
    }

    [Fact]
    public void Reminders_move_the_forgetful_most_and_plans_the_stretched()
    {
        Assert.True(Response.Effect(Forgetful, new(Treatment.Sms)) > 0.08);
        Assert.True(Response.Effect(Organised, new(Treatment.Sms)) < 0.001);
        Assert.True(Response.Effect(Strategic, new(Treatment.Sms)) < 0.01);
        Assert.True(Response.Effect(Stretched, new(Treatment.PlanOffer)) > 0.08);
        Assert.True(Response.Effect(Stretched, new(Treatment.Sms)) < 0.01);
        Assert.True(Response.Effect(Forgetful, new(Treatment.PlanOffer)) < Response.Effect(Forgetful, new(Treatment.Sms)));
    }

    [Fact]
    public void A_call_keeps_the_vulnerable_from_paying()
    {
        Assert.True(Response.Effect(Vulnerable, new(Treatment.Call)) < 0);
    }

    [Fact]
    public void Each_recent_contact_weakens_the_next_and_raises_the_harm()
    {
        Assert.True(Response.Effect(Forgetful with { RecentContacts = 3 }, new(Treatment.Sms)) < Response.Effect(Forgetful, new(Treatment.Sms)));
        Assert.True(
            Response.OptOutProbability(Persona.Forgetful, new(Treatment.Sms), recentContacts: 3)
            > Response.OptOutProbability(Persona.Forgetful, new(Treatment.Sms), recentContacts: 0));
    }

    [Fact]
    public void A_firm_tone_moves_the_strategic_and_keeps_the_vulnerable_from_paying()
    {
        var (neutral, firm) = (new TreatmentForm(Treatment.Sms), new TreatmentForm(Treatment.Sms, Tone.Firm));
        Assert.True(Response.Effect(Strategic, firm) > 1.5 * Response.Effect(Strategic, neutral));
        Assert.True(Response.Effect(Vulnerable, neutral) > 0 && Response.Effect(Vulnerable, firm) < 0);
        Assert.True(Response.Effect(Vulnerable, new(Treatment.Sms, Tone.Supportive)) > Response.Effect(Vulnerable, neutral));
        Assert.True(Response.ComplaintProbability(Persona.Forgetful, firm, 0) > Response.ComplaintProbability(Persona.Forgetful, neutral, 0));
    }

    [Theory]
    [InlineData(9, 1.0)]
    [InlineData(16, 1.0)]
    [InlineData(18, 1.25)]
    [InlineData(3, 0.6)]
    [InlineData(22, 0.6)]
    public void The_hour_decides_how_often_a_call_gets_through(int hour, double factor) =>
        Assert.Equal(factor * 0.38, Response.ReachProbability(new(Treatment.Call, Tone.Neutral, hour)), 12);

    [Fact]
    public void The_chances_of_a_treatment_agree_with_its_parts()
    {
        foreach (var persona in Enum.GetValues<Persona>())
        {
            foreach (var treatment in Enum.GetValues<Treatment>())
            {
                foreach (var tone in Enum.GetValues<Tone>())
                {
                    var state = new ResponseState(persona, 0.2, 0.6, RecentContacts: 2);
                    var form = new TreatmentForm(treatment, tone, Hour: 18);
                    var chances = Response.Chances(state, form);
                    Assert.Equal(Response.PayProbability(state, form), chances.Pays, 12);
                    Assert.Equal(Response.Effect(state, form), chances.Effect, 12);
                    double[] all = [chances.Reached, chances.Pays, chances.Promises, chances.AcceptsPlan, chances.Complains, chances.OptsOut, chances.Ignores];
                    Assert.All(all, chance => Assert.InRange(chance, 0, 1));
                    Assert.True(chances.Ignores <= 1 - Math.Max(chances.Promises, chances.AcceptsPlan));
                }
            }
        }

        Assert.Equal(1 - Response.PayProbability(Forgetful, new(Treatment.None)), Response.Chances(Forgetful, new(Treatment.None)).Ignores, 12);
    }
}
