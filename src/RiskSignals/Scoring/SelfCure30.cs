using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>
/// SELFCURE30@1: a loan past due cures within 30 days with no treatment. Treatment is a contact begun by the lender, and an arrangement a
/// promise, a new schedule of the borrower's asking, or a change of the loan's state. A letter that no decision asked for is a statutory
/// notice and no treatment; a collection tried again leaves no fact at all.
/// </summary>
internal static class SelfCure30
{
    public const int HorizonDays = 30;

    /// <summary>Whole days after a due date before an unpaid instalment counts as missed; the cure holds if the next one isn't.</summary>
    public const int GraceDays = 7;

    /// <summary>Days for late and reversed payments to become known.</summary>
    public const int LagDays = 10;

    /// <summary>Most days from a cure to the next instalment of a monthly schedule; where it is longer, the row matures later.</summary>
    private const int HoldDays = 31;

    /// <summary>The longest days past due of a loan that can still cure by itself.</summary>
    private const int DaysPastDueMax = 89;

    public const int DaysToMaturity = HorizonDays + HoldDays + GraceDays + LagDays;

    public static string? Excludes(BorrowerHistory history, LoanHistory loan)
    {
        var daysPastDue = loan.DaysPastDue;
        if (daysPastDue is < 1 or > DaysPastDueMax)
        {
            return daysPastDue < 1 ? "current" : "too_late";
        }

        return FirstTreatment(history, loan, SpellBegan(loan), loan.AsOf) is null ? null : "treated";
    }

    public static Label Judge(BorrowerFile file, string loanId, DateOnly asOf, DateOnly knownBy)
    {
        var last = asOf.AddDays(HorizonDays);
        var seen = file.Look(last.AddDays(LagDays));
        var loan = seen.Loan(loanId)!;
        var cured = FirstCure(loan, asOf, last);
        var treated = FirstTreatment(seen, loan, asOf.AddDays(1), last);
        foreach (var (day, state) in Population.Ends(seen, loan, asOf, last))
        {
            if (state is "restructured" or "re_aged")
            {
                treated = treated is { } earlier && earlier < day ? earlier : day;
            }
            else if (state is not "paid_off" && !(cured < day) && !(treated < day))
            {
                return new(LabelState.Censored, state);
            }
            else if (state is "paid_off" && !(cured < day))
            {
                cured = day;
            }
        }

        if (treated is not null && !(cured <= treated))
        {
            return new(LabelState.Censored, "treated");
        }

        return cured is { } on ? Held(file, loanId, on, knownBy) : new(LabelState.Zero, "past_due");
    }

    /// <summary>Whether the cure lasts: the first instalment due after it is paid by the end of its grace.</summary>
    private static Label Held(BorrowerFile file, string loanId, DateOnly curedOn, DateOnly knownBy)
    {
        var loan = file.Look(curedOn.AddDays(HoldDays + GraceDays + LagDays)).Loan(loanId)!;
        var next = loan.Schedule.ToList().FindIndex(instalment => instalment.DueOn > curedOn && instalment.Amount > Money.Zero);
        if (next < 0 || loan.Is(LoanEventKind.PaidOff, curedOn))
        {
            return new(LabelState.One, "cured");
        }

        var judgedOn = loan.Schedule[next].DueOn.AddDays(GraceDays);
        if (judgedOn.AddDays(LagDays) > knownBy)
        {
            return Label.Immature;
        }

        var matured = file.Look(judgedOn.AddDays(LagDays)).Loan(loanId)!;
        var ledger = matured.LedgerUnder(judgedOn);
        var holds = ledger.PaidBy(judgedOn) >= ledger.DueBy(judgedOn.AddDays(-GraceDays));
        return new(holds ? LabelState.One : LabelState.Zero, holds ? "cured" : "relapsed");
    }

    private static DateOnly? FirstCure(LoanHistory loan, DateOnly asOf, DateOnly last)
    {
        for (var day = asOf.AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (loan.LedgerUnder(day).DaysPastDue(day) == 0)
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>First day of the arrears that the loan is in.</summary>
    private static DateOnly SpellBegan(LoanHistory loan)
    {
        var day = loan.AsOf;
        while (loan.Ledger.DaysPastDue(day.AddDays(-1)) > 0)
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>The first day in a range, both ends included, with a treatment contact or an arrangement, or null.</summary>
    private static DateOnly? FirstTreatment(BorrowerHistory history, LoanHistory loan, DateOnly from, DateOnly to)
    {
        var loanId = loan.Loan.LoanId;
        var contacts = history.Contacts
            .Where(contact => !contact.Inbound && (contact.LoanId is null || contact.LoanId == loanId)
                && (contact.Channel != ContactChannel.Letter || contact.DecisionId is not null))
            .Select(contact => contact.HappenedOn);
        var promises = history.Promises.Where(promise => promise.LoanId == loanId).Select(promise => promise.MadeOn);
        var schedules = loan.Schedules
            .Where(version => version.Reason is ScheduleReason.BorrowerRequest or ScheduleReason.Restructured)
            .Select(version => version.KnownOn.Day);
        return contacts.Concat(promises).Concat(schedules).Where(day => day >= from && day <= to).Cast<DateOnly?>().Min();
    }
}
