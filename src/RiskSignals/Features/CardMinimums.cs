using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// Payments into a card that come to its minimum and no more. A card payment is a credit on a card bank account that is no refund, interest or
/// money given back; it goes towards the latest statement closed before its day.
/// </summary>
internal static class CardMinimums
{
    /// <summary>How far a payment may lie from the minimum, either way, in per cent of it.</summary>
    private const int PerCentMax = 5;

    public static FeatureValue Count(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        if (FirstStatementDay(history) is not { } firstDay)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var (count, window) = (0, Window.D180);
        var days = bank.Columns.Day;
        var cells = bank.Columns.Cell;
        var amounts = bank.Columns.Amount;
        for (var i = bank.Columns.FirstFrom(history.Today - window.OldestAgo); i < days.Length; i++)
        {
            if (window.Holds(history.Today - days[i]) && MeasureCells.Adds(cells[i], Measure.PaidIntoCard)
                && MinimumBefore(history, bank.Columns.Accounts[bank.Columns.Account[i]].BankAccountId, days[i]) is { } minimum
                && 100 * Math.Abs(amounts[i] - minimum) <= PerCentMax * minimum)
            {
                count++;
                history.NoteRow(i, days[i], 1);
            }
        }

        return count > 0 || window.IsCovered(Math.Min(bank.Flows.BeganDaysAgo, history.Today - firstDay))
            ? bank.CountOrTooLittle(count, window)
            : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static int? FirstStatementDay(PreparedHistory history)
    {
        int? first = null;
        foreach (var statement in history.History.CardStatements)
        {
            foreach (var account in history.Bank.Columns.Accounts)
            {
                if (account.BankAccountId == statement.BankAccountId)
                {
                    first = Math.Min(first ?? int.MaxValue, statement.ClosedOn.DayNumber);
                }
            }
        }

        return first;
    }

    private static long? MinimumBefore(PreparedHistory history, string bankAccountId, int day)
    {
        CardStatement? latest = null;
        foreach (var statement in history.History.CardStatements)
        {
            if (statement.BankAccountId == bankAccountId && statement.ClosedOn.DayNumber < day
                && (latest is null || latest.ClosedOn <= statement.ClosedOn))
            {
                latest = statement;
            }
        }

        return latest?.MinimumDue.MinorUnits;
    }
}
