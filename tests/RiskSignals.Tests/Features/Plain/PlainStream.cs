using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Credits or debits of one counterparty and class that recur; those of a day are one.</summary>
internal sealed class PlainStream
{
    private const int LookBackDays = 400;

    private static readonly BankCategory[] NamedByTheirClass = [BankCategory.Salary, BankCategory.Benefit, BankCategory.Pension];

    private PlainStream(BankCategory category, string counterparty, List<(int Day, long Amount)> paid, int today)
    {
        (Category, Counterparty, Paid, Today) = (category, counterparty, paid, today);
        Days = [.. paid.Select(each => each.Day)];
        Gaps = GapsOf(Days);
        Cadence = Count >= 3 ? PlainStatistics.Median(Gaps) : double.NaN;
    }

    public BankCategory Category { get; }

    public string Counterparty { get; }

    public List<(int Day, long Amount)> Paid { get; }

    public int Today { get; }

    public int Count => Paid.Count;

    public List<int> Days { get; }

    public List<double> Gaps { get; }

    /// <summary>The median gap in days; there is one from the third on.</summary>
    public double Cadence { get; }

    public int LastDay => Paid[^1].Day;

    public int Ago => Today - LastDay;

    /// <summary>Active while no gap exceeds 1.5 times the median gap.</summary>
    public bool IsActive => Count >= 3 && Ago <= 1.5 * Cadence;

    /// <summary>The day it stopped being active, if it did.</summary>
    public int? EndDay => Count >= 3 && !IsActive ? LastDay + (int)Math.Floor(1.5 * Cadence) + 1 : null;

    /// <summary>Tomorrow at the earliest.</summary>
    public int NextExpected => Math.Max(Today + 1, After(LastDay, 1));

    /// <summary>Income but interest, by class and payer; without a name only classes that recur by themselves.</summary>
    public static List<PlainStream> OfIncome(PlainBorrower one) => Of(
        one,
        one.Bank.Income.Where(row => row.Category != BankCategory.InterestEarned
            && (row.Counterparty.Length > 0 || NamedByTheirClass.Contains(row.Category)) && one.Ago(row.BookedOn) < LookBackDays),
        byClass: true);

    /// <summary>Debits to billers, by class and biller.</summary>
    public static List<PlainStream> OfBills(PlainBorrower one) =>
        Of(one, PlainBills.Paid(one.Bank).Where(row => one.Ago(row.BookedOn) < LookBackDays), byClass: true);

    /// <summary>Debits to other lenders, by lender, from the first known on.</summary>
    public static List<PlainStream> OfLenders(PlainBorrower one) => Of(one, PlainDebt.ToOthers(one.Bank), byClass: false);

    public static List<double> GapsOf(List<int> days) => [.. days.Zip(days.Skip(1)).Select(pair => (double)(pair.Second - pair.First))];

    public List<(int Day, long Amount)> Within(int days) => [.. Paid.Where(paid => Today - paid.Day < days)];

    /// <summary>
    /// Days on which a payment was expected: so many cadences after each one, three at most as then the contract has ended; the next
    /// payment itself is not expected twice.
    /// </summary>
    /// <param name="patienceDays">Days after the expected one from which a payment is missed.</param>
    public IEnumerable<(int Day, bool IsMissed)> Expected(double patienceDays)
    {
        for (var i = 0; i < Count; i++)
        {
            var nextDay = i + 1 < Count ? Days[i + 1] : Today + 1;
            for (var cadences = 1; cadences <= 3; cadences++)
            {
                var day = After(Days[i], cadences);
                var isTheNext = i + 1 < Count && cadences > 1 && nextDay - day <= Cadence / 2;
                if (day <= Today && !isTheNext)
                {
                    yield return (day, nextDay - day > patienceDays);
                }
            }
        }
    }

    private static List<PlainStream> Of(PlainBorrower one, IEnumerable<BankTransaction> rows, bool byClass) =>
    [
        .. rows.GroupBy(row => (Category: byClass ? row.Category : BankCategory.LoanPayment, Name: row.Counterparty.ToUpperInvariant()))
            .Select(party => new PlainStream(party.Key.Category, party.Key.Name, [.. party.GroupBy(row => row.BookedOn.DayNumber)
                .OrderBy(day => day.Key).Select(day => (day.Key, day.Sum(row => Math.Abs(row.Amount.MinorUnits))))], one.Today)),
    ];

    private int After(int day, int cadences) => day + (int)Math.Round(cadences * Cadence, MidpointRounding.AwayFromZero);
}
