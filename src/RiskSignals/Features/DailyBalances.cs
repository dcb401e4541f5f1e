using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// End-of-day balance summed over the bank accounts of one kind, from the first day on which all are known to the as of day.
/// Between two bank transactions a balance stays; one that is not stated is the one before plus the amounts.
/// </summary>
internal sealed class DailyBalances
{
    /// <summary>Bank transactions a day above which their order is taken as it comes; finding it takes the square of their number.</summary>
    private const int OrderedRowsMax = 64;

    private readonly List<AccountCloses> accounts = [];

    /// <summary>Balances sorted by window, each at most once a load.</summary>
    private readonly Dictionary<Window, SortedWindow> sorted = [];

    private long[] total = new long[512];

    /// <summary>Days with bank transactions and the balance at their end, of one bank account after the other.</summary>
    private int[] closeDay = new int[256];
    private long[] close = new long[256];
    private int closes;

    /// <summary>Number of days with a known balance, counted back from the as of day without a gap.</summary>
    public int Days { get; private set; }

    /// <summary>Minor units at the end of the day so many days ago, fewer than <see cref="Days"/>.</summary>
    public long At(int daysAgo) => total[daysAgo];

    /// <summary>The known balances of a window, newest first.</summary>
    public ReadOnlySpan<long> In(Window window) =>
        total.AsSpan(0, Math.Min(Days, window.OldestAgo + 1))[Math.Min(Days, window.NewestAgo)..];

    /// <summary>The known balances of a window, smallest first.</summary>
    public ReadOnlySpan<long> SortedIn(Window window)
    {
        if (!sorted.TryGetValue(window, out var entry))
        {
            sorted[window] = entry = new SortedWindow(new long[window.Days]);
        }

        if (entry.Count < 0)
        {
            var numbers = In(window);
            numbers.CopyTo(entry.Numbers);
            entry.Numbers.AsSpan(0, numbers.Length).Sort();
            entry.Count = numbers.Length;
        }

        return entry.Numbers.AsSpan(0, entry.Count);
    }

    public void Load(BankColumns columns, BankAccountKind kind, int today)
    {
        accounts.Clear();
        (closes, Days) = (0, 0);
        foreach (var entry in sorted.Values)
        {
            entry.Count = -1;
        }

        for (var account = 0; account < columns.Accounts.Count; account++)
        {
            if (columns.Accounts[account].Kind == kind)
            {
                ReadCloses(columns, account);
            }
        }

        if (accounts.Count > 0)
        {
            Add(today);
        }
    }

    private void Add(int today)
    {
        var (allFrom, anyFrom) = (int.MinValue, int.MaxValue);
        foreach (var account in accounts)
        {
            anyFrom = Math.Min(anyFrom, closeDay[account.From]);
            if (!account.OpensWithNothing)
            {
                allFrom = Math.Max(allFrom, closeDay[account.From]);
            }
        }

        Days = today - (allFrom == int.MinValue ? anyFrom : allFrom) + 1;
        if (total.Length < Days)
        {
            total = new long[Math.Max(Days, 2 * total.Length)];
        }

        total.AsSpan(0, Days).Clear();
        foreach (var account in accounts)
        {
            var newestDay = today;
            for (var i = account.ToExcl - 1; i >= account.From && today - newestDay < Days; i--)
            {
                for (var day = newestDay; day >= closeDay[i] && today - day < Days; day--)
                {
                    total[today - day] += close[i];
                }

                newestDay = closeDay[i] - 1;
            }
        }
    }

    private void ReadCloses(BankColumns columns, int account)
    {
        var days = columns.Day;
        var amounts = columns.Amount;
        var of = columns.Account;
        var from = closes;
        var (opensWithNothing, isFirstDay) = (false, true);
        var i = 0;
        while (i < days.Length)
        {
            if (of[i] != account)
            {
                i++;
                continue;
            }

            var day = days[i];
            var (dayFrom, sum) = (i, 0L);
            for (; i < days.Length && days[i] == day; i++)
            {
                sum += of[i] == account ? amounts[i] : 0;
            }

            long? before = closes > from ? close[closes - 1] : null;
            if (Close(columns, account, dayFrom, i, before, sum) is { } balance)
            {
                opensWithNothing |= isFirstDay && balance == sum;
                Reserve();
                (closeDay[closes], close[closes]) = (day, balance);
                closes++;
            }

            isFirstDay = false;
        }

        if (closes > from)
        {
            accounts.Add(new AccountCloses(from, closes, opensWithNothing));
        }
    }

    /// <summary>The balance at the end of a day; null if none was ever stated.</summary>
    private static long? Close(BankColumns columns, int account, int dayFrom, int dayToExcl, long? before, long sum)
    {
        var balances = columns.Balance;
        var of = columns.Account;
        var (expected, allStated) = (before + sum, true);
        long? last = null, nobodysOpening = null;
        for (var i = dayFrom; i < dayToExcl; i++)
        {
            if (of[i] != account)
            {
                continue;
            }

            if (balances[i] == BankColumns.Unstated)
            {
                allStated = false;
            }
            else if (balances[i] == expected)
            {
                return expected;
            }
            else
            {
                last = balances[i];
                if (dayToExcl - dayFrom <= OrderedRowsMax && IsNobodysOpening(columns, account, dayFrom, dayToExcl, balances[i]))
                {
                    nobodysOpening = last;
                }
            }
        }

        return allStated ? nobodysOpening ?? last : expected ?? last;
    }

    /// <summary>
    /// The order of bank transactions within a day is not known, their balances tell it: every balance but the day's last is the one
    /// that another bank transaction of the day started from.
    /// </summary>
    private static bool IsNobodysOpening(BankColumns columns, int account, int dayFrom, int dayToExcl, long balance)
    {
        var amounts = columns.Amount;
        var balances = columns.Balance;
        var of = columns.Account;
        for (var i = dayFrom; i < dayToExcl; i++)
        {
            if (of[i] == account && balances[i] != BankColumns.Unstated && balances[i] - amounts[i] == balance)
            {
                return false;
            }
        }

        return true;
    }

    private void Reserve()
    {
        if (closes == close.Length)
        {
            Array.Resize(ref closeDay, 2 * closes);
            Array.Resize(ref close, 2 * closes);
        }
    }

    private readonly record struct AccountCloses(int From, int ToExcl, bool OpensWithNothing);

    private sealed class SortedWindow(long[] numbers)
    {
        public long[] Numbers => numbers;

        /// <summary>Numbers in use; below zero if not sorted since the last load.</summary>
        public int Count { get; set; } = -1;
    }
}
