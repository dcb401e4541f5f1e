using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Pay, benefits and a partner's share of the bills, as shocks leave them.</summary>
internal sealed class Earnings(SimulationParameters parameters, BorrowerTraits traits, Draws draws, Purse purse)
{
    private readonly string payReference = PayReference(traits, draws);

    private string employer = traits.Employer;

    private double payFactor = 1;

    private int reviewedYear = traits.StartOn.Year;

    private bool isAlone;

    /// <summary>First day at another employer after a job was lost.</summary>
    private DateOnly? startsAgainOn;

    /// <summary>Pay that went to another bank, and the day on which it is fetched from there.</summary>
    private (DateOnly On, long Amount) fetched = (DateOnly.MaxValue, 0);

    private DateOnly expectedOn = traits.PayCycle.NextAfter(traits.StartOn.AddDays(-1));

    /// <summary>Day on which pay last came in; null if it hasn't yet.</summary>
    public DateOnly? LastOn { get; private set; }

    /// <summary>What came in then.</summary>
    public long LastAmount { get; private set; }

    private bool IsGig => traits.PayCycle.Rhythm == PayRhythm.Gig;

    /// <summary>Takes what comes in on a day.</summary>
    public void Receive(DateOnly day, List<Shock> shocks)
    {
        if (day >= expectedOn)
        {
            EarnPay(day, shocks);
        }

        if (day == fetched.On)
        {
            purse.SendElsewhere(-fetched.Amount);
        }

        EarnBenefit(day, shocks);
        if (traits.PartnerMonthly > 0 && !isAlone && day.Day == traits.PartnerPaysOn)
        {
            purse.Post(traits.PartnerMonthly, BankCategory.FamilyIn, new(Way.TransferIn, traits.Partner, "BILLS"));
        }
    }

    /// <summary>Another employer from now on, at a factor of the pay so far; those who live on gigs keep theirs.</summary>
    public void ChangeEmployer(string next, double factor)
    {
        employer = IsGig ? employer : next;
        payFactor *= factor;
    }

    /// <summary>Pays from another employer once a lost job is made up for.</summary>
    public void StartAgain(DateOnly day) => startsAgainOn = day;

    /// <summary>The partner pays no more.</summary>
    public void LosePartner() => isAlone = true;

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
        var (share, elsewhere) = (1.0, false);
        foreach (var shock in shocks)
        {
            share *= shock.PayLeftOn(expectedOn);
            late += shock.Kind == ShockKind.LateEmployer && shock.HoldsOn(expectedOn) ? (int)shock.Size : 0;
            elsewhere |= shock.Kind == ShockKind.PayElsewhere && shock.HoldsOn(expectedOn);
        }

        if (WorkingDays.OnOrAfter(expectedOn.AddDays(late)) > day)
        {
            return;
        }

        Review();
        var deviation = IsGig ? 0.32 : traits.PayCycle.Rhythm is PayRhythm.Weekly or PayRhythm.Fortnightly ? 0.08 : 0.015;
        share *= payFactor * traits.Planted.Shift(BankCategory.Salary, expectedOn) * (1 + (deviation * Math.Clamp(stream.Normal(), -2.5, 2.5)));
        share *= IsGig && stream.Chance(0.10) ? 0 : 1;
        share *= expectedOn.Month == traits.BonusMonth ? 1 + traits.BonusShare : 1;
        var amount = (long)(traits.MonthlyIncome * traits.PayCycle.Days / (365.25 / 12) * share);
        if (amount > 500)
        {
            Take(day, amount, elsewhere, ref stream);
        }

        expectedOn = traits.PayCycle.NextAfter(expectedOn);
    }

    private void Take(DateOnly day, long amount, bool elsewhere, ref RandomStream stream)
    {
        (LastOn, LastAmount) = (day, amount);
        if (elsewhere)
        {
            purse.ReceiveElsewhere(amount);
            fetched = (day.AddDays(stream.Whole(1, 3)), amount * 95 / 100);
            return;
        }

        var (category, text) = traits.IsRetired ? (BankCategory.Pension, "PENSION")
            : IsGig ? (BankCategory.Gig, "PAYOUT")
            : (BankCategory.Salary, payReference);
        purse.Receive(amount, category, new(Way.BankCredit, employer, text, traits.LooksLikeOtherPay ? BankCategory.OtherIncome : null));
    }

    /// <summary>Pay grows once a year, in April; less in a recession. After a lost job it comes from somebody else.</summary>
    private void Review()
    {
        if (expectedOn >= startsAgainOn)
        {
            var stream = draws.On(startsAgainOn.Value, Purpose.Income, 1);
            ChangeEmployer(Names.Employer(ref stream), stream.Between(0.88, 1.04));
            startsAgainOn = null;
        }

        if (expectedOn.Month >= 4 && expectedOn.Year > reviewedYear)
        {
            reviewedYear = expectedOn.Year;
            var lost = parameters.Shocks.Recession is { } recession ? recession.DepthOn(expectedOn) * recession.PayGrowthLost : 0;
            payFactor *= 1 + parameters.People.PayGrowthPerYear - lost;
        }
    }

    private void EarnBenefit(DateOnly day, List<Shock> shocks)
    {
        if (traits.BenefitMonthly > 0 && day.Day is > 8 and <= 12 && day == WorkingDays.OnOrBefore(WorkingDays.InMonth(day.Year, day.Month, 12)))
        {
            purse.Receive(traits.BenefitMonthly, BankCategory.Benefit, new(Way.BankCredit, "DEPT FOR BENEFITS", "FAMILY CREDIT"));
        }

        // The first payment takes five weeks, then it comes monthly.
        foreach (var shock in shocks)
        {
            var days = day.DayNumber - shock.BitesOn.DayNumber;
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
