using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>End-of-day balances of some bank accounts together, in minor units, on each day on which all of them are known.</summary>
internal sealed class PlainBalances
{
    private readonly List<Dictionary<int, long>> ofAccounts;
    private readonly Dictionary<int, double?> together = [];
    private readonly int today;

    public PlainBalances(PlainBorrower borrower, BankAccountKind kind)
    {
        today = borrower.Today;
        ofAccounts = [.. borrower.Bank.Accounts.Where(account => account.Kind == kind)
            .Select(account => EndsOfDays([.. borrower.Bank.Rows.Where(row => row.BankAccountId == account.BankAccountId)]))
            .Where(ends => ends.Count > 0)];
    }

    /// <summary>Whether a balance was ever stated.</summary>
    public bool IsKnown => ofAccounts.Count > 0;

    /// <summary>The balance of all together at the end of a day, or null.</summary>
    public double? On(int day)
    {
        if (!together.TryGetValue(day, out var balance))
        {
            var known = day <= today && ofAccounts.Exists(ends => ends.Keys.Min() <= day) && ofAccounts.TrueForAll(ends => At(ends, day) is not null);
            together[day] = balance = known ? ofAccounts.Sum(ends => At(ends, day)!.Value) : null;
        }

        return balance;
    }

    public double? AgoOn(int ago) => On(today - ago);

    /// <summary>The known balances in a window, oldest first.</summary>
    public List<double> In(PlainWindow window) => [.. window.DaysAgo.Reverse().Select(AgoOn).OfType<double>()];

    /// <summary>
    /// The balance at the end of a day is that of the latest day with a row. A bank account whose first row brought it from nothing to its
    /// balance held nothing before.
    /// </summary>
    private static long? At(Dictionary<int, long> ends, int day) =>
        ends.Keys.Where(end => end <= day).DefaultIfEmpty(int.MinValue).Max() is var latest && ends.TryGetValue(latest, out var balance) ? balance
        : ends.ContainsKey(int.MaxValue) ? 0
        : null;

    /// <summary>The balance at the end of each day with rows, from the first that is known; a key beyond all days if it began with nothing.</summary>
    private static Dictionary<int, long> EndsOfDays(List<BankTransaction> rows)
    {
        var ends = new Dictionary<int, long>();
        long? before = null;
        foreach (var day in rows.GroupBy(row => row.BookedOn.DayNumber).OrderBy(day => day.Key))
        {
            if (End([.. day], before) is { } end)
            {
                ends[day.Key] = end;
                before = end;
            }

            if (day.Key == rows[0].BookedOn.DayNumber && before == day.Sum(row => row.Amount.MinorUnits))
            {
                ends[int.MaxValue] = 0;
            }
        }

        return ends;
    }

    /// <summary>
    /// The balance before plus the amounts, if a row states it or one does not state any; otherwise the stated balance that no other row of the day
    /// goes on from.
    /// </summary>
    private static long? End(List<BankTransaction> day, long? before)
    {
        var stated = day.Where(row => row.BalanceAfter is not null).ToList();
        var expected = before + day.Sum(row => row.Amount.MinorUnits);
        if (stated.Count < day.Count || stated.Exists(row => row.BalanceAfter!.Value.MinorUnits == expected))
        {
            return expected ?? stated.LastOrDefault()?.BalanceAfter!.Value.MinorUnits;
        }

        var last = stated.FindLast(row => !stated.Exists(other => other.BalanceAfter!.Value - other.Amount == row.BalanceAfter!.Value));
        return (last ?? stated[^1]).BalanceAfter!.Value.MinorUnits;
    }
}
