using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The drawn balance of a credit card, its charges, and its monthly statements.</summary>
internal sealed class CreditLine(RevolvingParameters terms, BorrowerTraits traits, Draws draws, FactLog log, SimulatedLoan loan, LoanTerms agreed)
{
    private const double RateChangesPerYear = 0.5;

    private readonly bool paysInFull = draws.Fixed(Purpose.CreditLine, loan.Number).Chance(terms.PaysInFull[traits.Persona]);

    private long charged;

    private long statementBalance;

    private long paidByStatement;

    private bool carries;

    private double daySum;

    private int rate = agreed.RateBasisPoints;

    /// <summary>What is owed now.</summary>
    public long Balance => charged - loan.Paid;

    public long Limit => agreed.Limit!.Value;

    /// <summary>What the borrower means to pay of the last statement: all of it, or the minimum and sometimes more.</summary>
    public long Wanted(long open, ref RandomStream stream)
    {
        var left = Math.Max(open, statementBalance - (loan.Paid - paidByStatement));
        var wanted = paysInFull ? left : stream.Chance(0.3) ? Math.Min(left, open * stream.Whole(2, 4)) : open;
        return Math.Min(Balance, wanted);
    }

    /// <summary>Draws on the card today, and closes the month on the day of the statement.</summary>
    public void Use(DateOnly day, Purse purse)
    {
        daySum += Balance;
        if (loan.DaysPastDue(day) < 30)
        {
            var stream = draws.On(day, Purpose.CreditLine, loan.Number);
            Buy(day, ref stream);
            Borrow(day, purse, ref stream);
        }

        if (day.Day == agreed.Due.DayOfMonth && day > loan.OriginatedOn)
        {
            CloseMonth(day);
        }
    }

    public void Charge(LoanChargeKind kind, long amount, DateOnly day, int knownAfterDays = 0)
    {
        charged += amount;
        log.Add(new LoanCharge(
            log.BorrowerId, log.NewId('X'), loan.LoanId, kind, new Money(amount), day, Instant.At(day.AddDays(knownAfterDays), hour: 17)));
    }

    private void Buy(DateOnly day, ref RandomStream stream)
    {
        const double PerDay = 0.35;
        if (!stream.Chance(PerDay))
        {
            return;
        }

        var amount = Math.Max(100, (long)(traits.MonthlyIncome * terms.SpentOfIncome[traits.Persona] * 12 / 365 / PerDay * stream.Factor(0.6) * 0.83));
        if (Balance + amount <= Limit || stream.Chance(terms.OverLimitShare))
        {
            Charge(LoanChargeKind.Purchase, amount, day, knownAfterDays: stream.Whole(0, 2));
        }
    }

    private void Borrow(DateOnly day, Purse purse, ref RandomStream stream)
    {
        var room = Limit - Balance;
        if (purse.Available < traits.MonthlyIncome / 20 && stream.Chance(terms.CashAdvancePerDay) && room >= 5_000)
        {
            var amount = Math.Min(room / 1_000 * 1_000, stream.Whole(2, 15) * 2_000L);
            Charge(LoanChargeKind.CashAdvance, amount, day);
            purse.Post(amount, BankCategory.CashAdvance, Names.Lender, $"CARD CASH ADVANCE {Names.Lender}");
        }
    }

    /// <summary>Interest on what was carried over, fees, and a new minimum payment.</summary>
    private void CloseMonth(DateOnly day)
    {
        var extra = 0L;
        if (carries || loan.Paid - paidByStatement < statementBalance)
        {
            extra += Add(LoanChargeKind.Interest, (long)(daySum * rate / 10_000 / 365));
        }

        carries = loan.Paid - paidByStatement < statementBalance;
        extra += Add(LoanChargeKind.Fee, loan.DaysPastDue(day) > 0 ? terms.Fee : 0);
        extra += Add(LoanChargeKind.Fee, Balance > Limit ? terms.Fee : 0);
        (daySum, statementBalance, paidByStatement) = (0, Balance, loan.Paid);
        if (Balance > 0)
        {
            var minimum = Math.Max(terms.MinimumLeast, (long)(Balance * terms.MinimumShare) + extra);
            loan.AddStatement(day, Math.Min(Balance - loan.Open, minimum), day.AddDays(terms.DueAfterDays));
        }

        var stream = draws.On(day, Purpose.Rates, loan.Number);
        if (stream.Chance(RateChangesPerYear / 12))
        {
            rate = Math.Max(100, rate + stream.Pick<int>([-50, 25, 50, 100, 150]));
            loan.ChangeRate(rate, day);
        }

        long Add(LoanChargeKind kind, long amount)
        {
            if (amount > 0)
            {
                Charge(kind, amount, day);
            }

            return Math.Max(0, amount);
        }
    }
}
