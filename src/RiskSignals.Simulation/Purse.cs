using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A borrower's current account, savings, and money at a bank that no feed reads, in minor units.</summary>
internal sealed class Purse(SimulationParameters parameters, BorrowerTraits traits, Draws draws, BankFeed feed)
{
    private readonly List<HeldPurchase> held = [];
    private readonly List<ReturnedDebit> returns = [];
    private DateOnly day;
    private bool wasOverdrawn;
    private long heldSum;
    private int main = BankFeed.Current;
    private int returnedToday;

    /// <summary>The move to another bank that goes on; null if none does.</summary>
    private BankMove? move;

    /// <summary>Posted balance of the bank account that is given up.</summary>
    private long oldBalance;

    /// <summary>Number of the current bank account that debits are moved to.</summary>
    public int Main => main;

    /// <summary>Posted balance of the current account.</summary>
    public long Current { get; private set; } = traits.OpeningBalance;

    public long Savings { get; private set; } = traits.OpeningSavings;

    /// <summary>Own money at a bank that no feed reads.</summary>
    public long Elsewhere { get; private set; }

    /// <summary>What can be spent: pending purchases are gone, the arranged overdraft is there.</summary>
    public long Available => Current - heldSum + traits.Overdraft;

    /// <summary>Without the overdraft, but with what waits at a bank that is being left.</summary>
    public long Own => Current - heldSum + oldBalance;

    /// <summary>Posts what was pending, gives back what was returned, charges a month's fees, and moves on with a move to another bank.</summary>
    public void BeginDay(DateOnly today)
    {
        (day, returnedToday) = (today, 0);
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i].SettlesOn == today)
            {
                var purchase = held[i];
                held.RemoveAt(i--);
                Settle(purchase);
            }
        }

        for (var i = 0; i < returns.Count; i++)
        {
            if (returns[i].On == today)
            {
                var back = returns[i];
                returns.RemoveAt(i--);
                var wording = new Wording(Way.Returned, back.Payee);
                Move(back.Account, back.Amount, BankCategory.ReturnedDebit, wording, returnsId: back.DebitId, prompt: true);
            }
        }

        wasOverdrawn |= Current < 0;
        if (today.Day == 1)
        {
            CloseMonth();
        }

        ChangeBanks();
    }

    /// <summary>Money in or out of the current account.</summary>
    public void Post(long amount, BankCategory category, in Wording wording) => Move(main, amount, category, wording);

    /// <summary>The same with a text as it is to be read.</summary>
    public void Post(long amount, BankCategory category, string counterparty, string description) =>
        Move(main, amount, category, Wording.Plainly(description, counterparty));

    /// <summary>Pay and benefits come in where the payer was told to send them.</summary>
    public void Receive(long amount, BankCategory category, in Wording wording) =>
        Move(move is { } changing && day < changing.PayMovesOn ? changing.From : main, amount, category, wording);

    /// <summary>Own money comes in at a bank that no feed reads.</summary>
    public void ReceiveElsewhere(long amount) => Elsewhere += amount;

    /// <summary>Spends own money at a bank that no feed reads.</summary>
    public void SpendElsewhere(long amount) => Elsewhere -= Math.Min(Elsewhere, amount);

    /// <summary>A direct debit: paid, or shown and given back on the next working day.</summary>
    /// <returns>Whether it was paid.</returns>
    public bool Collect(long amount, BankCategory category, string payee, string reference) =>
        Collect(amount, category, new Wording(Way.DirectDebit, payee, reference));

    public bool Collect(long amount, BankCategory category, in Wording wording)
    {
        var account = move is { } changing && day < changing.DebitMovesOn(wording.Payee) ? changing.From : main;
        var paid = account == main ? Available >= amount : oldBalance >= amount;
        var id = Move(account, -amount, category, wording, prompt: !paid);
        if (!paid)
        {
            returns.Add(new(WorkingDays.OnOrAfter(day.AddDays(1)), account, id, amount, wording.Payee));
            var stream = draws.On(day, Purpose.Bills, 1000 + returnedToday++);
            if (stream.Chance(parameters.People.ReturnedDebitFeeShare))
            {
                Post(-stream.Pick<long>([250, 500, 1200]), BankCategory.LackOfFundsFee, Wording.Plainly("UNPAID TRANSACTION FEE"));
            }
        }

        return paid;
    }

    /// <summary>A card purchase, pending first for some.</summary>
    public void Buy(long amount, BankCategory category, string shop, ref RandomStream stream)
    {
        var wording = new Wording(Way.CardPurchase, shop);
        if (!stream.Chance(parameters.Feed.PendingShare))
        {
            Post(-amount, category, wording);
            return;
        }

        var heldAmount = stream.Chance(parameters.Feed.PendingDiffersShare) ? stream.Chance(0.5) ? 100 : amount * 9 / 10 : amount;
        var dropped = stream.Chance(0.02);
        var id = feed.Tell(main, -heldAmount, null, category, wording, pending: true);
        var settlesOn = day.AddDays(dropped ? 5 : stream.Whole(1, 3));
        held.Add(new(main, id, amount, category, wording, settlesOn, dropped, stream.Chance(parameters.Feed.UnlinkedShare)));
        heldSum += amount;
    }

    /// <summary>Moves money between the own bank accounts; above zero to savings, below zero back.</summary>
    public void Save(long amount)
    {
        amount = Math.Max(amount, -Savings);
        if (amount == 0 || !traits.HasSavings)
        {
            return;
        }

        Savings += amount;
        Post(-amount, BankCategory.Savings, new(amount > 0 ? Way.TransferOut : Way.TransferIn, "OWN SAVINGS", "SAVER"));
        var other = new Wording(amount > 0 ? Way.TransferIn : Way.TransferOut, "OWN CURRENT ACCOUNT");
        feed.Tell(BankFeed.Savings, amount, Savings, BankCategory.Savings, other);
    }

    /// <summary>Moves own money to or, below zero, from a bank that no feed reads.</summary>
    public void SendElsewhere(long amount)
    {
        amount = Math.Max(amount, -Elsewhere);
        if (amount != 0)
        {
            Elsewhere += amount;
            Post(-amount, BankCategory.OwnTransfer, new(amount > 0 ? Way.TransferOut : Way.TransferIn, traits.Name, "OWN ACCOUNT"));
        }
    }

    private string? Move(
        int account,
        long amount,
        BankCategory category,
        in Wording wording,
        string? replacesId = null,
        string? returnsId = null,
        bool prompt = false)
    {
        var isOld = move is { } changing && account == changing.From;
        if (account != main && !isOld)
        {
            // The old bank account was closed meanwhile: its bank passes the money on.
            account = main;
        }

        if (isOld)
        {
            oldBalance += amount;
        }
        else
        {
            Current += amount;
        }

        return feed.Tell(account, amount, isOld ? oldBalance : Current, category, wording, replacesId, returnsId, prompt: prompt);
    }

    private void Settle(in HeldPurchase purchase)
    {
        if (purchase.Account == main)
        {
            heldSum -= purchase.Amount;
        }

        if (purchase.Dropped)
        {
            if (purchase.PendingId is { } gone)
            {
                feed.Remove(gone);
            }

            return;
        }

        var replaces = purchase.Unlinked ? null : purchase.PendingId;
        var posted = Move(purchase.Account, -purchase.Amount, purchase.Category, purchase.Wording, replaces);
        if (purchase.Unlinked && purchase.PendingId is { } pending)
        {
            feed.Remove(pending);
            if (posted is not null)
            {
                feed.NoteUnlinked(posted, pending);
            }
        }
    }

    private void ChangeBanks()
    {
        if (move is not { } changing)
        {
            var stream = draws.On(day, Purpose.BankAccounts);
            if (stream.Chance(parameters.Feed.SwitchesPerYear / 365) && Current - heldSum > 5000)
            {
                var closesOn = day.AddDays(stream.Whole(25, 60));
                var payMovesOn = day.AddDays(stream.Whole(5, 24));
                move = new(day, main, payMovesOn, closesOn, stream.Chance(parameters.Feed.SwitchServiceShare));
                main = feed.MoveCurrent(main, closesOn);
                (oldBalance, Current) = (Current, 0);
                BringOver((oldBalance - heldSum) * 6 / 10);
                heldSum = 0;
            }

            return;
        }

        if (day == changing.ClosesOn)
        {
            BringOver(oldBalance);
            feed.Close(changing.From);
            move = null;
        }
        else if (oldBalance > 20_000 && day.DayOfWeek == DayOfWeek.Friday)
        {
            BringOver(oldBalance * 8 / 10);
        }
    }

    /// <summary>Moves money from the old bank to the new one; below zero, pays off what the old one is owed.</summary>
    private void BringOver(long amount)
    {
        if (amount != 0)
        {
            var wording = new Wording(amount > 0 ? Way.TransferOut : Way.TransferIn, traits.Name, "NEW ACCOUNT");
            Move(move!.From, -amount, BankCategory.OwnTransfer, wording);
            Move(main, amount, BankCategory.OwnTransfer, wording with { Way = amount > 0 ? Way.TransferIn : Way.TransferOut });
        }
    }

    private void CloseMonth()
    {
        if (wasOverdrawn)
        {
            Post(-(120 + (Math.Max(0, -Current) / 40)), BankCategory.OtherFee, Wording.Plainly("OVERDRAFT INTEREST"));
        }

        if (Savings > 1200)
        {
            var interest = Savings / 400;
            Savings += interest;
            feed.Tell(BankFeed.Savings, interest, Savings, BankCategory.InterestEarned, Wording.Plainly("GROSS INTEREST"));
        }

        wasOverdrawn = Current < 0;
    }

    private readonly record struct HeldPurchase(
        int Account, string? PendingId, long Amount, BankCategory Category, Wording Wording, DateOnly SettlesOn, bool Dropped, bool Unlinked);

    private readonly record struct ReturnedDebit(DateOnly On, int Account, string? DebitId, long Amount, string Payee);
}
