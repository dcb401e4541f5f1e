namespace RiskSignals.Simulation;

/// <summary>How the due days of a loan follow one another.</summary>
/// <param name="EveryDays">Days from one to the next; 0 if they fall on a day of the month.</param>
internal readonly record struct DueDays(int EveryDays, int DayOfMonth)
{
    public DateOnly After(DateOnly dueOn) => EveryDays > 0 ? dueOn.AddDays(EveryDays) : WorkingDays.NextInMonth(dueOn, DayOfMonth);
}

/// <summary>What was agreed for a loan.</summary>
/// <param name="Principal">Amount disbursed, or drawn first.</param>
/// <param name="Schedule">Amounts due, by day; empty for a credit line.</param>
/// <param name="Limit">Of a credit line; otherwise null.</param>
/// <param name="InterestPerDay">Of a loan that may be rolled over, on the principal; otherwise 0.</param>
internal sealed record LoanTerms(
    string Product,
    DateOnly OriginatedOn,
    long Principal,
    int RateBasisPoints,
    DueDays Due,
    List<(DateOnly DueOn, long Amount)> Schedule,
    bool DirectDebit,
    long? Limit = null,
    double InterestPerDay = 0)
{
    public static LoanTerms Draw(LoansParameters loans, ProductKind kind, BorrowerTraits traits, DateOnly day, ref RandomStream stream) => kind switch
    {
        ProductKind.Instalment => DrawInstalment(loans.Instalment, traits, day, ref stream),
        ProductKind.Short => DrawShort(loans.Short, traits, day, ref stream),
        _ => DrawLine(loans.Revolving, traits, day, ref stream),
    };

    private static LoanTerms DrawInstalment(InstalmentLoanParameters terms, BorrowerTraits traits, DateOnly day, ref RandomStream stream)
    {
        var months = stream.Pick(terms.Months);
        var monthly = traits.MonthlyIncome * terms.InstalmentOfIncome.Draw(ref stream);
        var rate = stream.Whole((int)terms.RateBasisPoints.From / 10, (int)terms.RateBasisPoints.To / 10) * 10;
        var principal = (long)(monthly * months / (1 + (rate / 10_000.0 * months / 12 * 0.55)) / 5_000) * 5_000;
        principal = Math.Max(terms.LeastPrincipal, principal);
        var dueDay = stream.Chance(terms.DueAfterPaydayShare) ? 1 + ((traits.PayCycle.DayOfMonth + stream.Whole(0, 5)) % 28) : stream.Whole(1, 28);
        var product = months <= 9 ? "short_instalment" : months <= 24 ? "personal_instalment" : "long_instalment";
        var every = traits.PayCycle.Rhythm == PayRhythm.Monthly || !stream.Chance(terms.WithPayShare) ? 0 : (int)traits.PayCycle.Days;
        var due = new DueDays(every, dueDay);
        var first = every > 0 ? traits.PayCycle.NextAfter(day.AddDays(6)) : WorkingDays.NextInMonth(day.AddDays(20), dueDay);
        var number = every > 0 ? Math.Max(1, (int)(months * 30.4375 / every)) : months;
        var interest = rate / 10_000.0 * (every > 0 ? every / 365.0 : 1 / 12.0);
        return new(product, day, principal, rate, due, Level(principal, interest, number, first, due), traits.DirectDebit);
    }

    /// <summary>Due on paydays, the first 14 to 35 days away.</summary>
    private static LoanTerms DrawShort(ShortLoanParameters terms, BorrowerTraits traits, DateOnly day, ref RandomStream stream)
    {
        var number = stream.Pick(terms.Instalments);
        var principal = Math.Max(terms.LeastPrincipal, (long)(traits.MonthlyIncome * terms.OfIncome.Draw(ref stream) / 1000) * 1000);
        var first = terms.FirstDue(traits.PayCycle, day);
        var due = new DueDays(Math.Max(14, traits.PayCycle.Rhythm == PayRhythm.Monthly ? 30 : (int)traits.PayCycle.Days), 0);
        var interestPerDay = terms.DailyRateBasisPoints / 10_000;
        var days = first.DayNumber - day.DayNumber + ((number - 1) * due.EveryDays);
        var all = principal + (long)Math.Min(principal * terms.CostCap, principal * interestPerDay * days * (number + 1) / (2 * number));
        var schedule = new List<(DateOnly, long)>();
        var dueOn = first;
        for (var left = number; left > 0; left--)
        {
            schedule.Add((dueOn, all / left));
            all -= all / left;
            dueOn = due.After(dueOn);
        }

        var rate = (int)(terms.DailyRateBasisPoints * 365);
        return new("short_loan", day, principal, rate, due, schedule, traits.DirectDebit, InterestPerDay: interestPerDay);
    }

    private static LoanTerms DrawLine(RevolvingParameters terms, BorrowerTraits traits, DateOnly day, ref RandomStream stream)
    {
        var limit = Math.Max(terms.LeastLimit, (long)(traits.MonthlyIncome * terms.LimitOfIncome.Draw(ref stream) / 10_000) * 10_000);
        var first = Math.Max(500, (long)(limit * terms.FirstDrawn.Draw(ref stream)));
        var rate = stream.Whole((int)terms.RateBasisPoints.From / 10, (int)terms.RateBasisPoints.To / 10) * 10;
        return new("credit_card", day, first, rate, new DueDays(0, stream.Whole(1, 28)), [], traits.DirectDebit, limit);
    }

    /// <summary>Equal instalments but for the last, with interest on what is left.</summary>
    private static List<(DateOnly DueOn, long Amount)> Level(long principal, double interest, int number, DateOnly first, DueDays due)
    {
        var growth = 1.0;
        for (var i = 0; i < number; i++)
        {
            growth *= 1 + interest;
        }

        var instalment = (long)Math.Ceiling(principal * interest * growth / (growth - 1));
        var dueOn = first;
        var left = (double)principal;
        var schedule = new List<(DateOnly, long)>(number);
        for (var i = 1; i <= number; i++)
        {
            left *= 1 + interest;
            var amount = i < number ? instalment : Math.Clamp((long)Math.Round(left), 1, instalment);
            schedule.Add((dueOn, amount));
            left -= amount;
            dueOn = due.After(dueOn);
        }

        return schedule;
    }
}
