namespace RiskSignals.Borrowers;

/// <summary>
/// Payments set against a schedule, oldest amount first. Because money always goes to the oldest unpaid amount, an instalment is
/// paid as soon as the sum paid reaches the sum due up to and including it; everything here follows from these two running sums.
/// </summary>
public sealed class RepaymentLedger
{
    private const long MaterialUnits = 100_00;

    private readonly IReadOnlyList<Instalment> schedule;

    /// <summary>Sum due up to and including instalment i.</summary>
    private readonly long[] dueSum;

    private readonly DateOnly[] paidOn;

    /// <summary>Sum paid up to and including payment i.</summary>
    private readonly long[] paidSum;

    /// <param name="schedule">By due date.</param>
    /// <param name="payments">Those that count (not reversed), in any order.</param>
    public RepaymentLedger(IReadOnlyList<Instalment> schedule, IReadOnlyList<Payment> payments)
    {
        this.schedule = schedule;
        dueSum = new long[schedule.Count];
        var sum = 0L;
        for (var i = 0; i < schedule.Count; i++)
        {
            dueSum[i] = sum += schedule[i].Amount.MinorUnits;
        }

        var ordered = payments.OrderBy(payment => payment.EffectiveOn).ToArray();
        paidOn = [.. ordered.Select(payment => payment.EffectiveOn)];
        paidSum = new long[ordered.Length];
        sum = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            paidSum[i] = sum += ordered[i].Amount.MinorUnits;
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
    public Money Owed(DateOnly day) => new(Math.Max(0, (dueSum.Length == 0 ? 0 : dueSum[^1]) - PaidUnits(day)));

    /// <summary>Days since the due date of the oldest unpaid amount at the end of a day; 0 if nothing is past due.</summary>
    public int DaysPastDue(DateOnly day)
    {
        var oldest = OldestUnpaid(day);
        return oldest < schedule.Count ? Math.Max(0, day.DayNumber - schedule[oldest].DueOn.DayNumber) : 0;
    }

    /// <summary>Index of the oldest instalment with an unpaid remainder at the end of a day; the number of instalments if all are paid.</summary>
    public int OldestUnpaid(DateOnly day) => FirstAbove(dueSum, PaidUnits(day));

    /// <summary>What is left to pay of one instalment at the end of a day.</summary>
    public Money Remainder(int index, DateOnly day) =>
        new(Math.Clamp(dueSum[index] - PaidUnits(day), 0, schedule[index].Amount.MinorUnits));

    /// <summary>The day an instalment was paid in full, or null while it isn't; may lie before its due date.</summary>
    public DateOnly? SettledOn(int index)
    {
        var payment = FirstAtLeast(paidSum, dueSum[index]);
        return payment < paidSum.Length ? paidOn[payment] : null;
    }

    /// <summary>Number of instalments due by the end of a day.</summary>
    public int CountDueBy(DateOnly day)
    {
        var (low, high) = (0, schedule.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = schedule[middle].DueOn <= day ? (middle + 1, high) : (low, middle);
        }

        return low;
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

    private static int FirstAbove(long[] sums, long level) => FirstAtLeast(sums, checked(level + 1));

    private static int FirstAtLeast(long[] sums, long level)
    {
        var (low, high) = (0, sums.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sums[middle] < level ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private bool IsMaterial(DateOnly day)
    {
        var pastDue = PastDue(day).MinorUnits;
        return pastDue > MaterialUnits && pastDue * 100 > Owed(day).MinorUnits;
    }

    private long PaidUnits(DateOnly day)
    {
        var (low, high) = (0, paidOn.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = paidOn[middle] <= day ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : paidSum[low - 1];
    }
}
