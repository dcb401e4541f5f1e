using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Mandates of those who collect bills from the current account, as a feed that is read shows them.</summary>
internal sealed class DirectDebits(FactLog log, BankFeed feed)
{
    private const int SignedDaysBefore = 10;

    private readonly List<HeldMandate> held = [];

    private int untold;

    /// <summary>A bill was collected: there is a mandate, signed some days before unless it is known already.</summary>
    public void Collected(Bill bill, int account, DateOnly day)
    {
        var last = held.FindLast(mandate => mandate.Bill == bill && mandate.CancelledOn is null);
        if (last is null || last.Account != account)
        {
            held.Add(new(log.NewId('D'), bill, account, day.AddDays(-SignedDaysBefore)));
            untold++;
        }
    }

    /// <summary>A borrower who has not got the money cancels before a bill is collected.</summary>
    public void Cancelled(Bill bill, DateOnly day)
    {
        if (held.FindLast(mandate => mandate.Bill == bill && mandate.CancelledOn is null) is { } mandate)
        {
            mandate.CancelledOn = day;
            untold += mandate.IsTold ? 1 : 0;
            mandate.IsTold = false;
        }
    }

    /// <summary>Tells what is new on the bank accounts that are read today.</summary>
    public void EndDay(DateOnly day)
    {
        for (var i = 0; untold > 0 && i < held.Count; i++)
        {
            if (!held[i].IsTold && feed.IdIfRead(held[i].Account) is { } account)
            {
                held[i].IsTold = true;
                untold--;
                log.Add(new Mandate(
                    log.BorrowerId, held[i].Id, LoanId: null, account, held[i].SignedOn, held[i].CancelledOn, Instant.At(day, hour: 22)));
            }
        }
    }
}

/// <summary>A mandate to collect a bill from a bank account.</summary>
internal sealed class HeldMandate(string id, Bill bill, int account, DateOnly signedOn)
{
    public string Id => id;

    public Bill Bill => bill;

    public int Account => account;

    public DateOnly SignedOn => signedOn;

    public DateOnly? CancelledOn { get; set; }

    /// <summary>Whether the feed has shown it as it is.</summary>
    public bool IsTold { get; set; }
}
