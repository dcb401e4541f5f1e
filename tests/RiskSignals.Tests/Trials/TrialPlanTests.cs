using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

public sealed class TrialPlanTests
{
    [Fact]
    public void A_complete_plan_starts() => Assert.Equal(Plans.Start, Trial.Start(Plans.Reminder, Plans.Start).StartedOn);

    public static TheoryData<string, TrialPlan> Lacking => new()
    {
        { "hypothesis", Plans.Reminder with { Hypothesis = " " } },
        { "measure", Plans.Reminder with { Measure = null } },
        { "window", Plans.Reminder with { WindowDays = 0 } },
        { "outcome window is 731 days", Plans.Reminder with { WindowDays = 731 } },
        { "reporting lag is -1 days", Plans.Reminder with { ReportingLagDays = -1 } },
        { "reporting lag is 91 days", Plans.Reminder with { ReportingLagDays = 91 } },
        { "arm id 'text message'", Plans.Reminder with { Arms = [new("none", "NONE", 1), new("text message", "SMS_DAY_2", 1)] } },
        { "stop rule", Plans.Reminder with { StopAtMaturedUnits = 0 } },
        { "at least two", Plans.Reminder with { Arms = [new("none", "NONE", 1)] } },
        { "weight 0", Plans.Reminder with { Arms = [new("none", "NONE", 1), new("sms", "SMS_DAY_2", 0)] } },
        { "used 2 times", Plans.Reminder with { Arms = [new("none", "NONE", 1), new("none", "SMS_DAY_2", 1)] } },
        { "control arm", Plans.Reminder with { ControlArmId = "call" } },
        { "coverage", Plans.Reminder with { CoverageBuckets = 10_001 } },
        { "layer range", Plans.Reminder with { LayerFrom = 10, LayerToExcl = 10 } },
        { "split salt", Plans.Reminder with { SplitSalt = "reminder" } },
        { "are equal", Plans.Reminder with { SplitSalt = Plans.Reminder.LayerSalt } },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void A_start_without_it_is_refused_by_name(string named, TrialPlan plan)
    {
        var refused = Assert.Throws<TrialRefusedException>(() => Trial.Start(plan, Plans.Start));
        Assert.Contains(named, Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_window_and_lag_still_start() =>
        Assert.Empty((Plans.Reminder with { WindowDays = 730, ReportingLagDays = 90 }).Faults());

    [Fact]
    public void An_empty_plan_is_refused_with_every_fault_at_once()
    {
        var refused = Assert.Throws<TrialRefusedException>(() =>
            Trial.Start(new TrialPlan { Id = "", LayerSalt = "x", SplitSalt = "y" }, Plans.Start));
        Assert.Equal(9, refused.Faults.Count);
        Assert.All(refused.Faults, fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_running_trial_may_raise_its_coverage_and_nothing_else()
    {
        var trial = Trial.Start(Plans.Reminder with { CoverageBuckets = 1_000 }, Plans.Start);
        Assert.Equal(2_000, trial.Under(trial.Plan with { CoverageBuckets = 2_000 }).Plan.CoverageBuckets);
        Assert.Equal(1_000, trial.Under(Copy(trial.Plan)).Plan.CoverageBuckets);
        Assert.Throws<TrialRefusedException>(() => trial.Under(trial.Plan with { CoverageBuckets = 999 }));
        Assert.Throws<TrialRefusedException>(() =>
            trial.Under(trial.Plan with { Arms = [new("none", "NONE", 1), new("sms", "SMS_DAY_2", 2)] }));
        Assert.Throws<TrialRefusedException>(() => trial.Under(trial.Plan with { Measure = TrialMeasure.AmountPaid }));
        Assert.Throws<TrialRefusedException>(() => trial.Under(trial.Plan with { StopAtMaturedUnits = 100 }));
    }

    /// <summary>As a plan comes back from a store: equal, but with a list of its own.</summary>
    private static TrialPlan Copy(TrialPlan plan) => plan with { Arms = [.. plan.Arms.Select(arm => arm with { })] };
}
