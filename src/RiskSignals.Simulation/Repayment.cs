using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>How money reaches a loan: collected by direct debit, or sent by a borrower who attends to it and has it.</summary>
/// <param name="contacting">Contacts with this borrower; those about a joint loan may be with the other.</param>
internal sealed class Repayment(SimulationParameters parameters, BorrowerTraits traits, Draws draws, Purse purse, Contacting contacting)
{
    private readonly RepaymentParameters habits = parameters.Repayment;

    /// <summary>Collects what is due by direct debit today, a second time after a return.</summary>
    public void Collect(SimulatedLoan loan, DateOnly day)
    {
        var pull = day == loan.PullOn;
        var retry = day == loan.RetryOn;
        if (pull)
        {
            loan.PlanNextPull(day);
        }

        if (retry)
        {
            loan.RetryOn = null;
        }

        var amount = Math.Min(loan.OpenBy(day), loan.InstalmentAmount);
        if (!loan.CollectsByDirectDebit || (!pull && !retry) || amount == 0)
        {
            return;
        }

        var stream = draws.On(day, Purpose.Repayment, loan.Number);
        amount = loan.Line?.Wanted(amount, ref stream) ?? amount;
        if (traits.Persona == Persona.Strategic && stream.Chance(0.08))
        {
            loan.CancelMandate(day, knownOn: WorkingDays.OnOrAfter(day.AddDays(2)));
            loan.PayAndReverse(
                amount, day, WorkingDays.OnOrAfter(day.AddDays(1)), WorkingDays.OnOrAfter(day.AddDays(2)), ReversalReason.MandateCancelled);
            return;
        }

        MoveMoneyIn(amount, day, ref stream);
        if (purse.Collect(amount, BankCategory.OwnLoanPayment, Names.Lender, loan.LoanId))
        {
            loan.ReturnsInRow = 0;
            loan.Pay(amount, day, PaymentMethod.DirectDebit, knownAfterDays: 0, corrected: false);
            contacting.NotePayment(loan, day, amount, knownAfterDays: 0);
            return;
        }

        loan.PayAndReverse(
            amount, day, WorkingDays.OnOrAfter(day.AddDays(1)), WorkingDays.OnOrAfter(day.AddDays(3)), ReversalReason.InsufficientFunds);
        loan.ReturnsInRow++;
        loan.RetryOn = pull ? WorkingDays.OnOrAfter(day.AddDays(habits.RetryAfterDays)) : null;
        if (loan.ReturnsInRow >= habits.ReturnsUntilMandateEnds)
        {
            loan.CancelMandate(day, knownOn: WorkingDays.OnOrAfter(day.AddDays(3)));
        }
    }

    /// <summary>What a borrower sends by card or transfer today, if anything.</summary>
    /// <param name="keeper">Keeps the loan's contacts; another's if the loan is kept under the name of the other of the household.</param>
    public void Attend(SimulatedLoan loan, DateOnly day, Household household, Contacting keeper)
    {
        var open = loan.OpenBy(loan.CollectsByDirectDebit ? day : day.AddDays(2));
        var attention = contacting.AttentionOn(day);
        var daysPastDue = loan.DaysPastDue(day);
        var waits = loan.CollectsByDirectDebit && (daysPastDue < 2 || (loan.RetryOn is not null && attention <= 0));
        if (open == 0 || waits || day <= loan.DisputedUntil)
        {
            return;
        }

        var stream = draws.On(day, Purpose.Repayment, (keeper == contacting ? 1000 : 3000) + loan.Number);
        var attends = stream.Chance(TreatmentResponse.AttendProbability(ReadinessOn(loan, day, household.DaysSinceIncome(day)), attention));
        if (keeper == contacting && loan.PromisedPayment is { } promise && promise.For <= day)
        {
            loan.PromisedPayment = null;
            attends |= stream.Chance(parameters.Personas[traits.Persona].KeepsPromise);
        }

        if (attends && AmountAtHand(loan, open, household.Claims(day), ref stream) is var amount and > 0)
        {
            if (amount == open && loan.Line is { } line)
            {
                amount = Math.Clamp(purse.Available - household.Claims(day), open, Math.Max(open, line.Wanted(open, ref stream)));
            }

            Send(loan, day, amount, ref stream, keeper);
        }
    }

    /// <summary>Pays what isn't due yet: the organised settle a loan from their savings, those with money to spare pay the next instalment.</summary>
    public void PayAhead(SimulatedLoan loan, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Repayment, 2000 + loan.Number);
        if (traits.Persona == Persona.Organised && loan.Left is var left and > 0 && purse.Savings > left + (left / 2)
            && stream.Chance(habits.EarlySettlementPerDay))
        {
            purse.Save(-left);
            Send(loan, day, left, ref stream);
        }
        else if (stream.Chance(habits.AheadPerDay * traits.Prudence) && loan.OpenBy(day) == 0
            && loan.NextAfter(day) is { } next && next.DueOn <= day.AddDays(31)
            && Math.Min(next.Amount, loan.Open) is var amount and > 0 && purse.Own > 3 * amount)
        {
            Send(loan, day, amount, ref stream);
        }
    }

    /// <summary>Puts off a short loan whose last instalment falls due today and can't be paid.</summary>
    public void RollOver(SimulatedLoan loan, DateOnly day)
    {
        var terms = parameters.Loans.Short;
        var open = loan.OpenBy(day);
        if (loan.Terms.InterestPerDay == 0 || open == 0 || open <= purse.Available || loan.Rollovers >= terms.RolloversMost
            || loan.DaysPastDue(day) > 0 || loan.NextAfter(day) is not null)
        {
            return;
        }

        var stream = draws.On(day, Purpose.Relief, loan.Number);
        if (!stream.Chance(terms.RolloverShare))
        {
            return;
        }

        var interest = loan.RollOver(day, terms.FirstDue(traits.PayCycle, day));
        if (interest > 0 && interest <= purse.Available)
        {
            Send(loan, day, interest, ref stream);
        }
    }

    private double ReadinessOn(SimulatedLoan loan, DateOnly day, int daysSinceIncome)
    {
        var daysPastDue = loan.DaysPastDue(day);
        var readiness = traits.Planted.Readiness(day, traits.Readiness, loan.CollectsByDirectDebit);
        readiness *= traits.Persona == Persona.Strategic ? daysPastDue < 18 ? 0.6 : 2.5 : 1;
        readiness *= daysPastDue > 60 ? 0.5 : 1;
        readiness *= daysSinceIncome is >= 0 and <= 3 ? 1.5 : 1;
        readiness += day <= contacting.PlanUntil ? 0.15 : 0;
        return Math.Min(0.95, readiness);
    }

    private void MoveMoneyIn(long amount, DateOnly day, ref RandomStream stream)
    {
        var missing = amount - purse.Available;
        var topUp = TreatmentResponse.AttendProbability(traits.Planted.TopUp(day, traits.TopUp), 2 * contacting.AttentionOn(day));
        if (missing <= 0 || !stream.Chance(topUp))
        {
            return;
        }

        if (purse.Savings >= missing)
        {
            purse.Save(-Math.Min(purse.Savings, ((missing / 1000) + 2) * 1000));
        }
        else if (traits.HasFamilyHelp && missing < traits.MonthlyIncome / 5 && stream.Chance(0.7))
        {
            purse.Post(((missing / 1000) + 1) * 1000, BankCategory.FamilyIn, "FAMILY", "FASTER PAYMENT FROM FAMILY");
        }
    }

    /// <summary>All that is open if there is enough, otherwise perhaps a part.</summary>
    private long AmountAtHand(SimulatedLoan loan, long open, long claims, ref RandomStream stream)
    {
        var spare = purse.Available - claims;
        if (spare < open && traits.HasSavings && purse.Savings >= open - spare)
        {
            purse.Save(-(open - spare));
            spare = open;
        }

        if (spare >= open)
        {
            return open;
        }

        if (spare >= loan.InstalmentAmount)
        {
            return spare / loan.InstalmentAmount * loan.InstalmentAmount;
        }

        var part = (long)(spare * stream.Between(0.5, 1)) / 500 * 500;
        return part >= loan.InstalmentAmount / 5 && stream.Chance(habits.PartialShare) ? part : 0;
    }

    private void Send(SimulatedLoan loan, DateOnly day, long amount, ref RandomStream stream, Contacting? keeper = null)
    {
        var byCard = stream.Chance(habits.CardShare);
        var text = byCard
            ? string.Create(CultureInfo.InvariantCulture, $"CARD {Names.Lender} {Names.ShortDate(day)}")
            : $"FASTER PAYMENT TO {Names.Lender} {loan.LoanId}";
        purse.Post(-amount, BankCategory.OwnLoanPayment, Names.Lender, text);
        var knownAfter = byCard ? stream.Whole(0, 1) : stream.Whole(0, 2);
        loan.Pay(amount, day, byCard ? PaymentMethod.Card : PaymentMethod.Transfer, knownAfter, corrected: stream.Chance(habits.CorrectedShare));
        (keeper ?? contacting).NotePayment(loan, day, amount, knownAfter);
    }
}
