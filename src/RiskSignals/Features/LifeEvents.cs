using System.Buffers;
using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// Patterns of a life event in bank data; they may unlock support, nothing else. A move: rent or mortgage paid to somebody new, after somebody
/// else. A new household cost: the first payment for childcare. A bereavement: a payment to an undertaker, told by a word of its text.
/// </summary>
internal static class LifeEvents
{
    /// <summary>Days of history before the window without which a payee paid monthly would look new.</summary>
    private const int BeforeDays = 35;

    private static readonly SearchValues<string> UndertakerWords = SearchValues.Create(
        ["FUNERAL", "UNDERTAKER", "CREMATOR", "MORTUARY", "BESTATTUNG", "POMPES FUN", "UITVAART", "POGRZEBOW"],
        StringComparison.OrdinalIgnoreCase);

    public static FeatureValue Flag(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(bank.Cause);
        }

        var isShort = bank.Flows.BeganDaysAgo < Window.D90.OldestAgo + BeforeDays;
        var (found, landlords, hadChildcare) = (0, 0, false);
        var paid = history.PartiesSeen();
        var days = bank.Columns.Day;
        var cells = bank.Columns.Cell;
        var parties = bank.Columns.Party;
        for (var i = 0; i < days.Length; i++)
        {
            var isEvent = false;
            switch (bank.Columns.Amount[i] < 0 ? MeasureCells.Category(cells[i]) : BankCategory.Salary)
            {
                case BankCategory.Housing when parties[i] != 0 && !paid[parties[i]]:
                    paid[parties[i]] = true;
                    isEvent = ++landlords > 1 && !isShort;
                    break;
                case BankCategory.Childcare:
                    isEvent = !hadChildcare && !isShort;
                    hadChildcare = true;
                    break;
                case BankCategory.Uncategorised or BankCategory.Discretionary when Window.D90.Holds(history.Today - days[i]):
                    isEvent = bank.Columns.Counterparty(i).AsSpan().ContainsAny(UndertakerWords)
                        || bank.Columns.Description(i).AsSpan().ContainsAny(UndertakerWords);
                    break;
            }

            if (isEvent && Window.D90.Holds(history.Today - days[i]))
            {
                found++;
                history.Note(bank.Columns.Id(i), days[i], 1);
            }
        }

        return found > 0 ? FeatureValue.Of(1, found)
            : isShort ? FeatureValue.Missing(MissingCause.TooLittleData)
            : FeatureValue.Of(0, bank.Flows.Count(Measure.Transaction, Window.D90));
    }
}
