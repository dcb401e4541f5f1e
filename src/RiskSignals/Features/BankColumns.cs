using System.Runtime.InteropServices;
using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// The posted bank transactions that may be read (consent holds, the loan's currency), by booked day, as dense columns.
/// Pending ones are left out – no attribute of the catalogue asks for them – and the halves of a reversed pair and of a transfer between the
/// borrower's own bank accounts are marked so that they net to nothing.
/// </summary>
/// <remarks>Loaded for another day of the same borrower, it reads only from the first row that changes.</remarks>
internal sealed class BankColumns
{
    /// <summary>Days within which a posted credit gives back an earlier debit that it does not name.</summary>
    private const int ReturnDaysMax = 10;

    /// <summary>Days within which a bank refunds a fee that it does not name.</summary>
    private const int FeeRefundDaysMax = 90;

    /// <summary>Days around a loan's start on which a credit of its principal is its disbursement.</summary>
    private const int DisbursementDaysMax = 5;

    /// <summary>Whether netting or disbursements may be about a column of the cell.</summary>
    private static readonly bool[] MayPair = [.. Enumerable.Range(0, MeasureCells.Count).Select(cell =>
        MeasureCells.Category(cell) is BankCategory.ReturnedDebit or BankCategory.FeeRefund || MeasureCells.Adds(cell, Measure.Disbursement))];

    private const int AllKinds = (1 << ((int)StreamKind.Commitment + 1)) - 1;

    private readonly List<BankAccount> accounts = [];
    private readonly List<BankAccount> accountsBefore = [];

    /// <summary>Columns that netting, own transfers and disbursements may be about.</summary>
    private readonly List<int> paired = [];

    /// <summary>For each kind of stream, the columns that may belong to one.</summary>
    private readonly List<int>[] followed = [[], [], [], []];
    private int[] day = new int[512];
    private long[] amount = new long[512];
    private long[] balance = new long[512];
    private byte[] cell = new byte[512];

    /// <summary>The cell of each column by its own bank account and category, before any pair is found.</summary>
    private byte[] ownCell = new byte[512];
    private byte[] account = new byte[512];
    private int[] party = new int[512];
    private int[] source = new int[512];
    private int[] knownDay = new int[512];
    private byte[] told = new byte[512];

    /// <summary>Newest known on up to each column.</summary>
    private long[] newest = new long[512];

    /// <summary>Number of columns before each block of rows.</summary>
    private int[] blockAt = new int[(512 / BankRows.BlockRows) + 2];

    /// <summary>Measures that the columns before each block of rows add to by their own cells, one bit each.</summary>
    private ulong[] heldAt = new ulong[(512 / BankRows.BlockRows) + 2];
    private ulong held;

    /// <summary>The last block that the counts before it are known of.</summary>
    private int lastBlock;

    /// <summary>Index in <see cref="Accounts"/> of each bank account of the rows; below zero if it may not be read.</summary>
    private int[] accountIndex = [];

    /// <summary>Column of the credit that gives back the row with a key; below zero if none does.</summary>
    private int[] credit = [];

    private BankRows? rows;
    private int today;
    private bool isSourceBlind;

    /// <summary>Balance of a bank transaction that states none.</summary>
    public const long Unstated = BankRows.Unstated;

    /// <summary>Number of columns at the start that the latest load left as they were, cells aside.</summary>
    private int kept;

    public int Count { get; private set; }

    /// <summary>Number of the load; they count up.</summary>
    public int LoadNumber { get; private set; }

    /// <summary>Bank accounts that may be read.</summary>
    public List<BankAccount> Accounts => accounts;

    /// <summary>Newest known on among the columns, in Unix seconds.</summary>
    public long NewestKnown => Count == 0 ? long.MinValue : newest[Count - 1];

    /// <summary>Number of counterparties; see <see cref="Party"/>.</summary>
    public int Parties => rows?.Parties ?? 1;

    public ReadOnlySpan<int> Day => day.AsSpan(0, Count);

    /// <summary>Minor units, above zero in.</summary>
    public ReadOnlySpan<long> Amount => amount.AsSpan(0, Count);

    /// <summary>Balance right after it, or <see cref="Unstated"/>.</summary>
    public ReadOnlySpan<long> Balance => balance.AsSpan(0, Count);

    /// <summary>See <see cref="MeasureCells"/>.</summary>
    public ReadOnlySpan<byte> Cell => cell.AsSpan(0, Count);

    /// <summary>Index in <see cref="Accounts"/>.</summary>
    public ReadOnlySpan<byte> Account => account.AsSpan(0, Count);

    /// <summary>Number of the counterparty, letter case aside; 0 if it has no name.</summary>
    public ReadOnlySpan<int> Party => party.AsSpan(0, Count);

    public string Id(int index) => rows!.Fact(source[index]).BankTransactionId;

    /// <summary>Known on, in Unix seconds.</summary>
    /// <summary>What reading the words of a column found, 0 before anybody read them; words are read once, however many days see them.</summary>
    public Span<byte> Told => told.AsSpan(0, Count);

    /// <summary>Day number of the known on.</summary>
    public ReadOnlySpan<int> KnownDay => knownDay.AsSpan(0, Count);

    public string Counterparty(int index) => rows!.Fact(source[index]).Counterparty;

    public string Description(int index) => rows!.Fact(source[index]).Description;

    /// <summary>The columns that may belong to a stream, oldest first; marks may have taken some away.</summary>
    public ReadOnlySpan<int> Followed(StreamKind kind) => CollectionsMarshal.AsSpan(followed[(int)kind]);

    /// <summary>Whether any column may add to a measure; if not, none does.</summary>
    public bool MayHold(Measure measure) => ((held >> (int)measure) & 1) != 0;

    /// <summary>Index of the first column on a day or later.</summary>
    public int FirstFrom(int from)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = day[middle] < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Number of columns at the start that are as they were at an earlier load, cells aside; 0 if it was not the one before.</summary>
    public int KeptSince(int loadNumber) => loadNumber == LoadNumber - 1 ? kept : 0;

    /// <summary>Reads the columns.</summary>
    /// <param name="currency">ISO 4217 code; null leaves everything out.</param>
    public void Load(BorrowerHistory history, string? currency)
    {
        LoadNumber++;
        ReadAccounts(history, currency);
        if (accounts.Count == 0)
        {
            (rows, Count, kept) = (null, 0, 0);
            return;
        }

        var now = history.AsOf.DayNumber;
        var of = history.File.BankRows;
        var isBlind = IsSourceOfIncomeBlind(history.Borrower);
        var block = of == rows && isBlind == isSourceBlind && AreAccountsThoseBefore() ? Math.Min(lastBlock, of.FirstChanged(today, now)) : 0;
        if (block == 0)
        {
            Begin(of);
        }

        (rows, today, isSourceBlind) = (of, now, isBlind);
        ReadRows(block);
        ownCell.AsSpan(0, Count).CopyTo(cell);
        NetNamedPairs();
        NetUnnamedPairs();
        if (accounts.Count > 1)
        {
            OwnTransfers.Mark(accounts, CollectionsMarshal.AsSpan(paired), Day, Amount, Account, cell.AsSpan(0, Count));
        }

        MarkOwnDisbursements(history.Loans);
        foreach (var i in paired)
        {
            held |= MeasureCells.Mask(cell[i]);
        }
    }

    /// <summary>
    /// In the United States public assistance is a protected basis: a benefit must not be told from a salary. Where the jurisdiction is not
    /// known it is not either.
    /// </summary>
    private static bool IsSourceOfIncomeBlind(Borrower? borrower) =>
        borrower is null || borrower.Jurisdiction == "US" || borrower.Jurisdiction.StartsWith("US-", StringComparison.Ordinal);

    private void ReadAccounts(BorrowerHistory history, string? currency)
    {
        accountsBefore.Clear();
        accountsBefore.AddRange(accounts);
        accounts.Clear();
        foreach (var one in history.BankAccounts)
        {
            if (one.Currency == currency && accounts.Count < byte.MaxValue && history.HasConsent(one.BankAccountId))
            {
                accounts.Add(one);
            }
        }
    }

    private bool AreAccountsThoseBefore()
    {
        var same = accounts.Count == accountsBefore.Count;
        for (var i = 0; same && i < accounts.Count; i++)
        {
            same = ReferenceEquals(accounts[i], accountsBefore[i]);
        }

        return same;
    }

    private void Begin(BankRows of)
    {
        if (day.Length < of.Count)
        {
            var length = Math.Max(of.Count, 2 * day.Length);
            (knownDay, told) = (new int[length], new byte[length]);
            (day, amount, balance, newest) = (new int[length], new long[length], new long[length], new long[length]);
            (cell, ownCell, account, source, party) = (new byte[length], new byte[length], new byte[length], new int[length], new int[length]);
            (blockAt, heldAt) = (new int[(length / BankRows.BlockRows) + 2], new ulong[(length / BankRows.BlockRows) + 2]);
        }

        if (accountIndex.Length < of.AccountIds.Count)
        {
            accountIndex = new int[of.AccountIds.Count];
        }

        if (credit.Length < of.KeyCount)
        {
            credit = new int[2 * of.KeyCount];
        }

        for (var i = 0; i < of.AccountIds.Count; i++)
        {
            accountIndex[i] = IndexOfAccount(of.AccountIds[i]);
        }
    }

    private void ReadRows(int block)
    {
        var of = rows!;
        var count = block == 0 ? 0 : blockAt[block];
        kept = count;
        held = block == 0 ? 0 : heldAt[block];
        var known = count == 0 ? long.MinValue : newest[count - 1];
        Cut(paired, count);
        foreach (var list in followed)
        {
            Cut(list, count);
        }

        var i = block * BankRows.BlockRows;
        for (; i < of.Count; i++)
        {
            if (i % BankRows.BlockRows == 0)
            {
                lastBlock = i / BankRows.BlockRows;
                (blockAt[lastBlock], heldAt[lastBlock]) = (count, held);
            }

            if (of.Day[i] > today)
            {
                break;
            }

            var index = accountIndex[of.Account[i]];
            if (of.SeenFrom[i] > today || of.SeenToExcl[i] <= today || index < 0)
            {
                continue;
            }

            var units = of.Amount[i];
            var place = CellOf(accounts[index].Kind, of.Category[i], units);
            (knownDay[count], told[count]) = (of.KnownDay[i], 0);
            (day[count], amount[count], balance[count]) = (of.Day[i], units, of.Balance[i]);
            (ownCell[count], account[count], party[count], source[count]) = (place, (byte)index, of.Party[i], i);
            held |= MeasureCells.Mask(place);
            newest[count] = known = Math.Max(known, of.Known[i]);
            var mayMove = of.OppositeDays[i] <= OwnTransfers.DaysMax;
            if (MayPair[place] || mayMove || of.Key[i] != 0 || of.ReturnsKey[i] != 0)
            {
                paired.Add(count);
            }

            for (int kinds = mayMove ? AllKinds : RecurringStreams.Kinds(place), kind = 0; kinds != 0; kind++, kinds >>= 1)
            {
                if ((kinds & 1) != 0)
                {
                    followed[kind].Add(count);
                }
            }

            count++;
        }

        if (i == of.Count)
        {
            lastBlock = (i + BankRows.BlockRows - 1) / BankRows.BlockRows;
            (blockAt[lastBlock], heldAt[lastBlock]) = (count, held);
        }

        Count = count;
    }

    private static void Cut(List<int> columns, int from)
    {
        while (columns.Count > 0 && columns[^1] >= from)
        {
            columns.RemoveAt(columns.Count - 1);
        }
    }

    private byte CellOf(BankAccountKind kind, BankCategory category, long units) =>
        isSourceBlind && units > 0 && category == BankCategory.Benefit && kind != BankAccountKind.Card
            ? MeasureCells.BenefitAsSalary
            : (byte)MeasureCells.Of(kind, category, isCredit: units > 0);

    private int IndexOfAccount(string id)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            if (accounts[i].BankAccountId == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void NetNamedPairs()
    {
        var of = rows!;
        if (of.KeyCount == 1)
        {
            return;
        }

        credit.AsSpan(0, of.KeyCount).Fill(-1);
        foreach (var i in paired)
        {
            if (amount[i] > 0 && of.ReturnsKey[source[i]] is var returned && returned != 0 && credit[returned] < 0)
            {
                credit[returned] = i;
            }
        }

        foreach (var i in paired)
        {
            if (amount[i] < 0 && of.Key[source[i]] is var key && key != 0 && credit[key] is var back && back >= 0 && amount[back] == -amount[i])
            {
                Net(back, debit: i);
            }
        }
    }

    private void NetUnnamedPairs()
    {
        foreach (var i in paired)
        {
            if (amount[i] <= 0 || cell[i] >= MeasureCells.NettedCredit)
            {
                continue;
            }

            var category = MeasureCells.Category(cell[i]);
            if (category == BankCategory.ReturnedDebit)
            {
                NetWithLatest(i, ReturnDaysMax, feesOnly: false);
            }
            else if (category == BankCategory.FeeRefund)
            {
                NetWithLatest(i, FeeRefundDaysMax, feesOnly: true);
            }
        }
    }

    /// <summary>Nets a credit with the latest debit of the same amount on the same bank account.</summary>
    private void NetWithLatest(int credit, int daysMax, bool feesOnly)
    {
        var last = credit;
        while (last + 1 < Count && day[last + 1] == day[credit])
        {
            last++;
        }

        for (var i = last; i >= 0 && day[i] >= day[credit] - daysMax; i--)
        {
            if (amount[i] == -amount[credit] && account[i] == account[credit] && cell[i] < MeasureCells.NettedCredit
                && (!feesOnly || MeasureCells.Category(cell[i]) is BankCategory.LackOfFundsFee or BankCategory.OtherFee))
            {
                Net(credit, debit: i);
                return;
            }
        }
    }

    private void Net(int credit, int debit)
    {
        // A gambling or health-like debit that came back nets to nothing, but must not count as a returned payment.
        var isReturned = MeasureCells.Category(cell[credit]) is BankCategory.ReturnedDebit or BankCategory.Uncategorised
            && MeasureCells.Category(cell[debit]) is not (BankCategory.Gambling or BankCategory.HealthLike);
        cell[credit] = isReturned ? MeasureCells.Returned : MeasureCells.NettedCredit;
        cell[debit] = isReturned ? MeasureCells.CameBack : MeasureCells.NettedDebit;
    }

    private void MarkOwnDisbursements(KnownList<LoanHistory> loans)
    {
        foreach (var i in paired)
        {
            if (amount[i] > 0 && MeasureCells.Adds(cell[i], Measure.Disbursement) && IsOwnDisbursement(i, loans))
            {
                cell[i] = MeasureCells.OwnDisbursement;
            }
        }
    }

    private bool IsOwnDisbursement(int index, KnownList<LoanHistory> loans)
    {
        for (var i = 0; i < loans.Count; i++)
        {
            if (amount[index] == loans[i].Loan.Principal.MinorUnits
                && Math.Abs(day[index] - loans[i].Loan.OriginatedOn.DayNumber) <= DisbursementDaysMax)
            {
                return true;
            }
        }

        return false;
    }
}
