using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Pay and benefits, as shocks leave them.</summary>
internal sealed class Earnings(BorrowerTraits traits, Draws draws, Purse purse)
{
    private string employer = traits.Employer;

    private readonly string payReference = PayReference(traits, draws);

    private double payFactor = 1;

    private DateOnly expectedOn = traits.PayCycle.NextAfter(traits.StartOn.AddDays(-1));

    /// <summary>Day on which pay last came in; null if it hasn't yet.</summary>
    public DateOnly? LastOn { get; private set; }

    /// <summary>Takes what comes in on a day.</summary>
    public void Receive(DateOnly day, List<Shock> shocks)
    {
        EarnPay(day, shocks);
        EarnBenefit(day, shocks);
    }

    /// <summary>Another employer from now on, at a factor of the first pay; those who live on gigs keep theirs.</summary>
    public void ChangeEmployer(string next, double factor)
    {
        employer = traits.PayCycle.Rhythm == PayRhythm.Gig ? employer : next;
        payFactor = factor;
    }

    private static string PayReference(BorrowerTraits traits, Draws draws)
    {
        var stream = draws.Fixed(Purpose.Income);
        return stream.Whole(0, 3) switch
        {
            0 => "SALARY",
            1 => $"PAYROLL {Names.Number(ref stream)}",
            2 => $"{traits.Name} WAGES",
            _ => Names.Number(ref stream),
        };
    }

    private void EarnPay(DateOnly day, List<Shock> shocks)
    {
        var stream = draws.On(expectedOn, Purpose.Income);
        var late = stream.Chance(0.035) ? stream.Chance(0.7) ? 1 : stream.Whole(2, 5) : 0;
        if (WorkingDays.OnOrAfter(expectedOn.AddDays(late)) > day)
        {
            return;
        }

        var gig = traits.PayCycle.Rhythm == PayRhythm.Gig;
        var deviation = gig ? 0.32 : traits.PayCycle.Rhythm is PayRhythm.Weekly or PayRhythm.Fortnightly ? 0.08 : 0.015;
        var share = payFactor * traits.Planted.Shift(BankCategory.Salary, expectedOn) * (1 + (deviation * Math.Clamp(stream.Normal(), -2.5, 2.5)));
        foreach (var shock in shocks)
        {
            share *= shock.HoldsOn(expectedOn) ? shock.Size : 1;
        }

        share *= gig && stream.Chance(0.10) ? 0 : 1;
        var amount = (long)(traits.MonthlyIncome * traits.PayCycle.Days / (365.25 / 12) * share);
        if (amount > 500)
        {
            purse.Receive(
                amount,
                gig ? BankCategory.Gig : BankCategory.Salary,
                new(Way.BankCredit, employer, gig ? "PAYOUT" : payReference, traits.LooksLikeOtherPay ? BankCategory.OtherIncome : null));
            LastOn = day;
        }

        expectedOn = traits.PayCycle.NextAfter(expectedOn);
    }

    private void EarnBenefit(DateOnly day, List<Shock> shocks)
    {
        if (traits.BenefitMonthly > 0 && day == WorkingDays.OnOrBefore(WorkingDays.InMonth(day.Year, day.Month, 12)))
        {
            purse.Receive(traits.BenefitMonthly, BankCategory.Benefit, new(Way.BankCredit, "DEPT FOR BENEFITS", "FAMILY CREDIT"));
        }

        // The first payment takes five weeks, then it comes monthly.
        foreach (var shock in shocks)
        {
            var days = day.DayNumber - shock.StartsOn.DayNumber;
            if (shock.Kind == ShockKind.JobLoss && days >= 35 && (days - 35) % 30 == 0 && shock.HoldsOn(day))
            {
                purse.Receive(
                    (long)Math.Min(130_000, 0.42 * traits.MonthlyIncome),
                    BankCategory.Benefit,
                    new(Way.BankCredit, "DEPT FOR BENEFITS", "JOBSEEKER"));
            }
        }
    }
}
