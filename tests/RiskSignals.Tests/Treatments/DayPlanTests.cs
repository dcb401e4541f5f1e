using RiskSignals.Borrowers;
using RiskSignals.Treatments;
using static RiskSignals.Tests.Treatments.Situations;

namespace RiskSignals.Tests.Treatments;

public sealed class DayPlanTests
{
    private static readonly Policy TenCalls = Shipped with { Capacities = [new(ContactChannel.Call, 10)], ExplorationBuckets = 1_000 };

    private static readonly Decision[] Decisions =
        [.. Enumerable.Range(0, 100).Select(i =>
            NextBestAction.Decide(TenCalls, Input(PastDue(12) with { BorrowerId = $"b{i}" }, 30_000 + (1_000 * i))))];

    [Fact]
    public void A_channel_carries_no_more_than_its_capacity()
    {
        var plan = DayPlan.Fit(TenCalls, Decisions);
        var use = Assert.Single(plan.Uses);
        Assert.InRange(use.Reserved, 1, 9);
        Assert.Equal(plan.Decisions.Count(decision => decision.ChosenId == ShippedPolicy.CallDay10), use.Reserved + use.Planned);
        Assert.True(use.Reserved + use.Planned <= 10);
        Assert.Equal(100, use.Dropped + plan.Decisions.Count(decision => decision.PlannedId == ShippedPolicy.CallDay10));
    }

    [Fact]
    public void The_plans_of_highest_value_are_kept_and_the_others_say_why()
    {
        var plan = DayPlan.Fit(TenCalls, Decisions);
        var kept = plan.Decisions.Where(decision => decision.PlannedId == ShippedPolicy.CallDay10)
            .Select(decision => decision.AmountMinorUnits);
        var dropped = plan.Decisions.Where(decision => decision.PlannedId == Treatment.NoneId).ToArray();
        Assert.True(kept.Min() > dropped.Max(decision => decision.AmountMinorUnits));
        Assert.All(dropped, decision =>
            Assert.Equal(DayPlan.CapacityRuleId, Assert.Single(decision.Candidate(ShippedPolicy.CallDay10).Removals).RuleId));
    }

    [Fact]
    public void What_was_drawn_is_never_altered_and_propensities_still_add_up()
    {
        var plan = DayPlan.Fit(TenCalls, Decisions);
        foreach (var (before, after) in Decisions.Zip(plan.Decisions))
        {
            Assert.Equal(before.DecisionId, after.DecisionId);
            Assert.Equal(1, after.Candidates.Sum(candidate => candidate.Propensity), 1e-9);
            Assert.True(after.Candidate(after.ChosenId).Propensity >= 0.1 / 3 - 1e-12);
            if (before.ChosenBy == ChosenBy.Exploration)
            {
                Assert.Equal(before.ChosenId, after.ChosenId);
            }
        }
    }

    [Fact]
    public void The_order_of_decisions_makes_no_difference()
    {
        var forward = DayPlan.Fit(TenCalls, Decisions).Decisions.Select(DecisionText.Write);
        var backward = DayPlan.Fit(TenCalls, [.. Decisions.Reverse()]).Decisions.Select(DecisionText.Write);
        Assert.Equal(forward, backward.Reverse());
    }

    [Fact]
    public void Unlimited_channels_are_left_as_they_are() =>
        Assert.Equal(Decisions.Select(DecisionText.Write), DayPlan.Fit(Shipped, Decisions).Decisions.Select(DecisionText.Write));
}
