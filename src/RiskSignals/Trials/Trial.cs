using RiskSignals.Borrowers;
using RiskSignals.Treatments;

namespace RiskSignals.Trials;

/// <summary>A started trial: a plan without faults, and the day it started.</summary>
public sealed record Trial
{
    private Trial(TrialPlan plan, DateOnly startedOn) => (Plan, StartedOn) = (plan, startedOn);

    public TrialPlan Plan { get; }

    public DateOnly StartedOn { get; }

    /// <summary>Starts a trial.</summary>
    /// <exception cref="TrialRefusedException">The plan has faults; all are named.</exception>
    public static Trial Start(TrialPlan plan, DateOnly on)
    {
        var faults = plan.Faults();
        return faults.Count == 0 ? new Trial(plan, on) : throw new TrialRefusedException(plan.Id, faults);
    }

    /// <summary>The same trial under a changed plan; only coverage may change, and only upwards.</summary>
    /// <exception cref="TrialRefusedException">The change would spoil the comparison; all faults are named.</exception>
    public Trial Under(TrialPlan changed)
    {
        var faults = Plan.FaultsOfChangeTo(changed);
        return faults.Count == 0 ? new Trial(changed, StartedOn) : throw new TrialRefusedException(Plan.Id, faults);
    }

    /// <summary>What is assigned as one for a borrower: the borrower, or the household where the plan says so and one is known.</summary>
    public string UnitOf(Borrower borrower) =>
        Plan.Unit == AssignmentUnit.Household ? borrower.HouseholdId ?? borrower.BorrowerId : borrower.BorrowerId;

    /// <summary>The assignment of a unit, or null if the trial does not cover it. The hold-out is asked before.</summary>
    public Assignment? Assign(string unit) => Assignment.Of(Plan, unit);

    /// <summary>
    /// The assignment of a unit as a decision takes it, with the arms the unit could have got; null if the trial does not cover it.
    /// </summary>
    public TrialPlace? PlaceOf(string unit) => Assign(unit) is { } assignment
        ? new TrialPlace(
            Plan.Id,
            assignment.Arm.Id,
            [.. Plan.Arms.Select(arm => new TrialArm(arm.Id, arm.TreatmentId, (double)arm.Weight / Plan.WeightSum))])
        : null;

    /// <summary>The first day on which the outcome of a unit assigned on a day may be used.</summary>
    public DateOnly MaturesOn(DateOnly assignedOn) => assignedOn.AddDays(Plan.WindowDays + Plan.ReportingLagDays);
}
