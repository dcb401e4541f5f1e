using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A borrower's current account and savings, in minor units.</summary>
internal sealed class Purse(SimulationParameters parameters, BorrowerTraits traits, Draws draws, BankFeed feed)
{
    private readonly List<HeldPurchase> held = [];

    private readonly List<(DateOnly On, string DebitId, long Amount, string Payee)> returns = [];

    private DateOnly day;

    private bool wasOverdrawn;

    private long heldSum;

    /// <summary>Posted balance of the current account.</summary>
    public long Current { get; private set; } = traits.OpeningBalance;

    public long Savings { get; private set; } = traits.OpeningSavings;

    /// <summary>What can be spent: pending purchases are gone, the arranged overdraft is there.</summary>
    public long Available => Current - heldSum + traits.Overdraft;

    /// <summary>Without the overdraft.</summary>
    public long Own => Current - heldSum;

    /// <summary>Posts what was pending, gives back what was returned, and charges a month's fees.</summary>
    public void BeginDay(DateOnly today)
    {
        day = today;
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i].SettlesOn == today)
            {
                Settle(held[i]);
                held.RemoveAt(i--);
            }
        }

        for (var i = 0; i < returns.Count; i++)
        {
            if (returns[i].On == today)
            {
                var (_, debitId, amount, payee) = returns[i];
                returns.RemoveAt(i--);
                Current += amount;
                feed.Tell(
                    savings: false,
                    amount,
                    Current,
                    BankCategory.ReturnedDebit,
                    payee,
                    $"RETURNED DIRECT DEBIT {payee}",
                    returnsId: debitId,
                    prompt: true);
            }
        }

        wasOverdrawn |= Current < 0;
        if (today.Day == 1)
        {
            CloseMonth();
        }
    }

    public string Post(long amount, BankCategory category, string counterparty, string description, string? replacesId = null)
    {
        Current += amount;
        return feed.Tell(savings: false, amount, Current, category, counterparty, description, replacesId);
    }

    /// <summary>A direct debit: paid, or shown and given back on the next working day.</summary>
    /// <returns>Whether it was paid.</returns>
    public bool Collect(long amount, BankCategory category, string payee, string reference)
    {
        var paid = Available >= amount;
        Current -= amount;
        var id = feed.Tell(savings: false, -amount, Current, category, payee, $"DIRECT DEBIT {payee} {reference}", prompt: !paid);
        if (!paid)
        {
            returns.Add((WorkingDays.OnOrAfter(day.AddDays(1)), id, amount, payee));
            var stream = draws.On(day, Purpose.Bills, 900);
            if (stream.Chance(parameters.People.ReturnedDebitFeeShare))
            {
                Post(-stream.Pick<long>([250, 500, 1200]), BankCategory.LackOfFundsFee, "", "UNPAID TRANSACTION FEE");
            }
        }

        return paid;
    }

    /// <summary>A card purchase, pending first for some.</summary>
    public void Buy(long amount, BankCategory category, string[] shops, ref RandomStream stream)
    {
        var shop = stream.Pick(shops);
        var text = $"CARD {shop} {Names.ShortDate(day)} {stream.Pick(Names.Towns)}";
        if (!stream.Chance(parameters.Feed.PendingShare))
        {
            Post(-amount, category, shop, text);
            return;
        }

        var id = feed.Tell(savings: false, -amount, null, category, shop, text, pending: true);
        var dropped = stream.Chance(0.02);
        held.Add(new(id, amount, category, shop, text, day, day.AddDays(dropped ? 5 : stream.Whole(1, 3)), dropped));
        heldSum += amount;
    }

    /// <summary>Moves money between the own accounts; above zero to savings, below zero back.</summary>
    public void Save(long amount)
    {
        amount = Math.Max(amount, -Savings);
        if (amount == 0 || !traits.HasSavings)
        {
            return;
        }

        Savings += amount;
        var text = amount > 0 ? "TRANSFER TO SAVINGS" : "TRANSFER FROM SAVINGS";
        Post(-amount, BankCategory.Savings, "OWN SAVINGS", text);
        feed.Tell(savings: true, amount, Savings, BankCategory.Savings, "OWN CURRENT ACCOUNT", text);
    }

    private void Settle(HeldPurchase purchase)
    {
        heldSum -= purchase.Amount;
        if (purchase.Dropped)
        {
            feed.Remove(purchase.Id, -purchase.Amount, purchase.Category, purchase.Shop, purchase.Text, purchase.BoughtOn);
        }
        else
        {
            Post(-purchase.Amount, purchase.Category, purchase.Shop, purchase.Text, replacesId: purchase.Id);
        }
    }

    private void CloseMonth()
    {
        if (wasOverdrawn)
        {
            Post(-(120 + (Math.Max(0, -Current) / 40)), BankCategory.OtherFee, "", "OVERDRAFT INTEREST");
        }

        if (Savings > 1200)
        {
            var interest = Savings / 400;
            Savings += interest;
            feed.Tell(savings: true, interest, Savings, BankCategory.InterestEarned, "", "GROSS INTEREST");
        }

        wasOverdrawn = Current < 0;
    }

    private sealed record HeldPurchase(
        string Id, long Amount, BankCategory Category, string Shop, string Text, DateOnly BoughtOn, DateOnly SettlesOn, bool Dropped);
}
