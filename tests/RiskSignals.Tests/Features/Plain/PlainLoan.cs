using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>One instalment with its place in the queue that payments settle from its oldest end.</summary>
internal sealed record PlainInstalment(string Id, int DueDay, long Amount, long DueBefore);

/// <summary>A loan as known on a day: the newest known schedule, and payments not known to be reversed, the oldest amount first.</summary>
internal sealed class PlainLoan
{
    public const int GraceDays = 7;

    private readonly List<Payment> counted;
    private readonly Dictionary<int, int> daysPastDue = [];

    public PlainLoan(PlainFacts facts, Loan loan)
    {
        Today = facts.Today;
        Loan = loan;
        Versions = [.. facts.Known<ScheduleVersion>().Where(one => one.LoanId == loan.LoanId).OrderBy(one => one.Version)];
        AllInstalments = [.. facts.Known<Instalment>().Where(one => one.LoanId == loan.LoanId)];
        var newest = Versions.Count == 0 ? 0 : Versions.Max(one => one.Version);
        Schedule = Under(newest);
        Reversals = [.. facts.Known<PaymentReversal>().Where(one => one.LoanId == loan.LoanId)];
        Payments = [.. facts.Happened<Payment>().Where(one => one.LoanId == loan.LoanId)];
        counted = [.. Payments.Where(payment => !Reversals.Exists(reversal => reversal.PaymentId == payment.PaymentId))];
        Charges = [.. facts.Happened<LoanCharge>().Where(one => one.LoanId == loan.LoanId)];
        LoanVersions = [.. facts.Versions<Loan>().First(versions => versions[0].Key == loan.LoanId).Cast<Loan>()];
        Events = [.. facts.Known<LoanEvent>().Where(one => one.LoanId == loan.LoanId)];
        Queue = [];
        var before = 0L;
        foreach (var instalment in Schedule.Where(one => one.Amount.MinorUnits > 0))
        {
            Queue.Add(new PlainInstalment(instalment.Key, instalment.DueOn.DayNumber, instalment.Amount.MinorUnits, before));
            before += instalment.Amount.MinorUnits;
        }
    }

    public int Today { get; }

    public Loan Loan { get; }

    public List<ScheduleVersion> Versions { get; }

    public List<Instalment> AllInstalments { get; }

    /// <summary>The instalments in force, by due date.</summary>
    public List<Instalment> Schedule { get; }

    public List<Payment> Payments { get; }

    public IReadOnlyList<Payment> Counted => counted;

    public List<PaymentReversal> Reversals { get; }

    public List<LoanCharge> Charges { get; }

    public List<LoanEvent> Events { get; }

    /// <summary>All known versions of the contract, oldest first.</summary>
    public List<Loan> LoanVersions { get; }

    /// <summary>The instalments above zero in force, by due date.</summary>
    public List<PlainInstalment> Queue { get; }

    /// <summary>Those due by today.</summary>
    public IEnumerable<PlainInstalment> Due => Queue.Where(one => one.DueDay <= Today);

    /// <summary>Those of which it is known whether they were paid by their due date: past it, or already paid.</summary>
    public List<PlainInstalment> Decided => [.. Due.Where(one => one.DueDay < Today || Unpaid(one, Today) == 0)];

    /// <summary>The next instalment's amount, or the last one's if none is left, or zero.</summary>
    public long InstalmentAmount => (Schedule.Find(one => one.DueOn.DayNumber > Today) ?? Schedule.LastOrDefault())?.Amount.MinorUnits ?? 0;

    public int? NextDueDay => Schedule.Find(one => one.DueOn.DayNumber > Today)?.DueOn.DayNumber;

    public List<Instalment> Under(int version) =>
        [.. AllInstalments.Where(one => one.Version == version).OrderBy(one => one.DueOn).ThenBy(one => one.Number)];

    public long PaidBy(int day) => counted.Where(payment => payment.EffectiveOn.DayNumber <= day).Sum(payment => payment.Amount.MinorUnits);

    /// <summary>The rate as known by a day, in basis points, or as first known for days before it.</summary>
    public int? Rate(int day) => (LoanVersions.FindLast(version => version.KnownOn.Day.DayNumber <= day && version.AnnualRateBasisPoints is not null)
        ?? LoanVersions.Find(version => version.AnnualRateBasisPoints is not null))?.AnnualRateBasisPoints;

    /// <summary>The same of the credit limit.</summary>
    public Money? Limit(int day) => (LoanVersions.FindLast(version => version.KnownOn.Day.DayNumber <= day && version.Limit is not null)
        ?? LoanVersions.Find(version => version.Limit is not null))?.Limit;

    /// <summary>Charges less payments at the end of a day.</summary>
    public double Drawn(int day) =>
        Charges.Where(charge => charge.ChargedOn.DayNumber <= day).Sum(charge => charge.Amount.MinorUnits) - PaidBy(day);

    public long Unpaid(PlainInstalment one, int day) => Math.Clamp(one.DueBefore + one.Amount - PaidBy(day), 0, one.Amount);

    public bool IsLate(PlainInstalment one) => Unpaid(one, one.DueDay) > 0;

    /// <summary>Days from its due date until nothing of it was unpaid, up to today.</summary>
    public double DaysLate(PlainInstalment one)
    {
        var day = one.DueDay;
        while (day < Today && Unpaid(one, day) > 0)
        {
            day++;
        }

        return day - one.DueDay;
    }

    /// <summary>Days since the due date of the oldest amount unpaid on a day; 0 if nothing is.</summary>
    public int DaysPastDue(int day)
    {
        if (daysPastDue.TryGetValue(day, out var known))
        {
            return known;
        }

        var paid = PaidBy(day);
        var oldest = Queue.Find(one => one.DueDay < day && one.DueBefore + one.Amount > paid);
        return daysPastDue[day] = oldest is null ? 0 : day - oldest.DueDay;
    }

    public long Arrears(int day) => Queue.Where(one => one.DueDay < day).Sum(one => Unpaid(one, day));

    /// <summary>Paid off, sold or written off.</summary>
    public bool IsOver => Is(LoanEventKind.PaidOff) || Is(LoanEventKind.Sold) || Is(LoanEventKind.WrittenOff);

    public bool Is(LoanEventKind kind) => Events.Exists(held => held.Kind == kind && held.StartsOn.DayNumber <= Today
        && (held.EndsOn is null || held.EndsOn.Value.DayNumber >= Today));

    public int Ago(DateOnly day) => Today - day.DayNumber;

    public bool IsWithin(int day, int days) => day <= Today && day > Today - days;

    /// <summary>Whether at least 90 % of the days of a window lie in the life of the loan.</summary>
    public bool Covers(int days) => 10 * (Ago(Loan.OriginatedOn) + 1) >= 9 * days;
}
