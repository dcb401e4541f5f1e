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

    private const int BlockDays = 30;

    /// <summary>Days ahead that room is left for, so that the days of a batch go on where the one before ended.</summary>
    private const int DaysAhead = 400;

    /// <summary>One a bank account of the columns; those of another kind stay empty.</summary>
    private readonly List<AccountCloses> accounts = [];

    private readonly List<SortedWindow> sorted = [];

    /// <summary>Balance of each day, from <see cref="top"/> back.</summary>
    private long[] total = new long[1024];
    private long[] numbers = new long[256];

    /// <summary>The day of the first entry, and the first and last day filled.</summary>
    private int top;
    private int first;
    private int last;
    private int lastLoad;

    /// <summary>Number of days with a known balance, counted back from the as of day without a gap.</summary>
    public int Days { get; private set; }

    /// <summary>Minor units at the end of the day so many days ago, fewer than <see cref="Days"/>.</summary>
    public long At(int daysAgo) => total[top - last + daysAgo];

    /// <summary>The known balances of a window, newest first.</summary>
    public ReadOnlySpan<long> In(Window window)
    {
        var newest = Math.Min(Days, window.NewestAgo);
        return Days == 0 ? default : total.AsSpan(top - last + newest, Math.Min(Days, window.OldestAgo + 1) - newest);
    }

    /// <summary>The known balances of a window, smallest first; the newest window of several 30-day blocks is merged from its blocks.</summary>
    public ReadOnlySpan<long> SortedIn(Window window)
    {
        var entry = EntryOf(window);
        if (entry.Count < 0)
        {
            if (window.NewestAgo == 0 && window.Days > BlockDays && window.Days % BlockDays == 0)
            {
                var older = window with { NewestAgo = window.Days - BlockDays };
                entry.Merge(SortedIn(window with { OldestAgo = older.NewestAgo - 1 }), SortedIn(older));
            }
            else
            {
                entry.Sort(In(window));
            }
        }

        return entry.All;
    }

    private SortedWindow EntryOf(Window window)
    {
        foreach (var one in sorted)
        {
            if (one.NewestAgo == window.NewestAgo && one.OldestAgo == window.OldestAgo)
            {
                return one;
            }
        }

        var entry = new SortedWindow(window);
        sorted.Add(entry);
        return entry;
    }

    /// <summary>The median of the known balances of a window, of which there is one at least.</summary>
    public double MedianIn(Window window)
    {
        var of = In(window);
        if (numbers.Length < of.Length)
        {
            numbers = new long[2 * of.Length];
        }

        of.CopyTo(numbers);
        return Spread.Median(numbers.AsSpan(0, of.Length));
    }

    public void Load(BankColumns columns, BankAccountKind kind, int today)
    {
        foreach (var one in sorted)
        {
            one.Count = -1;
        }

        var kept = columns.KeptSince(lastLoad);
        lastLoad = columns.LoadNumber;

        // The newest kept day may have gained or lost rows.
        var from = kept == 0 ? 0 : columns.FirstFrom(columns.Day[kept - 1]);
        var fromDay = kept == 0 ? int.MinValue : columns.Day[from];
        for (var account = 0; account < columns.Accounts.Count; account++)
        {
            if (account == accounts.Count)
            {
                accounts.Add(new AccountCloses());
            }

            accounts[account].CutFrom(fromDay);
            if (columns.Accounts[account].Kind == kind)
            {
                ReadCloses(columns, account, from, accounts[account]);
            }
        }

        for (var account = columns.Accounts.Count; account < accounts.Count; account++)
        {
            accounts[account].CutFrom(int.MinValue);
        }

        Fill(fromDay, today);
    }

    /// <summary>Adds up the bank accounts from a day on; what was filled before it stays if it begins on the same day.</summary>
    private void Fill(int fromDay, int today)
    {
        var (allFrom, anyFrom) = (int.MinValue, int.MaxValue);
        foreach (var account in accounts)
        {
            if (account.Count > 0)
            {
                anyFrom = Math.Min(anyFrom, account.Day[0]);
                allFrom = account.OpensWithNothing ? allFrom : Math.Max(allFrom, account.Day[0]);
            }
        }

        if (anyFrom == int.MaxValue)
        {
            (Days, first) = (0, int.MaxValue);
            return;
        }

        var begins = allFrom == int.MinValue ? anyFrom : allFrom;
        if (begins != first || today > top || fromDay > last + 1)
        {
            (first, fromDay, top) = (begins, begins, today + DaysAhead);
            if (total.Length <= top - first)
            {
                total = new long[2 * (top - first + 1)];
            }
        }

        fromDay = Math.Max(first, fromDay);
        (last, Days) = (today, today - first + 1);
        if (fromDay > today)
        {
            return;
        }

        total.AsSpan(top - today, today - fromDay + 1).Clear();
        foreach (var account in accounts)
        {
            var newestDay = today;
            for (var i = account.Count - 1; i >= 0 && newestDay >= fromDay; i--)
            {
                var oldestDay = Math.Max(account.Day[i], fromDay);
                if (oldestDay <= newestDay)
                {
                    foreach (ref var balance in total.AsSpan(top - newestDay, newestDay - oldestDay + 1))
                    {
                        balance += account.Close[i];
                    }
                }

                newestDay = Math.Min(newestDay, account.Day[i] - 1);
            }
        }
    }

    private static void ReadCloses(BankColumns columns, int account, int from, AccountCloses closes)
    {
        var days = columns.Day;
        var amounts = columns.Amount;
        var of = columns.Account;
        var i = from;
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

            var isFirstDay = closes.Opened(day);
            if (Close(columns, account, dayFrom, i, closes.Latest, sum) is { } balance)
            {
                closes.OpensWithNothing |= isFirstDay && balance == sum;
                closes.Add(day, balance);
            }
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

    /// <summary>Days with bank transactions and the balance at their end, of one bank account.</summary>
    private sealed class AccountCloses
    {
        private int firstDay = int.MaxValue;

        public int Count { get; private set; }

        public int[] Day { get; private set; } = new int[64];

        public long[] Close { get; private set; } = new long[64];

        /// <summary>Whether the first bank transactions found nothing on it.</summary>
        public bool OpensWithNothing { get; set; }

        public long? Latest => Count > 0 ? Close[Count - 1] : null;

        public void CutFrom(int day)
        {
            while (Count > 0 && Day[Count - 1] >= day)
            {
                Count--;
            }

            if (firstDay >= day)
            {
                (firstDay, OpensWithNothing) = (int.MaxValue, false);
            }
        }

        /// <summary>Whether a day with bank transactions is the first.</summary>
        public bool Opened(int day)
        {
            var isFirst = firstDay == int.MaxValue;
            firstDay = isFirst ? day : firstDay;
            return isFirst;
        }

        public void Add(int day, long balance)
        {
            if (Count == Day.Length)
            {
                (Day, Close) = (Longer(Day), Longer(Close));
            }

            (Day[Count], Close[Count]) = (day, balance);
            Count++;
        }

        private static T[] Longer<T>(T[] full)
        {
            var longer = new T[2 * full.Length];
            full.CopyTo(longer, 0);
            return longer;
        }
    }

    /// <summary>Balances sorted by window, each at most once a load.</summary>
    private sealed class SortedWindow(Window window)
    {
        private readonly long[] numbers = new long[window.Days];

        public int NewestAgo => window.NewestAgo;

        public int OldestAgo => window.OldestAgo;

        /// <summary>Numbers in use; below zero if not sorted since the last load.</summary>
        public int Count { get; set; } = -1;

        public ReadOnlySpan<long> All => numbers.AsSpan(0, Count);

        public void Sort(ReadOnlySpan<long> of)
        {
            of.CopyTo(numbers);
            Count = of.Length;
            numbers.AsSpan(0, Count).Sort();
        }

        public void Merge(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
        {
            var (l, r) = (0, 0);
            Count = left.Length + right.Length;
            for (var i = 0; i < Count; i++)
            {
                numbers[i] = r == right.Length || (l < left.Length && left[l] <= right[r]) ? left[l++] : right[r++];
            }
        }
    }
}
