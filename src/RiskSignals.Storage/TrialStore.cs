using System.Data.Common;
using Dapper;

namespace RiskSignals.Storage;

/// <summary>Keeps trials; of each borrower in a trial one assignment, one exposure and one matured outcome, the first.</summary>
public sealed class TrialStore(Database database)
{
    private const string Columns = "trial_id, salt, plan, started_on, ended_on";

    private static readonly RowTable<AssignmentRow> Assignments = new(
        "trial_assignments",
        ["borrower_id", "trial_id", "unit", "arm", "probability", "assigned_on", "payload"],
        (assignment, row) =>
        {
            row.Text(assignment.BorrowerId);
            row.Text(assignment.TrialId);
            row.Text(assignment.Unit);
            row.Text(assignment.Arm);
            row.Number(assignment.Probability);
            row.Day(assignment.AssignedOn);
            row.Text(assignment.Payload);
        });

    private static readonly RowTable<ExposureRow> Exposures = new(
        "trial_exposures",
        ["borrower_id", "trial_id", "exposed_on", "decision_id"],
        (exposure, row) =>
        {
            row.Text(exposure.BorrowerId);
            row.Text(exposure.TrialId);
            row.Day(exposure.ExposedOn);
            row.Text(exposure.DecisionId);
        });

    private static readonly RowTable<MaturedOutcomeRow> Outcomes = new(
        "trial_outcomes",
        ["borrower_id", "trial_id", "value", "matured_on", "payload"],
        (outcome, row) =>
        {
            row.Text(outcome.BorrowerId);
            row.Text(outcome.TrialId);
            row.Number(outcome.Value);
            row.Day(outcome.MaturedOn);
            row.Text(outcome.Payload);
        });

    /// <summary>Registers a trial; registering the same again changes nothing.</summary>
    /// <returns>False if another plan, salt or start is registered under the id; that one stays.</returns>
    public bool Register(TrialRow trial, DbTransaction? within = null)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return database.Within(within, transaction =>
        {
            transaction.Connection!.Execute(
                $"INSERT INTO trials ({Columns}) VALUES (@TrialId, @Salt, @Plan, @StartedOn, @EndedOn) ON CONFLICT DO NOTHING", trial, transaction);
            var kept = transaction.Connection!.QuerySingle<TrialRow>($"SELECT {Columns} FROM trials WHERE trial_id = @TrialId", trial, transaction);
            return kept with { EndedOn = null } == trial with { EndedOn = null };
        });
    }

    /// <summary>A trial, or null if none is registered under the id.</summary>
    public TrialRow? Find(string trialId)
    {
        using var connection = database.Connect();
        return connection.QuerySingleOrDefault<TrialRow>($"SELECT {Columns} FROM trials WHERE trial_id = @trialId", new { trialId });
    }

    /// <summary>All trials by id.</summary>
    public IReadOnlyList<TrialRow> All()
    {
        using var connection = database.Connect();
        return [.. connection.Query<TrialRow>($"SELECT {Columns} FROM trials ORDER BY trial_id")];
    }

    /// <summary>Ends a trial: nobody is assigned after the day.</summary>
    /// <returns>False if it isn't registered or has ended.</returns>
    public bool End(string trialId, DateOnly endedOn) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE trials SET ended_on = @endedOn WHERE trial_id = @trialId AND ended_on IS NULL", new { trialId, endedOn }, transaction)) == 1;

    /// <summary>Adds assignments outside of a run; a borrower who is assigned stays in that arm.</summary>
    /// <returns>How many were new.</returns>
    public long Assign(IReadOnlyList<AssignmentRow> assignments, DbTransaction? within = null) =>
        database.Within(within, transaction => Keep(database, transaction, assignments));

    /// <summary>Adds exposures; the first one of a borrower stays.</summary>
    /// <returns>How many were new.</returns>
    public long Expose(IReadOnlyList<ExposureRow> exposures, DbTransaction? within = null) =>
        database.Within(within, transaction => Exposures.Add(database, transaction, exposures));

    /// <summary>Adds matured outcomes; the first one of a borrower stays.</summary>
    /// <returns>How many were new.</returns>
    public long Mature(IReadOnlyList<MaturedOutcomeRow> outcomes, DbTransaction? within = null) =>
        database.Within(within, transaction => Outcomes.Add(database, transaction, outcomes));

    /// <summary>The assignments of some borrowers in all trials, by borrower and trial.</summary>
    public IReadOnlyList<AssignmentRow> AssignmentsOf(IReadOnlyCollection<string> borrowerIds)
    {
        var (condition, ids) = database.Among("borrower_id", borrowerIds);
        using var connection = database.Connect();
        return [.. connection.Query<AssignmentRow>(
            $"""
            SELECT borrower_id, trial_id, unit, arm, probability, assigned_on, payload FROM trial_assignments
            WHERE {condition} ORDER BY borrower_id, trial_id
            """,
            new { ids })];
    }

    /// <summary>Everybody assigned in a trial with exposure and outcome, by borrower, read as they are asked for.</summary>
    /// <remarks>An exposure is one that was recorded, or else an imported outcome of a decision taken on the day of the assignment.</remarks>
    public IEnumerable<TrialBorrowerRow> Borrowers(string trialId)
    {
        using var connection = database.Connect();
        var rows = connection.Query<TrialBorrowerRow>(
            """
            SELECT a.borrower_id, a.unit, a.arm, a.probability, a.assigned_on, a.payload, o.value, o.matured_on,
                COALESCE(e.exposed_on, (
                    SELECT min(f.observed_on) FROM outcomes f
                    JOIN decisions d ON d.borrower_id = f.borrower_id AND d.decision_id = f.decision_id
                    WHERE f.borrower_id = a.borrower_id AND f.kind = 'exposed' AND d.decided_on = a.assigned_on)) AS exposed_on
            FROM trial_assignments a
            LEFT JOIN trial_exposures e ON e.borrower_id = a.borrower_id AND e.trial_id = a.trial_id
            LEFT JOIN trial_outcomes o ON o.borrower_id = a.borrower_id AND o.trial_id = a.trial_id
            WHERE a.trial_id = @trialId ORDER BY a.borrower_id
            """,
            new { trialId },
            buffered: false);
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    internal static long Keep(Database database, DbTransaction transaction, IReadOnlyList<AssignmentRow> assignments) =>
        Assignments.Add(database, transaction, assignments);
}
