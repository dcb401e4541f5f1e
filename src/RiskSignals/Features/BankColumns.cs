using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// The posted bank transactions that may be read (consent holds, the loan's currency), by booked day, as dense columns.
/// Pending ones are left out – no attribute of the catalogue asks for them – and the halves of a reversed pair and of a transfer between the
/// borrower's own bank accounts are marked so that they net to nothing.
/// </summary>
internal sealed class BankColumns
{
    /// <summary>Days within which a posted credit gives back an earlier debit that it does not name.</summary>
    private const int ReturnDaysMax = 10;

    /// <summary>Days within which a bank refunds a fee that it does not name.</summary>
    private const int FeeRefundDaysMax = 90;

    /// <summary>Days around a loan's start on which a credit of its principal is its disbursement.</summary>
    private const int DisbursementDaysMax = 5;

    private readonly List<BankAccount> accounts = [];
    private readonly Dictionary<string, int> wanted = new(StringComparer.Ordinal);
    private int[] day = new int[512];
    private long[] amount = new long[512];
    private long[] balance = new long[512];
    private byte[] cell = new byte[512];
    private byte[] account = new byte[512];
    private int[] source = new int[512];
    private BankTransaction[] facts = [];

    /// <summary>Balance of a bank transaction that states none.</summary>
    public const long Unstated = long.MinValue;

    public int Count { get; private set; }

    /// <summary>Bank accounts that may be read.</summary>
    public IReadOnlyList<BankAccount> Accounts => accounts;

    /// <summary>Newest known on among the columns, in Unix seconds.</summary>
    public long NewestKnown { get; private set; }

    public ReadOnlySpan<int> Day => day.AsSpan(0, Count);

    /// <summary>Minor units, above zero in.</summary>
    public ReadOnlySpan<long> Amount => amount.AsSpan(0, Count);

    /// <summary>Balance right after it, or <see cref="Unstated"/>.</summary>
    public ReadOnlySpan<long> Balance => balance.AsSpan(0, Count);

    /// <summary>See <see cref="MeasureCells"/>.</summary>
    public ReadOnlySpan<byte> Cell => cell.AsSpan(0, Count);

    /// <summary>Index in <see cref="Accounts"/>.</summary>
    public ReadOnlySpan<byte> Account => account.AsSpan(0, Count);

    public string Id(int index) => facts[source[index]].BankTransactionId;

    public string Counterparty(int index) => facts[source[index]].Counterparty;

    /// <summary>Reads the columns.</summary>
    /// <param name="currency">ISO 4217 code; null leaves everything out.</param>
    public void Load(BorrowerHistory history, string? currency)
    {
        accounts.Clear();
        wanted.Clear();
        Count = 0;
        NewestKnown = long.MinValue;
        foreach (var one in history.BankAccounts)
        {
            if (one.Currency == currency && accounts.Count < byte.MaxValue && history.HasConsent(one.BankAccountId))
            {
                accounts.Add(one);
            }
        }

        if (accounts.Count == 0)
        {
            return;
        }

        facts = history.BankTransactions as BankTransaction[] ?? [.. history.BankTransactions];
        Reserve(facts.Length);
        ReadFacts(IsSourceOfIncomeBlind(history.Borrower));
        if (wanted.Count > 0)
        {
            NetNamedPairs();
        }

        NetUnnamedPairs();
        if (accounts.Count > 1)
        {
            OwnTransfers.Mark(accounts, Day, Amount, Account, cell.AsSpan(0, Count));
        }

        MarkOwnDisbursements(history.Loans);
    }

    /// <summary>
    /// In the United States public assistance is a protected basis: a benefit must not be told from a salary. Where the jurisdiction is not
    /// known it is not either.
    /// </summary>
    private static bool IsSourceOfIncomeBlind(Borrower? borrower) =>
        borrower is null || borrower.Jurisdiction == "US" || borrower.Jurisdiction.StartsWith("US-", StringComparison.Ordinal);

    private void ReadFacts(bool isSourceBlind)
    {
        var index = -1;
        var (count, newest) = (0, long.MinValue);
        for (var i = 0; i < facts.Length; i++)
        {
            var fact = facts[i];
            if (index < 0 || fact.BankAccountId != accounts[index].BankAccountId)
            {
                index = IndexOfAccount(fact.BankAccountId);
            }

            if (index < 0 || fact.State != BankTransactionState.Posted)
            {
                continue;
            }

            var units = fact.Amount.MinorUnits;
            day[count] = fact.BookedOn.DayNumber;
            amount[count] = units;
            balance[count] = fact.BalanceAfter is { } after ? after.MinorUnits : Unstated;
            cell[count] = isSourceBlind && units > 0 && fact.Category == BankCategory.Benefit && accounts[index].Kind != BankAccountKind.Card
                ? MeasureCells.BenefitAsSalary
                : (byte)MeasureCells.Of(accounts[index].Kind, fact.Category, isCredit: units > 0);
            account[count] = (byte)index;
            source[count] = i;
            newest = Math.Max(newest, fact.KnownOn.UnixSeconds);
            if (fact.ReturnsId is { } returned && units > 0)
            {
                wanted.TryAdd(returned, count);
            }

            count++;
        }

        (Count, NewestKnown) = (count, newest);
    }

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
        for (var i = 0; i < Count; i++)
        {
            if (amount[i] < 0 && wanted.TryGetValue(Id(i), out var credit) && amount[credit] == -amount[i])
            {
                Net(credit, debit: i);
            }
        }
    }

    private void NetUnnamedPairs()
    {
        for (var i = 0; i < Count; i++)
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

    private void MarkOwnDisbursements(IReadOnlyList<LoanHistory> loans)
    {
        for (var i = 0; i < Count; i++)
        {
            if (amount[i] > 0 && MeasureCells.Adds(cell[i], Measure.Disbursement))
            {
                foreach (var loan in loans)
                {
                    if (amount[i] == loan.Loan.Principal.MinorUnits
                        && Math.Abs(day[i] - loan.Loan.OriginatedOn.DayNumber) <= DisbursementDaysMax)
                    {
                        cell[i] = MeasureCells.OwnDisbursement;
                    }
                }
            }
        }
    }

    private void Reserve(int rows)
    {
        if (day.Length < rows)
        {
            var length = Math.Max(rows, 2 * day.Length);
            (day, amount, balance) = (new int[length], new long[length], new long[length]);
            (cell, account, source) = (new byte[length], new byte[length], new int[length]);
        }
    }
}
