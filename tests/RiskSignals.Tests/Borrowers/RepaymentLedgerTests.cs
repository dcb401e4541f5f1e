using RiskSignals.Borrowers;
using static RiskSignals.Tests.Borrowers.LoanFacts;

namespace RiskSignals.Tests.Borrowers;

public class RepaymentLedgerTests
{
    [Theory]
    [InlineData("2024-01-31", 0, 0, "before the first due date")]
    [InlineData("2024-02-01", 0, 100, "on the due date nothing is past due, yet the amount is due")]
    [InlineData("2024-02-02", 1, 100, "the day after")]
    [InlineData("2024-02-29", 28, 100, "counted over the leap day")]
    [InlineData("2024-03-01", 29, 200, "the second instalment is due as well")]
    [InlineData("2024-03-02", 30, 200, "still counted from the oldest")]
    public void An_unpaid_loan_ages_from_its_oldest_due_date(string day, int daysPastDue, int arrears, string why)
    {
        var ledger = new LoanFacts("2024-02-01", "2024-03-01").LoanAsOf(day).Ledger;
        Assert.True(daysPastDue == ledger.DaysPastDue(Day(day)), why);
        Assert.True(arrears * 100 == ledger.Arrears(Day(day)).MinorUnits, why);
    }

    [Fact]
    public void A_payment_goes_to_the_oldest_amount_first()
    {
        var loan = new LoanFacts("2024-02-01", "2024-03-01").Pays("2024-03-05", amount: 150).LoanAsOf("2024-03-10");
        Assert.Equal(9, loan.DaysPastDue);
        Assert.Equal(new Money(50_00), loan.Ledger.Remainder(1, Day("2024-03-10")));
        Assert.Equal(Day("2024-03-05"), loan.Ledger.SettledOn(0));
        Assert.Null(loan.Ledger.SettledOn(1));
    }

    [Fact]
    public void A_payment_in_the_future_leaves_the_instalment_open() =>
        Assert.Equal(1, new LoanFacts("2024-02-01").Pays("2024-02-03").LoanAsOf("2024-02-02").DaysPastDue);

    [Fact]
    public void A_reversed_payment_counts_until_the_reversal_is_known()
    {
        var facts = new LoanFacts("2024-02-01").Pays("2024-02-01", id: "P").Reverses("P", knownOn: "2024-02-05");
        Assert.Equal(0, facts.LoanAsOf("2024-02-04").DaysPastDue);
        Assert.Equal(4, facts.LoanAsOf("2024-02-05").DaysPastDue);
    }

    [Theory]
    [InlineData(50, 0, "half an instalment past due is 50.00: below the absolute limit")]
    [InlineData(0, 0, "exactly 100.00 past due does not exceed 100.00")]
    public void An_immaterial_amount_never_starts_the_Basel_counter(int paid, int expected, string why)
    {
        var facts = new LoanFacts("2024-02-01", "2024-06-01");
        var loan = (paid > 0 ? facts.Pays("2024-02-01", paid) : facts).LoanAsOf("2024-03-01");
        Assert.True(expected == loan.Ledger.DaysPastDueBasel(Day("2024-03-01")), why);
    }

    [Fact]
    public void The_Basel_counter_starts_when_both_limits_are_exceeded_and_a_payment_resets_it()
    {
        var facts = new LoanFacts("2024-02-01", "2024-02-11", "2024-12-01");
        Assert.Equal(0, facts.LoanAsOf("2024-02-11").Ledger.DaysPastDueBasel(Day("2024-02-11")));
        Assert.Equal(3, facts.LoanAsOf("2024-02-14").Ledger.DaysPastDueBasel(Day("2024-02-14")));
        Assert.Equal(0, facts.Pays("2024-02-15").LoanAsOf("2024-02-15").Ledger.DaysPastDueBasel(Day("2024-02-15")));
    }

    [Theory]
    [InlineData(20240101)]
    public void Any_mix_of_payments_agrees_with_a_ledger_kept_coin_by_coin(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var first = Day("2024-01-01");
            var facts = new LoanFacts([.. Enumerable.Range(1, 5).Select(month => $"{first.AddDays(20 * month):yyyy-MM-dd}")]);
            var payments = Enumerable.Range(0, random.Next(6)).Select(_ => (On: first.AddDays(random.Next(140)), Amount: random.Next(1, 180))).ToList();
            payments.ForEach(payment => facts.Pays($"{payment.On:yyyy-MM-dd}", payment.Amount));
            var day = first.AddDays(random.Next(150));
            var loan = facts.LoanAsOf($"{day:yyyy-MM-dd}");

            var open = Enumerable.Repeat(100, 5).ToArray();
            foreach (var coin in payments.Where(payment => payment.On <= day).SelectMany(payment => Enumerable.Repeat(1, payment.Amount)))
            {
                if (Array.FindIndex(open, left => left > 0) is var oldest and >= 0)
                {
                    open[oldest] -= coin;
                }
            }

            var late = Array.FindIndex(open, left => left > 0);
            var expected = late < 0 ? 0 : Math.Max(0, day.DayNumber - first.AddDays(20 * (late + 1)).DayNumber);
            Assert.True(expected == loan.DaysPastDue, $"seed {seed}, run {run}: {loan.DaysPastDue} days, expected {expected}");
            Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(open[i] * 100, loan.Ledger.Remainder(i, day).MinorUnits));
        }
    }
}
