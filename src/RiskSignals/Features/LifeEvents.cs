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

    /// <summary>Cells of which a row may be an event, so that the others are passed by.</summary>
    private static readonly bool[] MayTell = [.. Enumerable.Range(0, MeasureCells.Count).Select(cell => MeasureCells.Category(cell)
        is BankCategory.Housing or BankCategory.Childcare or BankCategory.Uncategorised or BankCategory.Discretionary)];

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
        var amounts = bank.Columns.Amount;
        for (var i = 0; i < days.Length; i++)
        {
            if (!MayTell[cells[i]] || amounts[i] >= 0)
            {
                continue;
            }

            var isEvent = false;
            switch (MeasureCells.Category(cells[i]))
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
                    isEvent = IsUndertaker(bank.Columns, i);
                    break;
            }

            if (isEvent && Window.D90.Holds(history.Today - days[i]))
            {
                found++;
                history.NoteRow(i, days[i], 1);
            }
        }

        return found > 0 ? FeatureValue.Of(1, found)
            : isShort ? FeatureValue.Missing(MissingCause.TooLittleData)
            : FeatureValue.Of(0, bank.Flows.Count(Measure.Transaction, Window.D90));
    }

    private static bool IsUndertaker(BankColumns columns, int index)
    {
        const byte Undertaker = 1, Other = 2;
        ref var told = ref columns.Told[index];
        if (told == 0)
        {
            told = columns.Counterparty(index).AsSpan().ContainsAny(UndertakerWords)
                || columns.Description(index).AsSpan().ContainsAny(UndertakerWords) ? Undertaker : Other;
        }

        return told == Undertaker;
    }
}
