using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>How often a borrower looks at a loan in the lender's portal: about when something is due, and at first when it is overdue.</summary>
internal sealed class PortalVisits(Draws draws, FactLog log)
{
    private const double NeverShare = 0.3;

    private readonly double perDay = draws.Fixed(Purpose.Portal) is var stream && !stream.Chance(NeverShare) ? stream.Between(0.005, 0.06) : 0;

    public void EndDay(SimulatedLoan loan, DateOnly day)
    {
        if (perDay == 0)
        {
            return;
        }

        var stream = draws.On(day, Purpose.Portal);
        var daysPastDue = loan.DaysPastDue(day);
        var interest = daysPastDue > 30 ? 0.3 : daysPastDue > 0 ? 2.5 : loan.NextAfter(day) is { } next && next.DueOn <= day.AddDays(3) ? 3 : 1;
        if (stream.Chance(perDay * interest))
        {
            var at = Instant.At(day, stream.Whole(7, 22), minute: stream.Whole(0, 59));
            log.Add(new Contact(
                log.BorrowerId, log.NewId('V'), loan.LoanId, ContactChannel.Portal, Inbound: true, ContactResult.Replied, at, null, at));
        }
    }
}
