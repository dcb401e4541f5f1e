using RiskSignals.Borrowers;
using RiskSignals.Features;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>A borrower and one of the loans, as known on a day: what the plain readings of all groups start from.</summary>
internal sealed class PlainBorrower
{
    public PlainBorrower(IEnumerable<Fact> all, string loanId, DateOnly asOf)
    {
        Facts = new PlainFacts(all, asOf);
        AsOf = asOf;
        LoanId = loanId;
        Loans = [.. Facts.Known<Loan>().Select(loan => new PlainLoan(Facts, loan))];
        Loan = Loans.Find(loan => loan.Loan.LoanId == loanId);
        Promises = Facts.Happened<Promise>();
        Contacts = Facts.Happened<Contact>();
        Flags = Facts.Known<BorrowerFlag>();
        Details = Facts.Known<ContactDetail>();
        Mandates = Facts.Known<Mandate>();
        Zone = Facts.Known<Borrower>().LastOrDefault() is { } borrower ? TimeZoneInfo.FindSystemTimeZoneById(borrower.TimeZone) : null;
        Bank = new PlainBank(this);
        IncomeStreams = PlainStream.OfIncome(this);
        BillStreams = PlainStream.OfBills(this);
        Current = new PlainBalances(this, BankAccountKind.Current);
        Savings = new PlainBalances(this, BankAccountKind.Savings);
    }

    public PlainFacts Facts { get; }

    public DateOnly AsOf { get; }

    public int Today => AsOf.DayNumber;

    public string LoanId { get; }

    public List<PlainLoan> Loans { get; }

    public PlainLoan? Loan { get; }

    public List<Promise> Promises { get; }

    public List<Contact> Contacts { get; }

    public List<BorrowerFlag> Flags { get; }

    public List<ContactDetail> Details { get; }

    public List<Mandate> Mandates { get; }

    /// <summary>Null while the borrower is not known.</summary>
    public TimeZoneInfo? Zone { get; }

    public PlainBank Bank { get; }

    public PlainBalances Current { get; }

    public PlainBalances Savings { get; }

    public List<PlainStream> IncomeStreams { get; }

    public List<PlainStream> BillStreams { get; }

    public int Ago(DateOnly day) => Today - day.DayNumber;

    /// <summary>Why there is no instalment to measure against, or none.</summary>
    public MissingCause InstalmentCause => Loan is not { Schedule.Count: > 0 } ? MissingCause.NoData
        : Loan.InstalmentAmount == 0 ? MissingCause.NotApplicable
        : MissingCause.None;

    /// <summary>A reading of bank data, however old.</summary>
    public PlainValue OfBank(Func<PlainValue> read) =>
        Bank.Silence is MissingCause.None or MissingCause.Stale ? read() : Missing(Bank.Silence);

    public PlainValue OfLoan(Func<PlainLoan, PlainValue> read) => Loan is { Schedule.Count: > 0 } ? read(Loan) : NoData;
}
