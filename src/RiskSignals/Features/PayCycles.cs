using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>
/// What happens between one payday and the next. Paydays are those of the borrower's main income: the stream of at least three credits with
/// the largest sum in 180 days, of those as large the one seen first.
/// </summary>
internal static class PayCycles
{
    /// <summary>Days before a payday over which what is left is averaged.</summary>
    private const int DaysBefore = 3;

    /// <summary>Days that count as the start of a cycle, the payday the first of them: what is spent on it can't be told from what is spent before.</summary>
    private const int StartDays = 3;

    /// <summary>Slope over paydays of the mean end-of-day balance on the 3 days before, ÷ instalment; all three days lie in the window.</summary>
    public static FeatureValue BalanceBeforeSlope(PreparedHistory history)
    {
        var cause = BalanceFeatures.InstalmentCause(history);
        if (cause != MissingCause.None || Main(history) is not { } stream)
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.TooLittleData);
        }

        var balances = history.Bank.Balances;
        Span<double> levels = stackalloc double[D180.Days];
        var paydays = 0;
        foreach (var day in history.Bank.Income.Days(stream))
        {
            var daysAgo = history.Today - day;
            if (!D180.Holds(daysAgo + DaysBefore) || daysAgo + DaysBefore >= balances.Days)
            {
                continue;
            }

            var sum = 0L;
            for (var before = 1; before <= DaysBefore; before++)
            {
                sum += balances.At(daysAgo + before);
                history.NoteDay(day - before, balances.At(daysAgo + before));
            }

            levels[paydays++] = (double)sum / DaysBefore / history.Instalment;
        }

        return paydays < FeatureValue.SpreadRowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, DaysBefore * paydays)
            : FeatureValue.Of(Spread.Slope(levels[..paydays]), DaysBefore * paydays);
    }

    /// <summary>
    /// Mean over cycles of spending in their first 3 days ÷ all their spending. A cycle counts if it began in the window, has ended (the next
    /// payday came) and holds spending; three are needed.
    /// </summary>
    public static FeatureValue SpentAtStart(PreparedHistory history)
    {
        var cause = history.Bank.Cause;
        if (cause != MissingCause.None || Main(history) is not { } stream)
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.TooLittleData);
        }

        var paydays = history.Bank.Income.Days(stream);
        var columns = history.Bank.Columns;
        var days = columns.Day;
        var cells = columns.Cell;
        var amounts = columns.Amount;
        var (sum, cycles, rows, row) = (0.0, 0, 0, 0);
        for (var cycle = 0; cycle + 1 < paydays.Length; cycle++)
        {
            if (!D180.Holds(history.Today - paydays[cycle]))
            {
                continue;
            }

            row = Math.Max(row, columns.FirstFrom(paydays[cycle]));
            var (start, whole) = (0L, 0L);
            for (; row < days.Length && days[row] < paydays[cycle + 1]; row++)
            {
                if (days[row] < paydays[cycle] || !MeasureCells.Adds(cells[row], Measure.Spending))
                {
                    continue;
                }

                whole -= amounts[row];
                start -= days[row] < paydays[cycle] + StartDays ? amounts[row] : 0;
                rows++;
                if (history.IsTraced)
                {
                    history.NoteRow(row, days[row], -amounts[row]);
                }
            }

            if (whole > 0)
            {
                sum += (double)start / whole;
                cycles++;
            }
        }

        return cycles < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, rows)
            : FeatureValue.Of(sum / cycles, rows);
    }

    private static RecurringStream? Main(PreparedHistory history)
    {
        var streams = history.Bank.Income;
        RecurringStream? main = null;
        var largest = 0L;
        foreach (var stream in streams.All)
        {
            var days = streams.Days(stream);
            var amounts = streams.Amounts(stream);
            var sum = 0L;
            for (var i = 0; i < days.Length; i++)
            {
                sum += D180.Holds(history.Today - days[i]) ? amounts[i] : 0;
            }

            if (stream.Count >= FeatureValue.RowsMin && sum > largest)
            {
                (main, largest) = (stream, sum);
            }
        }

        return main;
    }
}
