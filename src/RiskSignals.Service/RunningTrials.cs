using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Borrowers;
using RiskSignals.Storage;
using RiskSignals.Treatments;
using RiskSignals.Trials;
using TrialRow = RiskSignals.Storage.TrialRow;

namespace RiskSignals.Service;

/// <summary>The trials that assign on a day, and the place of a borrower among their arms.</summary>
internal sealed class RunningTrials
{
    private static readonly JsonSerializerOptions PlanForm = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        IgnoreReadOnlyProperties = true,
    };

    private readonly IReadOnlyList<Trial> trials;

    private RunningTrials(IReadOnlyList<Trial> trials) => this.trials = trials;

    /// <summary>The trials that had started by a day and not ended before it, by id.</summary>
    public static RunningTrials On(DateOnly day, TrialStore store) =>
        new([.. store.All().Where(row => row.StartedOn <= day && (row.EndedOn is not { } ended || day <= ended)).Select(Read)]);

    /// <summary>The trial kept in a row.</summary>
    public static Trial Read(TrialRow row) => Trial.Start(JsonSerializer.Deserialize<TrialPlan>(row.Plan, PlanForm)!, row.StartedOn);

    /// <summary>The row that keeps a trial.</summary>
    public static TrialRow Write(Trial trial) => new()
    {
        TrialId = trial.Plan.Id,
        Salt = trial.Plan.SplitSalt,
        Plan = JsonSerializer.Serialize(trial.Plan, PlanForm),
        StartedOn = trial.StartedOn,
    };

    /// <summary>A borrower's arm: where they are assigned already, or else in the first trial that covers them; null outside trials.</summary>
    /// <param name="assigned">The borrower's assignments so far.</param>
    public TrialPlace? Place(Borrower borrower, IReadOnlyList<AssignmentRow> assigned)
    {
        foreach (var row in assigned.OrderBy(row => row.AssignedOn).ThenBy(row => row.TrialId, StringComparer.Ordinal))
        {
            if (trials.FirstOrDefault(trial => trial.Plan.Id == row.TrialId) is { } joined)
            {
                return PlaceIn(joined.Plan, row.Arm);
            }
        }

        return trials.Select(trial => trial.Assign(trial.UnitOf(borrower)) is { } assignment ? PlaceIn(trial.Plan, assignment.Arm.Id) : null)
            .FirstOrDefault(place => place is not null);
    }

    private static TrialPlace PlaceIn(TrialPlan plan, string armId) =>
        new(plan.Id, armId, [.. plan.Arms.Select(arm => new TrialArm(arm.Id, arm.TreatmentId, (double)arm.Weight / plan.WeightSum))]);

    /// <summary>The assignment that a decision makes: the arm, and what an audit needs of the moment.</summary>
    /// <returns>Null if no trial decided, or the borrower was assigned in it before.</returns>
    /// <param name="assigned">The borrower's assignments so far.</param>
    public AssignmentRow? FirstAssignment(Borrower? borrower, Decision decision, IReadOnlyList<AssignmentRow> assigned)
    {
        if (borrower is null || decision.TrialId is null || assigned.Any(row => row.TrialId == decision.TrialId))
        {
            return null;
        }

        var trial = trials.First(running => running.Plan.Id == decision.TrialId);
        var unit = trial.UnitOf(borrower);
        var arm = trial.Plan.Arms.First(arm => arm.Id == decision.ArmId);
        var eligible = decision.Candidates.Where(candidate => candidate.Removals.Count == 0).Select(candidate => candidate.TreatmentId);
        return new()
        {
            BorrowerId = borrower.BorrowerId,
            TrialId = trial.Plan.Id,
            Unit = unit,
            Arm = arm.Id,
            Probability = (double)arm.Weight / trial.Plan.WeightSum,
            AssignedOn = decision.AsOf,
            Payload = new AssignedAt(
                decision.DecisionId,
                decision.LoanId,
                Trials.Assignment.BucketOf(trial.Plan.SplitSalt, unit),
                [.. eligible],
                decision.BundleHash).Write(),
        };
    }
}

/// <summary>What an assignment keeps of the decision that made it.</summary>
/// <param name="LoanId">The loan decided on; the trial's measure is taken of it.</param>
/// <param name="Bucket">The unit's bucket under the trial's split salt.</param>
/// <param name="Eligible">The treatments that no rule removed, so that a drift between arms shows.</param>
internal sealed record AssignedAt(string DecisionId, string LoanId, int Bucket, IReadOnlyList<string> Eligible, string BundleHash)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static AssignedAt Read(string payload) => JsonSerializer.Deserialize<AssignedAt>(payload, Form)!;

    public string Write() => JsonSerializer.Serialize(this, Form);
}
