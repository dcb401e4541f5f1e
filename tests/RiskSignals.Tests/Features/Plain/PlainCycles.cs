using RiskSignals.Features;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of groups 4 and 5 what happens between one payday of the main income and the next, word by word.</summary>
internal static class PlainCycles
{
    private const int Days = 180;

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("balance_pre_income_slope_180d", BeforeIncome);
        yield return ("spend_cycle_start_share_180d", SpentAtStart);
    }

    /// <summary>The stream of at least three credits with the largest sum in 180 days, of those as large the one seen first.</summary>
    private static PlainStream? MainIncome(PlainBorrower one) => one.IncomeStreams
        .Where(stream => stream.Count >= 3 && stream.Within(Days).Count > 0)
        .MaxBy(stream => stream.Within(Days).Sum(paid => paid.Amount));

    private static PlainValue BeforeIncome(PlainBorrower one) => PlainBalance.Known(one, () =>
    {
        if (one.InstalmentCause != MissingCause.None)
        {
            return Missing(one.InstalmentCause);
        }

        var left = (MainIncome(one)?.Days ?? [])
            .Select(payday => new[] { payday - 3, payday - 2, payday - 1 })
            .Where(before => one.Today - before[0] < Days && before.All(day => one.Current.On(day) is not null))
            .Select(before => before.Average(day => one.Current.On(day)!.Value)).ToList();
        return left.Count < 4 ? TooLittle : Of(PlainStatistics.Slope(left) / one.Loan!.InstalmentAmount, 3 * left.Count);
    });

    /// <summary>Cycles that began in the window, have ended and hold spending; three are needed.</summary>
    private static PlainValue SpentAtStart(PlainBorrower one) => one.Bank.Read(() =>
    {
        var paydays = MainIncome(one)?.Days ?? [];
        var shares = new List<double>();
        foreach (var (start, next) in paydays.Zip(paydays.Skip(1)).Where(cycle => one.Today - cycle.First < Days))
        {
            double Spent(int toExcl) => PlainBank.Sum(one.Bank.Spending.Where(row =>
                row.BookedOn.DayNumber >= start && row.BookedOn.DayNumber < toExcl));
            if (Spent(next) > 0)
            {
                shares.Add(Spent(Math.Min(next, start + 3)) / Spent(next));
            }
        }

        return shares.Count < 3 ? TooLittle : Of(shares.Average());
    });
}
