using System.Data.Common;
using Dapper;

namespace RiskSignals.Storage;

/// <summary>Keeps signals: one a loan, rule and day opened. Opening or closing one again changes nothing.</summary>
public sealed class SignalStore(Database database)
{
    private const string Columns = "borrower_id, loan_id, rule, opened_on, opened_by_run_id, closed_on, closed_by_run_id, priority, payload";

    private static readonly RowTable<SignalRow> Table = new(
        "signals",
        Columns.Split(", "),
        (signal, row) =>
        {
            row.Text(signal.BorrowerId);
            row.Text(signal.LoanId);
            row.Text(signal.Rule);
            row.Day(signal.OpenedOn);
            row.Text(signal.OpenedByRunId);
            row.Day(signal.ClosedOn);
            row.Text(signal.ClosedByRunId);
            row.Number(signal.Priority);
            row.Text(signal.Payload);
        });

    /// <summary>Opens and closes signals outside of a run.</summary>
    public void Change(IReadOnlyList<SignalRow> opened, IReadOnlyList<SignalClosing> closed, DbTransaction? within = null) =>
        database.Within(within, transaction =>
        {
            Keep(database, transaction, opened, closed);
            return true;
        });

    /// <summary>Signals open as of a day, the most urgent first.</summary>
    /// <param name="most">The review capacity.</param>
    public IReadOnlyList<SignalRow> Open(DateOnly asOf, int most = int.MaxValue)
    {
        using var connection = database.Connect();
        return [.. connection.Query<SignalRow>(
            $"""
            SELECT {Columns} FROM signals WHERE opened_on <= @asOf AND (closed_on IS NULL OR closed_on > @asOf)
            ORDER BY priority DESC, borrower_id, loan_id, rule, opened_on LIMIT @most
            """,
            new { asOf, most })];
    }

    /// <summary>Signals of some borrowers that are not closed, by borrower, loan and rule.</summary>
    public IReadOnlyList<SignalRow> OpenOf(IReadOnlyCollection<string> borrowerIds)
    {
        var (condition, ids) = database.Among("borrower_id", borrowerIds);
        using var connection = database.Connect();
        return [.. connection.Query<SignalRow>(
            $"SELECT {Columns} FROM signals WHERE {condition} AND closed_on IS NULL ORDER BY borrower_id, loan_id, rule, opened_on", new { ids })];
    }

    /// <summary>All signals there ever were of a borrower, oldest first.</summary>
    public IReadOnlyList<SignalRow> Of(string borrowerId)
    {
        using var connection = database.Connect();
        return [.. connection.Query<SignalRow>(
            $"SELECT {Columns} FROM signals WHERE borrower_id = @borrowerId ORDER BY opened_on, loan_id, rule", new { borrowerId })];
    }

    internal static void Keep(
        Database database, DbTransaction transaction, IReadOnlyList<SignalRow> opened, IReadOnlyList<SignalClosing> closed)
    {
        Table.Add(database, transaction, opened);
        transaction.Connection!.Execute(
            """
            UPDATE signals SET closed_on = @ClosedOn, closed_by_run_id = @ClosedByRunId
            WHERE borrower_id = @BorrowerId AND loan_id = @LoanId AND rule = @Rule AND opened_on = @OpenedOn AND closed_on IS NULL
            """,
            closed,
            transaction);
    }
}
