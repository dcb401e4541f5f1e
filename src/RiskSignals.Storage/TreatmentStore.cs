using System.Data.Common;
using Dapper;

namespace RiskSignals.Storage;

/// <summary>Keeps decisions: one a borrower, day and slot. The contacts they reserve are the ledger for contact limits.</summary>
public sealed class TreatmentStore(Database database)
{
    private const string Columns =
        "borrower_id, decision_id, loan_id, decided_on, slot, treatment, channel, contact_on, contact_state, run_id, record";

    private static readonly RowTable<DecisionRow> Table = new(
        "decisions",
        Columns.Split(", "),
        (decision, row) =>
        {
            row.Text(decision.BorrowerId);
            row.Text(decision.DecisionId);
            row.Text(decision.LoanId);
            row.Day(decision.DecidedOn);
            row.Text(decision.Slot);
            row.Text(decision.Treatment);
            row.Text(decision.Channel);
            row.Day(decision.ContactOn);
            row.Text(decision.ContactState);
            row.Text(decision.RunId);
            row.Text(decision.Record);
        });

    /// <summary>Adds decisions outside of a run; those for a slot that is taken are left out.</summary>
    /// <returns>How many were kept.</returns>
    public long Add(IReadOnlyList<DecisionRow> decisions, DbTransaction? within = null) =>
        database.Within(within, transaction => Keep(database, transaction, decisions));

    /// <summary>A decision, or null if there is none of that id.</summary>
    public DecisionRow? Find(string decisionId)
    {
        using var connection = database.Connect();
        return connection.QuerySingleOrDefault<DecisionRow>($"SELECT {Columns} FROM decisions WHERE decision_id = @decisionId", new { decisionId });
    }

    /// <summary>Decisions for some borrowers from one day to another, both included, by borrower, day and slot.</summary>
    public IReadOnlyList<DecisionRow> Of(IReadOnlyCollection<string> borrowerIds, DateOnly from, DateOnly to)
    {
        var (condition, ids) = database.Among("borrower_id", borrowerIds);
        using var connection = database.Connect();
        return [.. connection.Query<DecisionRow>(
            $"SELECT {Columns} FROM decisions WHERE {condition} AND decided_on BETWEEN @from AND @to ORDER BY borrower_id, decided_on, slot",
            new { ids, from, to })];
    }

    /// <summary>Every decision, by borrower and id, read as they are asked for.</summary>
    public IEnumerable<DecisionRow> All()
    {
        using var connection = database.Connect();
        foreach (var row in connection.Query<DecisionRow>($"SELECT {Columns} FROM decisions ORDER BY borrower_id, decision_id", buffered: false))
        {
            yield return row;
        }
    }

    /// <summary>The decisions of a run, by borrower and id, read as they are asked for.</summary>
    public IEnumerable<DecisionRow> OfRun(string runId)
    {
        using var connection = database.Connect();
        var rows = connection.Query<DecisionRow>(
            $"SELECT {Columns} FROM decisions WHERE run_id = @runId ORDER BY borrower_id, decision_id", new { runId }, buffered: false);
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    /// <summary>Moves a reserved contact on.</summary>
    /// <param name="from">The state it must be in.</param>
    /// <returns>False if it isn't in that state.</returns>
    public bool MoveContact(string decisionId, string from, string to, DbTransaction? within = null) =>
        database.Within(within, transaction => transaction.Connection!.Execute(
            "UPDATE decisions SET contact_state = @to WHERE decision_id = @decisionId AND contact_state = @from",
            new { decisionId, from, to },
            transaction)) == 1;

    internal static long Keep(Database database, DbTransaction transaction, IReadOnlyList<DecisionRow> decisions) =>
        Table.Add(database, transaction, decisions);
}
