using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of group 9 what only support may see in bank data, word by word.</summary>
internal static class PlainSupport
{
    /// <summary>Days of history before the window without which a payee paid monthly would look new.</summary>
    private const int WatchedDays = 35;

    private static readonly string[] UndertakerWords =
        ["FUNERAL", "UNDERTAKER", "CREMATOR", "MORTUARY", "BESTATTUNG", "POMPES FUN", "UITVAART", "POGRZEBOW"];

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("distress_health_z_90d", one => one.Bank.Read(() =>
            one.Bank.Net.Where(row => row.Category == HealthLike && row.Amount.MinorUnits < 0).ToList() is var health
                && one.Bank.Blocks(health, 1, 6) is { Count: >= 4 } blocks
                ? PlainStatistics.RobustZ(PlainBank.Sum(one.Bank.In(health, PlainWindow.Last(90))) / 3, blocks)
                : TooLittle));
        yield return ("distress_life_event_flag_90d", LifeEvent);
    }

    /// <summary>Rent or mortgage to somebody new after somebody else, a first payment for childcare, or a payment to an undertaker.</summary>
    private static PlainValue LifeEvent(PlainBorrower one) => one.Bank.Read(() =>
    {
        bool IsNew(BankTransaction row) => one.Ago(row.BookedOn) < 90;
        var debits = one.Bank.Net.Where(row => row.Amount.MinorUnits < 0).ToList();
        var landlords = debits.Where(row => row.Category == Housing && row.Counterparty.Length > 0)
            .GroupBy(row => row.Counterparty.ToUpperInvariant()).Select(landlord => landlord.First()).ToList();
        var moved = landlords.Skip(1).Any(IsNew);
        var childcare = debits.Where(row => row.Category == Childcare).MinBy(row => row.BookedOn);
        var undertaker = debits.Exists(row => IsNew(row) && row.Category is Uncategorised or Discretionary && Array.Exists(UndertakerWords, word =>
            row.Counterparty.Contains(word, StringComparison.OrdinalIgnoreCase) || row.Description.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return undertaker ? Of(1)
            : one.Bank.Began < 89 + WatchedDays ? TooLittle
            : Of(moved || (childcare is not null && IsNew(childcare)) ? 1 : 0);
    });
}
