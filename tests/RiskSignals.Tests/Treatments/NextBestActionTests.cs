using RiskSignals.Borrowers;
using RiskSignals.Treatments;
using static RiskSignals.Tests.Treatments.Situations;

namespace RiskSignals.Tests.Treatments;

public sealed class NextBestActionTests
{
    private const int Seed = 17;

    private static readonly BorrowerFlagKind[] Rights =
    [
        BorrowerFlagKind.Moratorium, BorrowerFlagKind.Dispute, BorrowerFlagKind.Complaint, BorrowerFlagKind.CeaseContact,
        BorrowerFlagKind.Represented,
        BorrowerFlagKind.OptOutSms, BorrowerFlagKind.OptOutEmail, BorrowerFlagKind.OptOutCall,
    ];

    [Fact]
    public void The_open_treatment_of_highest_value_is_planned()
    {
        var decision = NextBestAction.Decide(Shipped, Input(PastDue(12)));
        Assert.Equal(ShippedPolicy.CallDay10, decision.PlannedId);
        Assert.Equal((30_000 * 4 / 100) - 350 - 200, decision.Candidate(ShippedPolicy.CallDay10).ValueMinorUnits);
        Assert.Equal((30_000 * 2 / 100) - 120, decision.Candidate(ShippedPolicy.OfferPlan).ValueMinorUnits);
        Assert.Equal(0, decision.Candidate(Treatment.NoneId).ValueMinorUnits);
    }

    [Fact]
    public void A_borrower_certain_to_pay_is_left_alone() =>
        Assert.Equal(Treatment.NoneId, NextBestAction.Decide(Shipped, Input(PastDue(12) with { MissProbability = 0.01 })).PlannedId);

    [Fact]
    public void A_small_amount_is_not_worth_a_call() =>
        Assert.NotEqual(ShippedPolicy.CallDay10, NextBestAction.Decide(Shipped, Input(PastDue(12), amount: 2_000)).PlannedId);

    [Fact]
    public void Of_equal_values_the_gentler_is_planned()
    {
        var policy = Shipped with
        {
            Treatments = [.. Shipped.Treatments.Select(treatment => treatment with { CostMinorUnits = 0 })],
            Responses = [.. Shipped.Responses.Select(response => response with { UpliftBasisPoints = 100, HarmMinorUnits = 0 })],
        };
        Assert.Equal(ShippedPolicy.OfferPlan, NextBestAction.Decide(policy, Input(PastDue(12))).PlannedId);
        Assert.Equal(Treatment.NoneId, NextBestAction.Decide(policy, Input(PastDue(12), amount: 0)).PlannedId);
    }

    [Fact]
    public void Propensities_are_the_mixture_of_plan_and_draw()
    {
        var decision = NextBestAction.Decide(Shipped, Input(PastDue(12)));
        Assert.Equal(0, decision.Candidate(ShippedPolicy.SmsDay2).Propensity);
        Assert.Equal(0.05 / 3, decision.Candidate(Treatment.NoneId).Propensity, 1e-12);
        Assert.Equal(0.05 / 3, decision.Candidate(ShippedPolicy.OfferPlan).Propensity, 1e-12);
        Assert.Equal((0.05 / 3) + 0.95, decision.Candidate(ShippedPolicy.CallDay10).Propensity, 1e-12);
    }

    [Fact]
    public void Choices_over_many_borrowers_have_the_logged_propensities()
    {
        var policy = Shipped with { ExplorationBuckets = 3_000 };
        var decisions = Enumerable.Range(0, 10_000)
            .Select(i => NextBestAction.Decide(policy, Input(PastDue(12) with { BorrowerId = $"b{i}" }))).ToArray();
        foreach (var candidate in decisions[0].Candidates)
        {
            var share = decisions.Count(decision => decision.ChosenId == candidate.TreatmentId) / (double)decisions.Length;
            Assert.Equal(candidate.Propensity, share, 0.015);
        }

        Assert.Equal(0.3, decisions.Count(decision => decision.ChosenBy == ChosenBy.Exploration) / (double)decisions.Length, 0.015);
    }

    [Fact]
    public void Propensities_add_up_to_one_and_the_chosen_one_was_possible()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 2_000; i++)
        {
            var decision = NextBestAction.Decide(Shipped, Input(Draw(random, i), random.NextInt64(0, 100_000)));
            Assert.Equal(1, decision.Candidates.Sum(candidate => candidate.Propensity), 1e-9);
            var chosen = decision.Candidate(decision.ChosenId);
            Assert.Empty(chosen.Removals);
            Assert.True(chosen.Propensity >= 0.02 / decision.Candidates.Count, $"seed {Seed}, borrower {i}: {chosen}");
            Assert.Contains(decision.Candidates, candidate => candidate.TreatmentId == Treatment.NoneId && candidate.Removals.Count == 0);
        }
    }

    [Fact]
    public void Another_day_draws_anew_and_the_same_day_does_not()
    {
        var policy = Shipped with { ExplorationBuckets = 5_000 };
        bool Explores(DateOnly day) => NextBestAction.Decide(policy, Input(PastDue(12) with { On = day })).ChosenBy == ChosenBy.Exploration;
        var days = Enumerable.Range(0, 60).Select(Day.AddDays).ToArray();
        Assert.InRange(days.Count(Explores), 15, 45);
        Assert.Equal(days.Select(Explores), days.Select(Explores));
    }

    [Fact]
    public void Vulnerability_never_raises_intensity() => NeverRaisesIntensity([BorrowerFlagKind.Vulnerable]);

    [Fact]
    public void Using_a_right_never_raises_intensity()
    {
        foreach (var right in Rights)
        {
            NeverRaisesIntensity([right]);
        }

        NeverRaisesIntensity(Rights);
    }

    [Fact]
    public void A_closed_channel_does_not_turn_into_a_stronger_one()
    {
        var policy = Shipped with { Sequence = Shipped.Sequence with { Steps = [] },
            Responses = [new(ShippedPolicy.SmsDay2, 0, 1.01, 900, 0), new(ShippedPolicy.CallDay10, 0, 1.01, 800, 0)] };
        var open = PastDue(12);
        Assert.Equal(ShippedPolicy.SmsDay2, NextBestAction.Decide(policy, Input(open)).PlannedId);
        var decision = NextBestAction.Decide(policy,
            Input(open with { Flags = new HashSet<BorrowerFlagKind> { BorrowerFlagKind.OptOutSms } }));
        Assert.Equal((Treatment.NoneId, 1), (decision.PlannedId, decision.IntensityCeiling));
    }

    [Fact]
    public void The_hold_out_gets_nothing_whatever_its_trial()
    {
        var held = PastDue(3) with { IsHeldOut = true };
        var decision = NextBestAction.Decide(Shipped, Input(held) with { Trial = Trial("sms") });
        Assert.Equal((Treatment.NoneId, null, 1.0), (decision.ChosenId, decision.TrialId, decision.Candidate(Treatment.NoneId).Propensity));
        Assert.Contains(decision.Candidate(ShippedPolicy.SmsDay2).Removals, removal => removal.RuleId == "hold_out");
    }

    [Theory]
    [InlineData("none", Treatment.NoneId)]
    [InlineData("sms", ShippedPolicy.SmsDay2)]
    public void An_arm_overrides_the_plan_with_its_share_as_propensity(string armId, string chosen)
    {
        var decision = NextBestAction.Decide(Shipped, Input(PastDue(3)) with { Trial = Trial(armId) });
        Assert.Equal((chosen, ChosenBy.Trial, armId), (decision.ChosenId, decision.ChosenBy, decision.ArmId));
        Assert.Equal(0.25, decision.Candidate(Treatment.NoneId).Propensity, 1e-12);
        Assert.Equal(0.75, decision.Candidate(ShippedPolicy.SmsDay2).Propensity, 1e-12);
    }

    [Fact]
    public void An_arm_whose_treatment_a_rule_removes_does_nothing_and_keeps_its_borrower()
    {
        var facts = PastDue(3) with { Flags = new HashSet<BorrowerFlagKind> { BorrowerFlagKind.OptOutSms } };
        var decision = NextBestAction.Decide(Shipped, Input(facts) with { Trial = Trial("sms") });
        Assert.Equal((Treatment.NoneId, ChosenBy.Trial, "sms"), (decision.ChosenId, decision.ChosenBy, decision.ArmId));
        Assert.Equal(["opt_out_sms"], decision.Candidate(ShippedPolicy.SmsDay2).Removals.Select(removal => removal.RuleId));
        Assert.Equal(1, decision.Candidate(Treatment.NoneId).Propensity, 1e-12);
    }

    [Fact]
    public void A_trial_of_a_step_leaves_other_days_alone()
    {
        var decision = NextBestAction.Decide(Shipped, Input(PastDue(12)) with { Trial = Trial("none") });
        Assert.Equal((ShippedPolicy.CallDay10, null), (decision.PlannedId, decision.TrialId));
    }

    [Fact]
    public void A_trial_that_does_not_add_up_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            NextBestAction.Decide(Shipped, Input(PastDue(3)) with { Trial = Trial("sms") with { ArmId = "call" } }));

    private static TrialPlace Trial(string armId) =>
        new("reminder", armId, [new("none", Treatment.NoneId, 0.25), new("sms", ShippedPolicy.SmsDay2, 0.75)]);

    private static void NeverRaisesIntensity(BorrowerFlagKind[] flags)
    {
        var random = new Random(Seed);
        var policy = Shipped with { ExplorationBuckets = 4_000 };
        var gentler = 0;
        for (var i = 0; i < 800; i++)
        {
            var off = Draw(random, i);
            off = off with { Flags = off.Flags.Except(flags).ToHashSet(), Jurisdiction = "UK" };
            var on = off with { Flags = off.Flags.Union(flags).ToHashSet() };
            var trial = random.Next(4) == 0 ? Trial(random.Next(2) == 0 ? "none" : "sms") : null;
            var amount = random.NextInt64(0, 100_000);
            var without = policy.Find(NextBestAction.Decide(policy, Input(off, amount) with { Trial = trial }).ChosenId);
            var with = policy.Find(NextBestAction.Decide(policy, Input(on, amount) with { Trial = trial }).ChosenId);
            Assert.True(with.Intensity <= without.Intensity, $"seed {Seed}, borrower {i}: {without.Id} became {with.Id}");
            gentler += with.Intensity < without.Intensity ? 1 : 0;
        }

        Assert.True(gentler > 0 || flags is [BorrowerFlagKind.Complaint],
            $"{string.Join(",", flags)} changed nothing, so nothing was proven");
    }
}
