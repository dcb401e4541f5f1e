using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

/// <summary>How people live, seen in their bank transactions with the true categories.</summary>
public sealed class PeopleTests
{
    private static readonly Lazy<BankTransaction[][]> Rows = new(() =>
        [.. Portfolio.Live(Portfolio.Lender(220, months: 26, seed: 31) with { Feed = Portfolio.Parameters.Feed with { ConsentLapseShare = 0 } })
            .Select(Portfolio.TrulyPosted).Where(rows => rows.Length > 0)]);

    [Fact]
    public void Shopping_follows_the_week_and_the_year_as_stated()
    {
        var people = Portfolio.Parameters.People;
        var shopping = Rows.Value.SelectMany(rows => rows).Where(t => t.Category == BankCategory.Discretionary && t.Amount.MinorUnits > -20_000).ToArray();
        var full = shopping.Where(t => t.BookedOn >= new DateOnly(2025, 1, 1) && t.BookedOn < new DateOnly(2026, 1, 1)).ToArray();
        var december = full.Where(t => t.BookedOn.Month == 12).Sum(t => -t.Amount.MinorUnits);
        var january = full.Where(t => t.BookedOn.Month == 1).Sum(t => -t.Amount.MinorUnits);
        Assert.InRange(december / (double)january, 1.15, people.ShoppingByMonth[MonthOfYear.December] / people.ShoppingByMonth[MonthOfYear.January] * 1.2);

        // Pending purchases are booked days later: only those booked at once tell the weekday.
        var prompt = full.Where(t => t.ReplacesId is null).ToArray();
        var saturdays = prompt.Count(t => t.BookedOn.DayOfWeek == DayOfWeek.Saturday);
        var tuesdays = prompt.Count(t => t.BookedOn.DayOfWeek == DayOfWeek.Tuesday);
        Assert.InRange(saturdays / (double)tuesdays, 1.4, people.ShoppingByWeekday[DayOfWeek.Saturday] / people.ShoppingByWeekday[DayOfWeek.Tuesday] * 1.1);
    }

    [Fact]
    public void Energy_costs_more_in_winter()
    {
        var energy = Rows.Value.SelectMany(rows => rows).Where(t => t.Category == BankCategory.Energy).ToArray();
        var winter = energy.Where(t => t.BookedOn.Month is 12 or 1 or 2).Average(t => -t.Amount.MinorUnits);
        var summer = energy.Where(t => t.BookedOn.Month is 6 or 7 or 8).Average(t => -t.Amount.MinorUnits);
        Assert.InRange(winter / summer, 1.3, 1.7);
    }

    [Fact]
    public void Pay_comes_in_the_stated_rhythms()
    {
        var stated = Portfolio.Parameters.People.PayRhythms;
        var gaps = Rows.Value
            .Select(rows => rows.Where(t => t.Category is BankCategory.Salary or BankCategory.Gig or BankCategory.Pension)
                .Select(t => t.BookedOn.DayNumber).Distinct().Order().ToArray())
            .Where(days => days.Length >= 6)
            .Select(days => days.Zip(days.Skip(1), (a, b) => b - a).Order().ElementAt(days.Length / 2))
            .ToArray();
        var weekly = gaps.Count(gap => gap <= 8) / (double)gaps.Length;
        var monthly = gaps.Count(gap => gap >= 29) / (double)gaps.Length;
        Assert.InRange(weekly, stated[PayRhythm.Weekly] + stated[PayRhythm.Gig] - 0.09, stated[PayRhythm.Weekly] + stated[PayRhythm.Gig] + 0.09);
        Assert.InRange(monthly, stated[PayRhythm.Monthly] - 0.14, stated[PayRhythm.Monthly] + 0.10);
    }

    [Fact]
    public void Every_stream_of_money_that_people_have_is_there()
    {
        var present = Rows.Value.SelectMany(rows => rows).Select(t => (t.Category, In: t.Amount.MinorUnits > 0)).ToHashSet();
        Assert.Superset(
            new HashSet<(BankCategory, bool)>
            {
                (BankCategory.Salary, true), (BankCategory.Gig, true), (BankCategory.Pension, true), (BankCategory.Benefit, true),
                (BankCategory.FamilyIn, true), (BankCategory.FamilyOut, false), (BankCategory.OwnTransfer, true), (BankCategory.OwnTransfer, false),
                (BankCategory.Savings, true), (BankCategory.Savings, false), (BankCategory.InterestEarned, true), (BankCategory.Refund, true),
                (BankCategory.Housing, false), (BankCategory.Energy, false), (BankCategory.Water, false), (BankCategory.LocalTax, false),
                (BankCategory.Telecom, false), (BankCategory.Insurance, false), (BankCategory.Subscription, false), (BankCategory.Groceries, false),
                (BankCategory.Transport, false), (BankCategory.Childcare, false), (BankCategory.Discretionary, false), (BankCategory.Cash, false),
                (BankCategory.LoanPayment, false), (BankCategory.CardPayment, false), (BankCategory.CardPayment, true), (BankCategory.CashAdvance, true),
                (BankCategory.HighCostDisbursement, true), (BankCategory.HighCostPayment, false), (BankCategory.ReturnedDebit, true),
                (BankCategory.LackOfFundsFee, false), (BankCategory.OtherFee, false), (BankCategory.Gambling, false),
            },
            present);
    }

    [Fact]
    public void A_credit_card_is_billed_once_a_month_and_its_balance_is_what_was_bought_less_what_was_paid()
    {
        var cards = 0;
        foreach (var life in Portfolio.Lives)
        {
            foreach (var card in life.Facts.OfType<BankAccount>().Where(account => account.Kind == BankAccountKind.Card))
            {
                var rows = Portfolio.TrulyPosted(life);
                var received = rows.Where(t => t.BankAccountId == card.BankAccountId && t.Category == BankCategory.CardPayment).ToArray();
                foreach (var payment in received)
                {
                    Assert.True(payment.Amount.MinorUnits > 0);
                    Assert.True(payment.BalanceAfter!.Value.MinorUnits <= 0, $"{payment}");
                }

                var months = received.Select(t => (t.BookedOn.Year, t.BookedOn.Month)).Distinct().Count();
                Assert.InRange(received.Length, months, months + 2);
                cards += received.Length > 3 ? 1 : 0;
            }
        }

        Assert.True(cards >= 15, $"{cards} cards");
    }

    [Fact]
    public void Pay_and_prices_grow_over_two_years()
    {
        Assert.InRange(Growth(BankCategory.LocalTax), 1.0245, 1.0255);
        Assert.InRange(Growth(BankCategory.Salary), 1.01, 1.07);

        // The median over people of the last amount of a payee divided by the first, a year apart or more.
        static double Growth(BankCategory category)
        {
            var ratios = new List<double>();
            foreach (var rows in Rows.Value)
            {
                foreach (var payee in rows.Where(t => t.Category == category).GroupBy(t => t.Counterparty))
                {
                    var early = payee.Where(t => t.BookedOn < new DateOnly(2025, 1, 1)).Select(t => (double)t.Amount.MinorUnits).ToArray();
                    var late = payee.Where(t => t.BookedOn >= new DateOnly(2025, 5, 1)).Select(t => (double)t.Amount.MinorUnits).ToArray();
                    if (early.Length > 2 && late.Length > 2)
                    {
                        ratios.Add(late.Order().ElementAt(late.Length / 2) / early.Order().ElementAt(early.Length / 2));
                    }
                }
            }

            return ratios.Order().ElementAt(ratios.Count / 2);
        }
    }
}
