namespace RiskSignals.Borrowers;

/// <summary>
/// The posted bank transactions of one borrower in all versions, column by column, by booked day, then id. Made once a file, so that
/// looking from many days reads numbers in a row instead of facts all over memory.
/// </summary>
internal sealed class BankRows
{
    /// <summary>Rows that are looked at together when asking what another day changes.</summary>
    public const int BlockRows = 32;

    /// <summary>Days further than which no row of the opposite amount is looked for.</summary>
    public const int OppositeDaysMax = 7;

    /// <summary>Balance of a row that states none.</summary>
    public const long Unstated = long.MinValue;

    private readonly BankTransaction[] facts;

    /// <summary>The last day on which a row of the block comes into sight or goes out of it.</summary>
    private readonly int[] lastChange;

    public BankRows(VersionedFacts<BankTransaction> transactions)
    {
        var posted = transactions.Where(transaction => transaction.State == BankTransactionState.Posted);
        facts = posted.All.ToArray();
        (SeenFrom, SeenToExcl) = (posted.SeenFrom.ToArray(), posted.SeenToExcl.ToArray());
        (Day, KnownDay) = (new int[Count], new int[Count]);
        (Known, Amount, Balance) = (new long[Count], new long[Count], new long[Count]);
        (Category, Account, Party, Key, ReturnsKey) = (new BankCategory[Count], new int[Count], new int[Count], new int[Count], new int[Count]);
        var accounts = new Dictionary<string, int>(StringComparer.Ordinal);
        var parties = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [""] = 0 };
        var keys = Keys();
        lastChange = new int[(Count + BlockRows - 1) / BlockRows];
        for (var i = 0; i < Count; i++)
        {
            var fact = facts[i];
            Day[i] = fact.BookedOn.DayNumber;
            Known[i] = fact.KnownOn.UnixSeconds;
            KnownDay[i] = fact.KnownOn.Day.DayNumber;
            Amount[i] = fact.Amount.MinorUnits;
            Balance[i] = fact.BalanceAfter is { } after ? after.MinorUnits : Unstated;
            Category[i] = fact.Category;
            Account[i] = NumberOf(fact.BankAccountId, accounts);
            Party[i] = NumberOf(fact.Counterparty, parties);
            Key[i] = keys.GetValueOrDefault(fact.BankTransactionId);
            ReturnsKey[i] = fact.ReturnsId is { } returned ? keys[returned] : 0;
            ref var last = ref lastChange[i / BlockRows];
            last = Math.Max(last, SeenToExcl[i] == int.MaxValue ? SeenFrom[i] : Math.Max(SeenFrom[i], SeenToExcl[i]));
        }

        AccountIds = [.. accounts.Keys];
        (Parties, KeyCount) = (parties.Count, keys.Count + 1);
        OppositeDays = Opposites();
    }

    public int Count => facts.Length;

    /// <summary>Bank accounts the rows are of; <see cref="Account"/> counts in them.</summary>
    public IReadOnlyList<string> AccountIds { get; }

    /// <summary>Number of counterparties, the one without a name among them.</summary>
    public int Parties { get; }

    public int KeyCount { get; }

    /// <summary>First day a row is seen, and first day it is no more.</summary>
    public int[] SeenFrom { get; }

    public int[] SeenToExcl { get; }

    /// <summary>Booked day.</summary>
    public int[] Day { get; }

    /// <summary>Known on, in Unix seconds.</summary>
    public long[] Known { get; }

    /// <summary>Day number of the known on.</summary>
    public int[] KnownDay { get; }

    /// <summary>Minor units, above zero in.</summary>
    public long[] Amount { get; }

    /// <summary>Balance right after it, or <see cref="Unstated"/>.</summary>
    public long[] Balance { get; }

    public BankCategory[] Category { get; }

    public int[] Account { get; }

    /// <summary>Number of the counterparty, letter case aside; 0 if it has no name.</summary>
    public int[] Party { get; }

    /// <summary>Number of the row's id if another row gives it back; otherwise 0.</summary>
    public int[] Key { get; }

    /// <summary>Number of the id that the row gives back; 0 if it names none.</summary>
    public int[] ReturnsKey { get; }

    /// <summary>
    /// Days to the nearest row of the opposite amount on another bank account, in any version; <see cref="int.MaxValue"/> if there is none
    /// within <see cref="OppositeDaysMax"/>.
    /// </summary>
    public int[] OppositeDays { get; }

    public BankTransaction Fact(int row) => facts[row];

    /// <summary>The first block that shows other rows as of one day than as of another; the number of blocks if none does.</summary>
    public int FirstChanged(int day, int otherDay)
    {
        var (after, to) = (Math.Min(day, otherDay), Math.Max(day, otherDay));
        var block = 0;
        while (block < lastChange.Length && (lastChange[block] <= after || !Changes(block, after, to)))
        {
            block++;
        }

        return block;
    }

    private bool Changes(int block, int after, int to)
    {
        var (from, length) = (block * BlockRows, Math.Min(BlockRows, Count - (block * BlockRows)));
        var appear = SeenFrom.AsSpan(from, length);
        var go = SeenToExcl.AsSpan(from, length);
        for (var i = 0; i < appear.Length && i < go.Length; i++)
        {
            if ((appear[i] > after && appear[i] <= to) || (go[i] > after && go[i] <= to))
            {
                return true;
            }
        }

        return false;
    }

    private static int NumberOf(string name, Dictionary<string, int> numbers)
    {
        if (!numbers.TryGetValue(name, out var number))
        {
            numbers.Add(name, number = numbers.Count);
        }

        return number;
    }

    private int[] Opposites()
    {
        var nearest = new int[Count];
        Array.Fill(nearest, int.MaxValue);
        for (var i = 0; i < Count; i++)
        {
            for (var next = i + 1; next < Count && Day[next] - Day[i] <= OppositeDaysMax; next++)
            {
                if (Amount[next] == -Amount[i] && Account[next] != Account[i])
                {
                    nearest[i] = Math.Min(nearest[i], Day[next] - Day[i]);
                    nearest[next] = Math.Min(nearest[next], Day[next] - Day[i]);
                }
            }
        }

        return nearest;
    }

    private Dictionary<string, int> Keys()
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            if (fact.ReturnsId is { } returned)
            {
                keys.TryAdd(returned, keys.Count + 1);
            }
        }

        return keys;
    }
}
