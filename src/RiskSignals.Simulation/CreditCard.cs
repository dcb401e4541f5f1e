using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A credit card of another lender, in minor units: bought with, billed once a month, paid in full or in part from the current account.</summary>
internal sealed class CreditCard(BorrowerTraits traits, Draws draws, Purse purse, BankFeed feed)
{
    private const double RatePerMonth = 0.019;

    private const long LateFee = 1200;

    /// <summary>Owed.</summary>
    private long balance = traits.CardOpening;

    private long statement;

    private bool carries = !traits.PaysCardInFull;

    private bool isRetried;

    private DateOnly dueOn = DateOnly.MaxValue;

    /// <summary>What can still be bought.</summary>
    public long Room => traits.HasCard ? traits.CardLimit - balance : 0;

    /// <summary>To be paid before a day.</summary>
    public long DueBefore(DateOnly day) => dueOn < day ? AmountDue() : 0;

    /// <summary>Bills and collects.</summary>
    public void BeginDay(DateOnly day)
    {
        if (!traits.HasCard)
        {
            return;
        }

        if (day.Day == traits.CardStatementDay)
        {
            Bill(day);
        }

        if (day >= dueOn)
        {
            Pay(day);
        }
    }

    public void Buy(long amount, BankCategory category, string shop)
    {
        balance += amount;
        feed.Tell(BankFeed.Card, -amount, -balance, category, new(Way.CardPurchase, shop));
    }

    /// <summary>Draws cash on the card into the current account.</summary>
    public void Advance(long amount)
    {
        balance += amount;
        feed.Tell(BankFeed.Card, -amount, -balance, BankCategory.CashAdvance, Wording.Plainly("MONEY TRANSFER", traits.CardName));
        purse.Post(amount, BankCategory.CashAdvance, new(Way.TransferIn, traits.CardName, "MONEY TRANSFER"));
        Charge(amount / 25, "MONEY TRANSFER FEE");
    }

    private void Bill(DateOnly day)
    {
        if (carries && (long)(balance * RatePerMonth) is > 0 and var interest)
        {
            Charge(interest, "INTEREST");
        }

        (statement, isRetried) = (balance, false);
        if (statement > 0)
        {
            feed.TellStatement(MinimumDue());
        }

        dueOn = statement > 0 ? WorkingDays.OnOrAfter(day.AddDays(24)) : DateOnly.MaxValue;
    }

    private void Pay(DateOnly day)
    {
        var amount = AmountDue();
        dueOn = DateOnly.MaxValue;
        if (amount <= 0)
        {
            return;
        }

        if (purse.Collect(amount, BankCategory.CardPayment, new(Way.DirectDebit, traits.CardName, traits.CardNumber)))
        {
            balance -= amount;
            carries = amount < statement;
            feed.Tell(BankFeed.Card, amount, -balance, BankCategory.CardPayment, Wording.Plainly("PAYMENT RECEIVED THANK YOU", traits.CardName));
            return;
        }

        carries = true;
        Charge(LateFee, "LATE PAYMENT FEE");
        if (!isRetried && draws.On(day, Purpose.Card).Chance(0.6))
        {
            (isRetried, dueOn) = (true, WorkingDays.OnOrAfter(day.AddDays(7)));
        }
    }

    private long AmountDue() => Math.Min(statement, traits.PaysCardInFull ? statement : Math.Max(traits.CardPayment, MinimumDue()));

    private long MinimumDue() => Math.Min(statement, Math.Max(500, statement / 33));

    private void Charge(long amount, string text)
    {
        balance += amount;
        feed.Tell(BankFeed.Card, -amount, -balance, BankCategory.OtherFee, Wording.Plainly(text, traits.CardName));
    }
}
