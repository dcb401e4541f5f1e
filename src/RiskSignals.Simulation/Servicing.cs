using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>What the lender does about a loan besides collecting: its contacts, relief, and in the end the write-off.</summary>
internal sealed class Servicing
{
    private readonly RepaymentParameters habits;
    private readonly BorrowerTraits traits;
    private readonly Draws draws;
    private readonly FactLog log;
    private readonly Contacting contacting;
    private readonly Household household;
    private readonly List<(DateOnly On, BorrowerFlagKind Kind)> rights = [];

    /// <summary>Last day of a breathing space, which holds for all loans.</summary>
    private DateOnly stayedUntil = DateOnly.MinValue;

    public Servicing(
        RepaymentParameters habits, BorrowerTraits traits, Draws draws, FactLog log, Contacting contacting, Household household)
    {
        (this.habits, this.traits, this.draws, this.log, this.contacting, this.household) = (habits, traits, draws, log, contacting, household);
        var stream = draws.Fixed(Purpose.Support);
        Maybe(BorrowerFlagKind.Vulnerable, traits.Persona == Persona.Vulnerable ? 0.6 : 0.01, ref stream);
        Maybe(BorrowerFlagKind.OptOutSms, 0.02, ref stream);
        Maybe(BorrowerFlagKind.OptOutEmail, 0.03, ref stream);
        Maybe(BorrowerFlagKind.OptOutCall, 0.02, ref stream);
        Maybe(BorrowerFlagKind.CeaseContact, 0.004, ref stream);
        Maybe(BorrowerFlagKind.Represented, 0.003, ref stream);
    }

    /// <summary>Looks after one open loan at the end of a day.</summary>
    public void Service(SimulatedLoan loan, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Support, loan.Number);
        var daysPastDue = loan.DaysPastDue(day);
        if (stream.Chance(habits.DisputesPerYear / 365))
        {
            loan.DisputedUntil = day.AddDays(stream.Whole(15, 50));
            Flag(BorrowerFlagKind.Dispute, loan.LoanId, day, loan.DisputedUntil);
        }

        if (day <= stayedUntil || day <= loan.PausedUntil || day <= loan.DisputedUntil)
        {
            return;
        }

        if (loan.Line is null && day > loan.OriginatedOn.AddDays(60) && draws.On(day, Purpose.Relief, 100 + loan.Number) is var relief
            && relief.Chance((daysPastDue > 0 ? habits.LatePausesPerYear : habits.PausesPerYear) / 365))
        {
            Pause(loan, day, ref relief);
            return;
        }

        if (daysPastDue == 0)
        {
            if (loan.IsMonthly && day > loan.OriginatedOn.AddDays(60) && stream.Chance(habits.DueDayMovesPerYear / 365))
            {
                loan.MoveDueDay(day, stream.Whole(1, 28));
            }

            return;
        }

        if (daysPastDue == Planting.LeaksOnDayPastDue)
        {
            traits.Planted.Leak(loan, day, log);
        }

        contacting.Practise(loan, day);
        var tight = traits.Persona is Persona.Stretched or Persona.Shocked or Persona.Vulnerable or Persona.OverCommitted
            && !traits.Planted.Withholds(day);
        if (daysPastDue == 35 && tight && stream.Chance(habits.HardshipShare))
        {
            Flag(BorrowerFlagKind.Hardship, loanId: null, day, day.AddDays(90));
        }
        else if (daysPastDue == 45 && tight && stream.Chance(habits.MoratoriumShare))
        {
            Stay(loan, day);
        }
        else if (daysPastDue == 62 && tight && stream.Chance(habits.RestructureShare))
        {
            loan.Reschedule(day, ScheduleReason.Restructured, halveNext: true);
            loan.Tell(LoanEventKind.Restructured, day, null, Instant.At(day, hour: 19));
        }
        else if (daysPastDue >= habits.WriteOffFromDays && stream.Chance(habits.WriteOffPerDay))
        {
            var left = loan.Left;
            loan.End(stream.Chance(habits.SoldShare) ? LoanEventKind.Sold : LoanEventKind.WrittenOff, day, Instant.At(day, hour: 20));
            household.OweCollector(loan.Number, day, left);
        }
    }

    /// <summary>Records the rights that the borrower uses today.</summary>
    public void EndDay(DateOnly day)
    {
        foreach (var (on, kind) in rights)
        {
            if (on != day)
            {
                continue;
            }

            if (kind is BorrowerFlagKind.Vulnerable or BorrowerFlagKind.Represented)
            {
                Flag(kind, loanId: null, day, endsOn: null);
            }
            else
            {
                contacting.OptOut(kind, day);
            }
        }
    }

    private void Maybe(BorrowerFlagKind kind, double share, ref RandomStream stream)
    {
        var on = traits.FirstLoanOn.AddDays(stream.Whole(5, 400));
        if (stream.Chance(share))
        {
            rights.Add((on, kind));
        }
    }

    /// <summary>Breathing space: 60 days without demands, the schedule put off by two months.</summary>
    private void Stay(SimulatedLoan loan, DateOnly day)
    {
        stayedUntil = day.AddDays(59);
        Flag(BorrowerFlagKind.Moratorium, loanId: null, day, stayedUntil);
        loan.Tell(LoanEventKind.Moratorium, day, stayedUntil, Instant.At(day, hour: 19));
        loan.PutOff(day, months: 2, knownOn: day);
    }

    /// <summary>A payment holiday of one to three months; some are agreed after they began and are put down with their first day.</summary>
    private void Pause(SimulatedLoan loan, DateOnly day, ref RandomStream stream)
    {
        var months = stream.Whole(1, 3);
        var startsOn = stream.Chance(habits.BackdatedShare) ? day.AddDays(-stream.Whole(5, 40)) : day;
        loan.PausedUntil = startsOn.AddMonths(months).AddDays(-1);
        loan.Tell(LoanEventKind.Moratorium, startsOn, loan.PausedUntil, Instant.At(day, hour: 19));
        loan.PutOff(startsOn, months, knownOn: day);
    }

    private void Flag(BorrowerFlagKind kind, string? loanId, DateOnly day, DateOnly? endsOn) =>
        log.Add(new BorrowerFlag(log.BorrowerId, log.NewId('F'), kind, loanId, day, endsOn, Instant.At(day, hour: 18)));
}
