using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>What a borrower buys from day to day, from the current account, in cash, or on a credit card.</summary>
internal sealed class Spending(PeopleParameters people, BorrowerTraits traits, Purse purse, CreditCard card)
{
    /// <summary>Bought at will so many times a day, on average.</summary>
    private const double PerDay = 0.52;

    private const double OnCardPerDay = 0.16;

    private readonly double[] byWeekday = [.. people.ShoppingByWeekday];

    private readonly double[] byMonth = [.. people.ShoppingByMonth];

    /// <summary>Usual spending a day at the prices of a day.</summary>
    public double UsualOn(DateOnly day) => (traits.Groceries + traits.Transport + traits.Cash + traits.Discretionary) * 12 / 365.0 * PricesOn(day);

    /// <summary>Buys what a day asks for.</summary>
    /// <param name="pace">1 for the usual, 0 if there is no money.</param>
    /// <param name="shocks">All that befell the borrower so far.</param>
    public void Buy(DateOnly day, double pace, List<Shock> shocks, ref RandomStream stream)
    {
        var prices = PricesOn(day);
        var (weekday, month) = (byWeekday[(int)day.DayOfWeek], byMonth[day.Month - 1]);
        var essential = Math.Clamp(pace, 0.55, 1.25) * prices;
        Some(day, traits.Groceries, perDay: 0.33, essential, BankCategory.Groceries, Names.Grocers, ref stream);
        var commutes = day.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday;
        Some(day, traits.Transport, perDay: commutes ? 0.26 : 0.12, essential, BankCategory.Transport, Names.Transport, ref stream);
        var perDay = PerDay * Math.Min(1.2, 0.4 + (0.6 * pace));
        if (stream.Chance(perDay * weekday))
        {
            // As many times as it is a day for it, at the usual size.
            Some(day, traits.Discretionary, perDay, pace * prices * month, BankCategory.Discretionary, Names.Shops, ref stream, isCertain: true);
        }

        BuyOnCard(day, pace, prices * month, ref stream);
        var (ill, parting, gambled) = Troubles(day, shocks);
        if (stream.Chance(parting ? 0.15 : 0.06) && pace > 0)
        {
            var cash = Math.Max(1000, (long)(traits.Cash * 12 / 365 / 0.06 * pace) / 1000 * 1000);
            if (cash <= purse.Available)
            {
                purse.Post(-cash, BankCategory.Cash, new(Way.Cash, ""));
            }
        }

        Gamble(day, pace, gambled, ref stream);
        if (stream.Chance(ill ? 0.10 : 0.012))
        {
            Some(day, 40_000, perDay: 1, 1.5, BankCategory.HealthLike, Names.Health, ref stream);
        }

        if (stream.Chance(0.012) && pace > 0.8)
        {
            purse.Post(-stream.Whole(4, 30) * 500L, BankCategory.FamilyOut, new(Way.TransferOut, traits.Relative));
        }

        purse.SpendElsewhere(purse.Elsewhere / 40);
    }

    private static (bool Ill, bool Parting, double Gambled) Troubles(DateOnly day, List<Shock> shocks)
    {
        var (ill, parting, gambled) = (false, false, 0.0);
        foreach (var shock in shocks)
        {
            ill |= shock.Kind == ShockKind.Illness && (shock.LoomsOn(day) || shock.HoldsOn(day));
            parting |= shock.Kind == ShockKind.RelationshipBreakdown && shock.LoomsOn(day);
            gambled = shock.Kind == ShockKind.GamblingEpisode && shock.HoldsOn(day) ? shock.Size : gambled;
        }

        return (ill, parting, gambled);
    }

    /// <summary>Prices rise from the borrower's first day on.</summary>
    private double PricesOn(DateOnly day) => 1 + (people.PriceGrowthPerYear * (day.DayNumber - traits.StartOn.DayNumber) / 365);

    private void BuyOnCard(DateOnly day, double pace, double season, ref RandomStream stream)
    {
        var broke = purse.Available < 2000 && stream.Chance(0.25);
        if (card.Room > 0 && stream.Chance(broke ? 0.5 : OnCardPerDay))
        {
            var amount = (long)(traits.CardMonthly * 12 / 365.0 / OnCardPerDay * Math.Max(0.6, pace) * season * stream.Factor(0.45) * 0.9);
            var (category, shops) = broke ? (BankCategory.Groceries, Names.Grocers) : (BankCategory.Discretionary, Names.Shops);
            if (amount >= 100 && amount <= card.Room)
            {
                card.Buy(amount, category, stream.Pick(shops));
            }
        }
    }

    /// <summary>Gambles as usual, or in an episode a share of a month's pay several times a week, and wins now and then.</summary>
    private void Gamble(DateOnly day, double pace, double episode, ref RandomStream stream)
    {
        if (episode > 0 && stream.Chance(0.45))
        {
            var stake = Math.Min(purse.Available, (long)(traits.MonthlyIncome * episode * stream.Factor(0.5)));
            if (stake >= 500)
            {
                purse.Buy(stake, BankCategory.Gambling, stream.Pick(Names.Gambling), ref stream);
                if (stream.Chance(0.15))
                {
                    purse.Post((long)(stake * stream.Between(0.5, 2.5)), BankCategory.Gambling, new(Way.Refund, stream.Pick(Names.Gambling)));
                }
            }
        }
        else if (traits.Gambles && stream.Chance(0.20) && pace > 0)
        {
            Some(day, traits.MonthlyIncome / 12, perDay: 1, 1 + stream.Uniform(), BankCategory.Gambling, Names.Gambling, ref stream);
        }
    }

    private void Some(
        DateOnly day,
        long monthly,
        double perDay,
        double pace,
        BankCategory category,
        string[] shops,
        ref RandomStream stream,
        bool isCertain = false)
    {
        if (!isCertain && !stream.Chance(perDay))
        {
            return;
        }

        pace *= traits.Planted.Shift(category, day);
        var amount = (long)(monthly * 12 / 365.0 / perDay * pace * stream.Factor(0.45) * 0.9);
        if (amount >= 100 && amount <= purse.Available)
        {
            purse.Buy(amount, category, stream.Pick(shops), ref stream);
        }
    }
}
