using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>The instalments of the schedule in force that are due by the as of day, with the day each was paid in full.</summary>
/// <remarks>Instalments of zero are left out: nothing is due. Day numbers throughout.</remarks>
internal sealed class RepaymentDays
{
    /// <summary>Settled day of an instalment that is not yet paid in full.</summary>
    public const int Never = int.MaxValue;

    /// <summary>Whole days after a due date before an unpaid instalment counts as missed.</summary>
    public const int Grace = 7;

    private int[] dueDay = new int[64];
    private int[] settledDay = new int[64];
    private long[] amount = new long[64];
    private int[] scheduleIndex = new int[64];
    private KnownList<Instalment>? schedule;
    private RepaymentLedger? ledger;

    /// <summary>Instalments due by the as of day.</summary>
    public int Count { get; private set; }

    /// <summary>Days since the loan was disbursed, the first day being 0.</summary>
    public int BeganDaysAgo { get; private set; }

    /// <summary>Why nothing can be said about repayment; <see cref="MissingCause.None"/> if something can.</summary>
    public MissingCause Cause => schedule is null || schedule.Count == 0 ? MissingCause.NoData : MissingCause.None;

    public void Load(LoanHistory? of, int today)
    {
        (schedule, ledger) = (of?.Schedule, of?.Ledger);
        Count = 0;
        if (of is null || schedule is null || ledger is null)
        {
            return;
        }

        BeganDaysAgo = today - of.Loan.OriginatedOn.DayNumber;
        for (var i = 0; i < schedule.Count && schedule[i].DueOn.DayNumber <= today; i++)
        {
            if (schedule[i].Amount.MinorUnits > 0)
            {
                Grow();
                dueDay[Count] = schedule[i].DueOn.DayNumber;
                settledDay[Count] = ledger.SettledOn(i)?.DayNumber ?? Never;
                amount[Count] = schedule[i].Amount.MinorUnits;
                scheduleIndex[Count] = i;
                Count++;
            }
        }
    }

    public int DueDay(int index) => dueDay[index];

    public int SettledDay(int index) => settledDay[index];

    public long Amount(int index) => amount[index];

    public Instalment Fact(int index) => schedule![scheduleIndex[index]];

    /// <summary>
    /// Whether it is settled whether the instalment was on time: on the due date itself nothing is past due, so one that is due
    /// on the as of day and unpaid is undecided.
    /// </summary>
    public bool IsDecided(int index, int today) => dueDay[index] < today || settledDay[index] <= today;

    /// <summary>Whether it was not paid in full by its due date; only once that is decided.</summary>
    public bool IsLate(int index) => settledDay[index] > dueDay[index];

    /// <summary>Minor units unpaid at the end of a day.</summary>
    public long Unpaid(int index, int day) => ledger!.Remainder(scheduleIndex[index], DateOnly.FromDayNumber(day)).MinorUnits;

    /// <summary>Days from due date to full payment; 0 if early, to the as of day if unpaid.</summary>
    public int DaysLate(int index, int today) => Math.Max(0, Math.Min(settledDay[index], today) - dueDay[index]);

    /// <summary>The last day up to today with an amount past due; null if there never was one.</summary>
    public int? LastPastDueDay(int today)
    {
        int? last = null;
        for (var i = 0; i < Count; i++)
        {
            var unpaidTo = Math.Min(settledDay[i] - 1, today);
            if (unpaidTo > dueDay[i] && (last is null || unpaidTo > last))
            {
                last = unpaidTo;
            }
        }

        return last;
    }

    private void Grow()
    {
        if (Count == dueDay.Length)
        {
            Array.Resize(ref dueDay, 2 * Count);
            Array.Resize(ref settledDay, 2 * Count);
            Array.Resize(ref amount, 2 * Count);
            Array.Resize(ref scheduleIndex, 2 * Count);
        }
    }
}
