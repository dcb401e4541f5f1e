using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 9, distress signals, word by word.</summary>
internal static class PlainDistress
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var days in new[] { 30, 90 })
        {
            yield return ($"distress_family_share_{days}d", one => one.Bank.Share(FromFamily(one.Bank), one.Bank.Inflow, PlainWindow.Last(days)));
            yield return ($"distress_savings_draw_count_{days}d", one => one.Bank.Count(
                one.Bank.Netted.SavingsDrawn.Concat(one.Bank.Net.Where(row =>
                    row.Category is Savings && row.Amount.MinorUnits > 0 && one.Bank.KindOf(row) == BankAccountKind.Current)),
                PlainWindow.Last(days)));
        }

        yield return ("distress_family_z_30d", one => one.Bank.RobustZ(FromFamily(one.Bank), rows => rows.Count));
        yield return ("distress_double_shock_flag_30d", one =>
            (one.Bank.RobustZ(one.Bank.Income), one.Bank.RobustZ(one.Bank.Spending)) is var (income, spending)
                && double.IsNaN(income.Value) ? income
                : double.IsNaN(spending.Value) ? spending
                : Of(income.Value <= -2 && spending.Value >= 2 ? 1 : 0));
        yield return ("distress_essential_cut_ratio_30d", one => one.Bank.RatioToBaseline(
            one.Bank.Spending.Where(row => row.Category is Groceries or Energy)));
        yield return ("distress_drain_mean_90d", Drain);
        yield return ("distress_gambling_ratio_90d", one => one.Bank.Ratio(Gambled(one.Bank), one.Bank.Income, PlainWindow.Last(90)));
        yield return ("distress_gambling_since_life", one => one.Bank.Since(Gambled(one.Bank)));
        yield return ("distress_hardship_flag_now", one => PlainContact.Flag(one, BorrowerFlagKind.Hardship));
        yield return ("distress_vulnerability_flag_now", one => PlainContact.Flag(one, BorrowerFlagKind.Vulnerable));
        yield return ("distress_moratorium_flag_now", one =>
            PlainContact.Flag(one, BorrowerFlagKind.Moratorium) is var flag && !double.IsNaN(flag.Value) && one.Loan?.Is(LoanEventKind.Moratorium) == true
                ? Of(1)
                : flag);
    }

    /// <summary>A cycle runs from one day of a stream's income to its next; one still running counts only once it has drained.</summary>
    private static PlainValue Drain(PlainBorrower one) => PlainBalance.Known(one, () =>
    {
        var lengths = new List<double>();
        foreach (var stream in one.IncomeStreams.Where(stream => stream.Count >= 3))
        {
            for (var i = 0; i < stream.Count; i++)
            {
                var (start, amount) = stream.Paid[i];
                var endExcl = i + 1 < stream.Count ? stream.Days[i + 1] : one.Today + 1;
                if (one.Today - start < 90 && one.Current.On(start) is not null)
                {
                    var drained = Enumerable.Range(start, endExcl - start).Where(day => one.Current.On(day) < 0.1 * amount).ToList();
                    lengths.AddRange(drained.Count > 0 ? [drained[0] - start] : i + 1 < stream.Count ? [endExcl - start] : []);
                }
            }
        }

        return lengths.Count < 3 ? TooLittle : Of(lengths.Average(), lengths.Count);
    });

    private static IEnumerable<BankTransaction> FromFamily(PlainBank bank) => bank.Inflow.Where(row => row.Category == FamilyIn);

    private static IEnumerable<BankTransaction> Gambled(PlainBank bank) =>
        bank.Net.Where(row => row.Category == Gambling && row.Amount.MinorUnits < 0);
}
