using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Service.Tests;

/// <summary>
/// Facts of a lender small enough to follow: borrower b00007 has loan l00007 of 24 monthly instalments from January 2023, a bank account,
/// a salary and rent. What goes wrong hangs on the number alone: every third borrower pays late, every fifth stops paying in February
/// 2024, every seventh loses the salary in February 2024, every eleventh's March instalment is paid late and then returned.
/// </summary>
internal static class SmallLender
{
    /// <summary>The day most tests look from.</summary>
    public static readonly DateOnly Day = new(2024, 3, 31);

    private static readonly DateOnly Start = new(2023, 1, 1);
    private static readonly DateOnly TroubleFrom = new(2024, 2, 1);
    private static readonly DateOnly End = new(2024, 5, 31);

    public static string Borrower(int number) => "b" + number.ToString("00000", CultureInfo.InvariantCulture);

    public static string Loan(int number) => "l" + number.ToString("00000", CultureInfo.InvariantCulture);

    public static IReadOnlyList<Fact> Facts(int borrowers, int from = 1) =>
        [.. Enumerable.Range(from, borrowers).SelectMany(number => Of(number))];

    private static IEnumerable<Fact> Of(int number)
    {
        var borrower = Borrower(number);
        var loan = Loan(number);
        var known = Instant.At(Start, hour: 6);
        var instalment = new Money(10_000 + (100 * (number % 50)));
        yield return new Borrower(borrower, number % 2 == 0 ? "UK" : "EU", "Europe/London", null, known);
        yield return new Loan(borrower, loan, "instalment", "EUR", Start, new Money(24 * instalment.MinorUnits), 900, null, known);
        yield return new ScheduleVersion(borrower, loan, 1, ScheduleReason.Original, known);
        for (var month = 1; month <= 24; month++)
        {
            yield return new Instalment(borrower, loan, 1, month, Due(number, month), instalment, known);
        }

        foreach (var fact in Paid(number, instalment).Concat(Bank(number)))
        {
            yield return fact;
        }
    }

    private static DateOnly Due(int number, int month) => Start.AddMonths(month).AddDays(number % 28);

    private static IEnumerable<Fact> Paid(int number, Money instalment)
    {
        var (borrower, loan) = (Borrower(number), Loan(number));
        for (var month = 1; Due(number, month) <= End; month++)
        {
            var due = Due(number, month);
            if (number % 5 == 0 && due >= TroubleFrom)
            {
                yield break;
            }

            var paidOn = due.AddDays(number % 3 == 0 ? 3 + (number % 9) : 0);
            var id = $"{loan}-p{month}";
            yield return new Payment(borrower, id, loan, instalment, paidOn, PaymentMethod.DirectDebit, Instant.At(paidOn, hour: 6));
            if (number % 11 == 0 && due is { Year: 2024, Month: 3 })
            {
                var on = paidOn.AddDays(2);
                yield return new PaymentReversal(borrower, id, loan, on, ReversalReason.InsufficientFunds, Instant.At(on, hour: 6));
            }
        }
    }

    private static IEnumerable<Fact> Bank(int number)
    {
        var borrower = Borrower(number);
        var account = $"{borrower}-a";
        var known = Instant.At(Start, hour: 6);
        yield return new BankAccount(borrower, account, BankAccountKind.Current, "EUR", null, known);
        yield return new Consent(borrower, $"{account}-c", account, Start, Start.AddYears(3), null, known);
        var balance = 60_000L;
        for (var month = 0; Start.AddMonths(month) <= End; month++)
        {
            var first = Start.AddMonths(month);
            if (number % 7 != 0 || first < TroubleFrom)
            {
                yield return Booked("s", first, 210_000, BankCategory.Salary, "Works Ltd");
            }

            yield return Booked("r", first.AddDays(2), -80_000, BankCategory.Housing, "Landlord");
            for (var week = 0; week < 4; week++)
            {
                yield return Booked($"g{week}", first.AddDays(3 + (7 * week)), -25_000, BankCategory.Groceries, "Grocer");
            }

            BankTransaction Booked(string kind, DateOnly on, long amount, BankCategory category, string counterparty)
            {
                balance += amount;
                return new(
                    borrower, $"{account}-{month}{kind}", account, on, new Money(amount), new Money(balance), BankTransactionState.Posted,
                    category, counterparty, "", null, null, Instant.At(on, hour: 6));
            }
        }
    }
}
