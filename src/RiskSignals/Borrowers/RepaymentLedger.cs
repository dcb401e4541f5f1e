namespace RiskSignals.Borrowers;

/// <summary>
/// Payments set against a schedule, oldest amount first. Because money always goes to the oldest unpaid amount, an instalment is
/// paid as soon as the sum paid reaches the sum due up to and including it; everything here follows from these two running sums.
/// </summary>
public sealed class RepaymentLedger
{
    private const long MaterialUnits = 100_00;

    private IReadOnlyList<Instalment> schedule = [];

    /// <summary>Day number each instalment is due on, and the sum due up to and including it.</summary>
    private int[] dueDay = [];
    private long[] dueSum = [];

    /// <summary>Day number each payment counts from, in order, and the sum paid up to and including it.</summary>
    private int[] paidDay = [];
    private long[] paidSum = [];

    private int due;
    private int paid;

    /// <param name="schedule">By due date.</param>
    /// <param name="payments">Those that count (not reversed), in any order.</param>
    public RepaymentLedger(IReadOnlyList<Instalment> schedule, IReadOnlyList<Payment> payments)
    {
        Reserve(schedule.Count, payments.Count);
        this.schedule = schedule;
        foreach (var instalment in schedule)
        {
            AddDue(instalment);
        }

        foreach (var payment in payments.OrderBy(payment => payment.EffectiveOn))
        {
            AddPaid(payment);
        }
    }

    /// <summary>The instalments, by due date; the indexes below count in this list.</summary>
    public IReadOnlyList<Instalment> Schedule => schedule;

    /// <summary>Everything paid with effect by the end of a day.</summary>
    public Money PaidBy(DateOnly day) => new(PaidUnits(day));

    /// <summary>Everything due by the end of a day (an instalment due on the day included).</summary>
    public Money DueBy(DateOnly day)
    {
        var count = CountDueBy(day);
        return new(count == 0 ? 0 : dueSum[count - 1]);
    }

    /// <summary>Sum due and unpaid at the end of a day, an instalment due on that very day included.</summary>
    public Money Arrears(DateOnly day) => new(Math.Max(0, DueBy(day).MinorUnits - PaidUnits(day)));

    /// <summary>Sum past due at the end of a day: as <see cref="Arrears"/>, without what is due on that very day.</summary>
    public Money PastDue(DateOnly day) => new(Math.Max(0, DueBy(day.AddDays(-1)).MinorUnits - PaidUnits(day)));

    /// <summary>Everything the schedule still asks for at the end of a day, due or not.</summary>
    public Money Owed(DateOnly day) => new(Math.Max(0, (due == 0 ? 0 : dueSum[due - 1]) - PaidUnits(day)));

    /// <summary>Days since the due date of the oldest unpaid amount at the end of a day; 0 if nothing is past due.</summary>
    public int DaysPastDue(DateOnly day)
    {
        var oldest = OldestUnpaid(day);
        return oldest < due ? Math.Max(0, day.DayNumber - dueDay[oldest]) : 0;
    }

    /// <summary>Index of the oldest instalment with an unpaid remainder at the end of a day; the number of instalments if all are paid.</summary>
    public int OldestUnpaid(DateOnly day) => FirstAtLeast(dueSum.AsSpan(0, due), checked(PaidUnits(day) + 1));

    /// <summary>What is left to pay of one instalment at the end of a day.</summary>
    public Money Remainder(int index, DateOnly day) =>
        new(Math.Clamp(dueSum[index] - PaidUnits(day), 0, schedule[index].Amount.MinorUnits));

    /// <summary>The day an instalment was paid in full, or null while it isn't; may lie before its due date.</summary>
    public DateOnly? SettledOn(int index)
    {
        var payment = FirstAtLeast(paidSum.AsSpan(0, paid), dueSum[index]);
        return payment < paid ? DateOnly.FromDayNumber(paidDay[payment]) : null;
    }

    /// <summary>Number of instalments due by the end of a day.</summary>
    public int CountDueBy(DateOnly day)
    {
        return CountBy(dueDay.AsSpan(0, due), day.DayNumber);
    }

    /// <summary>
    /// DPD (Basel) at the end of a day: consecutive days on which the past-due amount exceeded both 100 whole units of the loan's
    /// currency and 1 % of what was owed. Counting stops at <paramref name="daysMax"/>, which is then the answer.
    /// </summary>
    /// <remarks>Source: Delegated Regulation (EU) 2018/171, retail limits; the absolute limit is 100 euro there.</remarks>
    public int DaysPastDueBasel(DateOnly day, int daysMax = 120)
    {
        var days = 0;
        while (days < daysMax && IsMaterial(day.AddDays(-days)))
        {
            days++;
        }

        return days;
    }

    /// <summary>Sets other payments against another schedule; both by day.</summary>
    internal void Set(KnownList<Instalment> instalments, KnownList<Payment> payments)
    {
        Reserve(instalments.Count, payments.Count);
        schedule = instalments;
        foreach (var instalment in instalments)
        {
            AddDue(instalment);
        }

        foreach (var payment in payments)
        {
            AddPaid(payment);
        }
    }

    private static int FirstAtLeast(ReadOnlySpan<long> sums, long level)
    {
        var (low, high) = (0, sums.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sums[middle] < level ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int CountBy(ReadOnlySpan<int> days, int day)
    {
        var (low, high) = (0, days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = days[middle] <= day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Reserve(int instalments, int payments)
    {
        (due, paid) = (0, 0);
        if (dueDay.Length < instalments)
        {
            (dueDay, dueSum) = (new int[instalments], new long[instalments]);
        }

        if (paidDay.Length < payments)
        {
            (paidDay, paidSum) = (new int[payments], new long[payments]);
        }
    }

    private void AddDue(Instalment instalment)
    {
        dueDay[due] = instalment.DueOn.DayNumber;
        dueSum[due] = (due == 0 ? 0 : dueSum[due - 1]) + instalment.Amount.MinorUnits;
        due++;
    }

    private void AddPaid(Payment payment)
    {
        paidDay[paid] = payment.EffectiveOn.DayNumber;
        paidSum[paid] = (paid == 0 ? 0 : paidSum[paid - 1]) + payment.Amount.MinorUnits;
        paid++;
    }

    private bool IsMaterial(DateOnly day)
    {
        var pastDue = PastDue(day).MinorUnits;
        return pastDue > MaterialUnits && pastDue * 100 > Owed(day).MinorUnits;
    }

    private long PaidUnits(DateOnly day)
    {
        var count = CountBy(paidDay.AsSpan(0, paid), day.DayNumber);
        return count == 0 ? 0 : paidSum[count - 1];
    }
}
