using RiskSignals.Rpc;
using RiskSignals.Service.Jobs;
using RiskSignals.Storage;
using RiskSignals.Treatments;
using RiskSignals.Trials;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Trials.</summary>
internal sealed class TrialsApi(TrialStore trials, TrialOutcomes outcomes, OutcomeRecorder recorder, Policy policy, HostClock clock)
{
    private const int ReportingLagDefault = 10;

    public Task<TrialReport> StartTrial(StartTrialRequest request, CallContext context)
    {
        var trialId = RequestCheck.Id("trial_id", request.TrialId);
        var kept = trials.Find(trialId);
        var trial = Started(Plan(request), kept?.StartedOn ?? clock.Today);
        return trials.Register(RunningTrials.Write(trial))
            ? Task.FromResult(Report(trial, clock.Today))
            : throw new RpcFailure(RpcCode.AlreadyExists, $"Trial '{trialId}' has started with another plan; register this one under a new id.");
    }

    public Task<TrialReport> GetTrial(GetTrialRequest request, CallContext context)
    {
        var trialId = RequestCheck.Id("trial_id", request.TrialId);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        return trials.Find(trialId) is { } row
            ? Task.FromResult(Report(RunningTrials.Read(row), asOf))
            : throw new RpcFailure(RpcCode.NotFound, $"There is no trial '{trialId}'; StartTrial starts one.");
    }

    public Task<RecordOutcomeReply> RecordOutcome(RecordOutcomeRequest request, CallContext context) =>
        Task.FromResult(recorder.Record(request, caller: context.User.Identity?.Name ?? ""));

    private static TrialPlan Plan(StartTrialRequest request) => new()
    {
        Id = request.TrialId,
        Hypothesis = request.Hypothesis,
        Measure = request.Measure switch
        {
            Measure.PaidWhatWasDue => TrialMeasure.PaidWhatWasDue,
            Measure.AmountPaid => TrialMeasure.AmountPaid,
            _ => null,
        },
        Arms = [.. request.Arms.Select(arm => new Arm(arm.ArmId, arm.Treatment, arm.Weight))],
        ControlArmId = request.ControlArmId,
        CoverageBuckets = request.CoverageBuckets == 0 ? TrialPlan.FullCoverage : request.CoverageBuckets,
        WindowDays = request.WindowDays,
        ReportingLagDays = request.ReportingLagDays == 0 ? ReportingLagDefault : request.ReportingLagDays,
        StopAtMaturedUnits = request.StopAtMatured,
        Unit = request.ByHousehold ? AssignmentUnit.Household : AssignmentUnit.Borrower,
        LayerSalt = request.LayerSalt,
        LayerFrom = request.LayerFrom,
        LayerToExcl = request.LayerToExcl == 0 ? TrialPlan.LayerBuckets : request.LayerToExcl,
        SplitSalt = request.SplitSalt,
    };

    /// <summary>The trial, if neither the plan nor the policy stands against it; otherwise every fault at once.</summary>
    private Trial Started(TrialPlan plan, DateOnly on)
    {
        var strange = plan.Arms.Where(arm => policy.Treatments.All(treatment => treatment.Id != arm.TreatmentId))
            .Select(arm => $"Arm '{arm.Id}' has treatment '{arm.TreatmentId}', which policy '{policy.Id}' does not have.");
        string[] faults = [.. plan.Faults(), .. strange, .. Overlaps(plan)];
        return faults.Length == 0
            ? Trial.Start(plan, on)
            : throw new RpcFailure(RpcCode.FailedPrecondition, $"Trial '{plan.Id}' is refused: {string.Join(" ", faults)}");
    }

    /// <summary>Trials of one layer own ranges that don't overlap: otherwise one would decide on the borrowers of another.</summary>
    private IEnumerable<string> Overlaps(TrialPlan plan) => trials.All()
        .Where(row => row.TrialId != plan.Id && row.EndedOn is null)
        .Select(row => RunningTrials.Read(row).Plan)
        .Where(other => other.LayerSalt == plan.LayerSalt && other.LayerFrom < plan.LayerToExcl && plan.LayerFrom < other.LayerToExcl)
        .Select(other => $"Trial '{other.Id}' owns buckets {other.LayerFrom} to {other.LayerToExcl - 1} of the layer; choose others, or another layer.");

    private TrialReport Report(Trial trial, DateOnly asOf) =>
        TrialMessages.Of(trial, TrialReadOut.Of(trial, outcomes.Rows(trial, asOf), asOf));
}
