using RiskSignals.Borrowers;
using RiskSignals.Features;
using static RiskSignals.Borrowers.BankCategory;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>What may be read of a borrower's bank accounts on a day, with debits given back taken out.</summary>
internal sealed class PlainBank
{
    private const int StaleAfterDays = 35;

    private readonly PlainBorrower borrower;

    public PlainBank(PlainBorrower borrower)
    {
        this.borrower = borrower;
        AllAccounts = borrower.Facts.Known<BankAccount>();
        Consents = borrower.Facts.Known<Consent>();
        Accounts = [.. AllAccounts.Where(account => IsConsented(account) && InCurrency(account))];
        Rows = [.. borrower.Facts.Happened<BankTransaction>().Where(row =>
            row.State == BankTransactionState.Posted && Accounts.Exists(one => one.BankAccountId == row.BankAccountId))];
        Began = Rows.Select(row => borrower.Ago(row.BookedOn)).DefaultIfEmpty(-1).Max();
        Netted = new PlainNetting(Rows, KindOf);
        Net = Netted.Net;
        Benefits = [.. Net.Where(row => row.Category == Benefit && row.Amount.MinorUnits > 0 && !IsCard(row))];
        if (IsSourceOfIncomeBlind)
        {
            Net = [.. Net.Select(row => Benefits.Contains(row) ? row with { Category = Salary } : row)];
        }

        var open = Net.Where(row => row.Category is not (OwnTransfer or Savings or Gambling or HealthLike)).ToList();
        Inflow = [.. open.Where(row => row.Amount.MinorUnits > 0 && !IsCard(row))];
        Outflow = [.. open.Where(row => row.Amount.MinorUnits < 0 && !IsCard(row))];
        Income = [.. Inflow.Where(row => row.Category
            is Uncategorised or Salary or Benefit or Gig or Pension or OtherIncome or InterestEarned or FamilyIn or Cash)];
        Spending = [.. open.Where(row => row.Amount.MinorUnits < 0 && !IsToLender(row))];
    }

    public List<BankAccount> AllAccounts { get; }

    public List<Consent> Consents { get; }

    /// <summary>Bank accounts that may be read, in the currency of the loan.</summary>
    public List<BankAccount> Accounts { get; }

    /// <summary>Posted bank transactions that may be read.</summary>
    public List<BankTransaction> Rows { get; }

    public PlainNetting Netted { get; }

    /// <summary>The same less debits given back, what gave them back, and transfers between own bank accounts.</summary>
    public List<BankTransaction> Net { get; }

    public List<BankTransaction> Benefits { get; }

    /// <summary>Days since the first bank transaction; −1 if there is none.</summary>
    public int Began { get; }

    /// <summary>Why nothing can be said, or none.</summary>
    public MissingCause Silence =>
        !AllAccounts.Exists(InCurrency) ? MissingCause.NoData
        : Accounts.Count == 0 ? MissingCause.Consent
        : Rows.Count == 0 ? MissingCause.NoData
        : Rows.Min(row => borrower.Ago(row.KnownOn.Day)) > StaleAfterDays ? MissingCause.Stale
        : MissingCause.None;

    /// <summary>Credits that are not own transfers, loan disbursements, refunds or reversals; nothing on a card is income.</summary>
    public List<BankTransaction> Income { get; }

    /// <summary>Debits that are not own transfers, savings or loan payments; what only support may see is left out.</summary>
    public List<BankTransaction> Spending { get; }

    /// <summary>All money in but own transfers and what only support may see; not on cards.</summary>
    public List<BankTransaction> Inflow { get; }

    public List<BankTransaction> Outflow { get; }

    public static bool IsToLender(BankTransaction row) => row.Amount.MinorUnits < 0
        && row.Category is OwnLoanPayment or LoanPayment or HighCostPayment or CardPayment or DebtCollector;

    public static double Sum(IEnumerable<BankTransaction> rows) => rows.Sum(row => (double)Math.Abs(row.Amount.MinorUnits));

    public bool IsConsented(BankAccount account) => Consents.Exists(consent => consent.BankAccountId == account.BankAccountId
        && consent.GrantedOn <= borrower.AsOf && borrower.AsOf < consent.ExpiresOn
        && (consent.WithdrawnOn is null || borrower.AsOf < consent.WithdrawnOn));

    public BankAccountKind KindOf(BankTransaction row) => Accounts.Find(account => account.BankAccountId == row.BankAccountId)!.Kind;

    /// <summary>Whether a credit is the disbursement of one of our loans: its principal, within five days of its start.</summary>
    public bool IsOurs(BankTransaction row) => borrower.Loans.Exists(loan => loan.Loan.Principal == row.Amount
        && Math.Abs(loan.Loan.OriginatedOn.DayNumber - row.BookedOn.DayNumber) <= 5);

    public bool IsCard(BankTransaction row) => KindOf(row) == BankAccountKind.Card;

    /// <summary>A reading of the bank data, unless there is a reason that nothing can be said.</summary>
    public PlainValue Read(Func<PlainValue> read) => Silence == MissingCause.None ? read() : Missing(Silence);

    public List<BankTransaction> In(IEnumerable<BankTransaction> rows, PlainWindow window) =>
        [.. rows.Where(row => window.Holds(borrower.Ago(row.BookedOn)))];

    /// <summary>Whether at least 90 % of a window's days lie in known history.</summary>
    public bool Covers(PlainWindow window) => 10 * window.DaysAgo.Count(ago => ago <= Began) >= 9 * window.DaysAgo.Count();

    public PlainValue Count(IEnumerable<BankTransaction> rows, PlainWindow window) => Read(() => Counted(In(rows, window).Count, window));

    public PlainValue Counted(int count, PlainWindow window) => count > 0 || Covers(window) ? Of(count) : TooLittle;

    public PlainValue Total(IEnumerable<BankTransaction> rows, PlainWindow window) => Read(() =>
        Covers(window) ? Of(Sum(In(rows, window)) / 100, In(rows, window).Count) : TooLittle);

    /// <summary>Money of some rows over money of others in a window.</summary>
    public PlainValue Ratio(IEnumerable<BankTransaction> rows, IEnumerable<BankTransaction> to, PlainWindow window) => Read(() =>
        Covers(window) ? Quotient(Sum(In(rows, window)), Sum(In(to, window))) : TooLittle);

    /// <summary>The same, where what is divided is part of what it is divided by; it needs three rows of that.</summary>
    public PlainValue Share(IEnumerable<BankTransaction> rows, IEnumerable<BankTransaction> of, PlainWindow window) =>
        Silence == MissingCause.None && In(of, window).Count is > 0 and < 3 ? TooLittle : Ratio(rows, of, window);

    public PlainValue Since(IEnumerable<BankTransaction> rows) => Read(() =>
        rows.Select(row => borrower.Ago(row.BookedOn)).ToList() is { Count: > 0 } ago ? Of(ago.Min(), 1) : NotApplicable);

    /// <summary>Money in 30-day blocks counted back from today, block 0 the latest; those not wholly in known history are left out.</summary>
    public List<double> Blocks(IEnumerable<BankTransaction> rows, int first, int last, Func<List<BankTransaction>, double>? measure = null) =>
    [
        .. Enumerable.Range(first, last - first + 1).Where(block => Began >= (30 * block) + 29)
            .Select(block => (measure ?? Sum)(In(rows, new PlainWindow(30 * block, (30 * block) + 29)))),
    ];

    public PlainValue RobustZ(IEnumerable<BankTransaction> rows, Func<List<BankTransaction>, double>? measure = null) => Read(() =>
        Blocks(rows, 1, 6, measure) is { Count: >= 4 } blocks
            ? PlainStatistics.RobustZ((measure ?? Sum)(In(rows, PlainWindow.Last(30))), blocks)
            : TooLittle);

    public PlainValue RatioToBaseline(IEnumerable<BankTransaction> rows) => Read(() =>
        Blocks(rows, 1, 6) is { Count: >= 4 } blocks
            ? Quotient(Sum(In(rows, PlainWindow.Last(30))), PlainStatistics.Median(blocks))
            : TooLittle);

    /// <summary>In the United States, and where the country is not known, a benefit is not told from a salary.</summary>
    private bool IsSourceOfIncomeBlind => borrower.Facts.Known<Borrower>().LastOrDefault()?.Jurisdiction is not { } country
        || country == "US" || country.StartsWith("US-", StringComparison.Ordinal);

    /// <summary>Amounts of two currencies are never added; without the loan there is none.</summary>
    private bool InCurrency(BankAccount account) => account.Currency == borrower.Loan?.Loan.Currency;
}
