using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Where income comes from, how regularly, and when the next is expected.</summary>
internal static class IncomeStreamFeatures
{
    /// <summary>Days after its expected day from which income is late.</summary>
    private const int LateDays = 3;

    /// <summary>Salaries before the latest that it is compared with.</summary>
    private const int SalariesBefore = 6;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Income)
        .Add("income_salary_ratio_last", "Latest salary ÷ median of the six before, same stream", "ratio", Falls,
            "Your latest salary was {value} of the usual amount", Behind, SalaryRatio)
        .Add("income_salary_gap_ratio_now", "Days since the latest salary ÷ its cadence", "ratio", Rises,
            "Your salary has not arrived when it usually does", Behind, SalaryGap, "Bud")
        .Add("income_late_count_180d", "Times a stream arrived more than 3 days after its expected day", "count", Rises,
            "Your income arrived later than usual {value} times", Sum, LateCount, "Bud")
        .Add("income_stability_mean_180d",
            "Over streams, weighted by sum: (1 − min(1, cv of gaps)) × (1 − min(1, cv of amounts))", "0–1", Falls,
            "Your income arrives on varying days and in varying amounts", Behind, Stability, "Bud")
        .Add("income_stream_active_count_now", "Active income streams", "count", Falls,
            "You have fewer regular sources of income", Sum, ActiveCount, "Plaid, Ntropy")
        .Add("income_stream_ended_count_{w}", [D60, D90], "Streams that stopped being active in window", "count", Rises,
            "A regular source of income has stopped", Sum, EndedCount, "Plaid")
        .Add("income_stream_new_count_90d", "Streams that became active in window", "count", None, NotAReason, Sum, NewCount, "Plaid")
        .Add("income_expected_until_next", "Days to the next expected income", "days", None, NotAReason, Behind, UntilNext, "Plaid, Ntropy")
        .Add("income_before_due_prob_next", "Probability that income of at least the instalment arrives before the next due date",
            "probability", Falls, "Your next income may arrive after your instalment is due", Behind, BeforeDue)
        .Add("income_due_gap_value_next", "Next due date minus next expected income day; negative = due first", "days", Falls,
            "Your instalment is due before your usual payday", Behind, DueGap)
        .Features;

    private static FeatureValue SalaryRatio(PreparedHistory history)
    {
        if (LatestSalary(history) is not { } salary)
        {
            return NoStream(history);
        }

        var amounts = history.Bank.Income.Amounts(salary);
        var before = amounts[Math.Max(0, amounts.Length - 1 - SalariesBefore)..^1];
        if (before.Length < FeatureValue.RowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, amounts.Length);
        }

        Span<double> numbers = stackalloc double[SalariesBefore];
        numbers = numbers[..before.Length];
        for (var i = 0; i < before.Length; i++)
        {
            numbers[i] = before[i];
        }

        NoteStream(history, salary, newest: before.Length + 1);
        return FeatureValue.Quotient(amounts[^1], Spread.Median(numbers), before.Length + 1);
    }

    private static FeatureValue SalaryGap(PreparedHistory history)
    {
        if (LatestSalary(history) is not { } salary)
        {
            return NoStream(history);
        }

        if (salary.Count < FeatureValue.RowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, salary.Count);
        }

        NoteStream(history, salary, salary.Count);
        return FeatureValue.Of((history.Today - history.Bank.Income.LastDay(salary)) / salary.Cadence, salary.Count);
    }

    private static FeatureValue LateCount(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var streams = history.Bank.Income;
        var count = 0;
        foreach (var stream in streams.All)
        {
            var days = streams.Days(stream);
            for (var i = 1; stream.Count >= FeatureValue.RowsMin && i < days.Length; i++)
            {
                if (D180.Holds(history.Today - days[i]) && days[i] > days[i - 1] + stream.Cadence + LateDays)
                {
                    count++;
                    history.NoteRow(streams.Rows(stream)[i], days[i], 1);
                }
            }
        }

        return history.Bank.CountOrTooLittle(count, D180);
    }

    private static FeatureValue Stability(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var streams = history.Bank.Income;
        var (weighted, weights, evidence) = (0.0, 0.0, 0);
        Span<double> numbers = stackalloc double[D180.Days];
        foreach (var stream in streams.All)
        {
            var days = streams.Days(stream);
            var from = days.Length;
            while (from > 0 && D180.Holds(history.Today - days[from - 1]))
            {
                from--;
            }

            var count = days.Length - from;
            if (count <= FeatureValue.SpreadRowsMin)
            {
                continue;
            }

            var amounts = streams.Amounts(stream)[from..];
            var gaps = numbers[..(count - 1)];
            for (var i = 1; i < count; i++)
            {
                gaps[i - 1] = days[from + i] - days[from + i - 1];
            }

            var steadyDays = 1 - Math.Min(1, Spread.Deviation(gaps) / Spread.Mean(gaps));
            var all = numbers[..count];
            var sum = 0L;
            for (var i = 0; i < count; i++)
            {
                all[i] = amounts[i];
                sum += amounts[i];
            }

            weighted += sum * steadyDays * (1 - Math.Min(1, Spread.Deviation(all) / Spread.Mean(all)));
            weights += sum;
            evidence += count;
            NoteStream(history, stream, count);
        }

        return evidence == 0
            ? FeatureValue.Missing(MissingCause.TooLittleData)
            : FeatureValue.Quotient(weighted, weights, evidence);
    }

    private static FeatureValue ActiveCount(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var count = 0;
        foreach (var stream in history.Bank.Income.All)
        {
            if (history.Bank.Income.IsActive(stream, history.Today))
            {
                count++;
                NoteOnce(history, stream, history.Bank.Income.LastDay(stream));
            }
        }

        // Three monthly credits take this long to be seen.
        return history.Bank.CountOrTooLittle(count, D90);
    }

    private static FeatureValue EndedCount(PreparedHistory history, Window window)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var streams = history.Bank.Income;
        var count = 0;
        foreach (var stream in streams.All)
        {
            if (stream.Count >= FeatureValue.RowsMin && !streams.IsActive(stream, history.Today))
            {
                var endDay = streams.LastDay(stream) + (int)(RecurringStreams.ActiveGaps * stream.Cadence) + 1;
                if (window.Holds(history.Today - endDay))
                {
                    count++;
                    NoteOnce(history, stream, endDay);
                }
            }
        }

        return history.Bank.CountOrTooLittle(count, window);
    }

    private static FeatureValue NewCount(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var streams = history.Bank.Income;
        var count = 0;
        foreach (var stream in streams.All)
        {
            if (stream.Count >= FeatureValue.RowsMin && streams.IsActive(stream, history.Today))
            {
                var activeDay = streams.Days(stream)[FeatureValue.RowsMin - 1];
                if (D90.Holds(history.Today - activeDay))
                {
                    count++;
                    NoteOnce(history, stream, activeDay);
                }
            }
        }

        // Before this much history every stream would look new.
        return history.Bank.Flows.Covers(D180)
            ? FeatureValue.Of(count, count)
            : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static FeatureValue UntilNext(PreparedHistory history) =>
        NextIncome(history) is { } next ? FeatureValue.Of(next.Day - history.Today, next.Evidence) : NoStream(history);

    private static FeatureValue DueGap(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None || history.NextDueDay is not { } due)
        {
            return FeatureValue.Missing(history.Bank.Cause != MissingCause.None ? history.Bank.Cause : MissingCause.NotApplicable);
        }

        return NextIncome(history) is { } next ? FeatureValue.Of(due - next.Day, next.Evidence) : NoStream(history);
    }

    /// <summary>One minus the chance that no stream of that size pays in time, each judged by its own past gaps.</summary>
    private static FeatureValue BeforeDue(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        if (history.InstalmentCause != MissingCause.None || history.NextDueDay is not { } due)
        {
            return FeatureValue.Missing(
                history.InstalmentCause != MissingCause.None ? history.InstalmentCause : MissingCause.NotApplicable);
        }

        var streams = history.Bank.Income;
        var (noneInTime, evidence, active) = (1.0, 0, 0);
        foreach (var stream in streams.All)
        {
            if (!streams.IsActive(stream, history.Today))
            {
                continue;
            }

            active++;
            if (IsAtLeast(streams.Amounts(stream), history.Instalment))
            {
                var (since, untilDue) = (history.Today - streams.LastDay(stream), due - streams.LastDay(stream));
                var (inTime, open) = (0, 0);
                foreach (var gap in streams.Gaps(stream))
                {
                    open += gap > since ? 1 : 0;
                    inTime += gap > since && gap < untilDue ? 1 : 0;
                }

                noneInTime *= 1 - ((inTime + 0.5) / (open + 1.0));
                evidence += stream.Count;
                NoteStream(history, stream, stream.Count);
            }
        }

        return active == 0 ? NoStream(history) : FeatureValue.Of(1 - noneInTime, evidence);
    }

    /// <summary>Whether the larger half of the amounts is at least so much, which the median then is too.</summary>
    private static bool IsAtLeast(ReadOnlySpan<long> amounts, long least)
    {
        var large = 0;
        foreach (var amount in amounts)
        {
            large += amount >= least ? 1 : 0;
        }

        return 2 * large > amounts.Length;
    }

    private static (int Day, int Evidence)? NextIncome(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return null;
        }

        var streams = history.Bank.Income;
        (int Day, int Evidence)? next = null;
        RecurringStream? from = null;
        foreach (var stream in streams.All)
        {
            if (streams.IsActive(stream, history.Today) && (next is null || streams.NextDay(stream, history.Today) < next.Value.Day))
            {
                next = (streams.NextDay(stream, history.Today), stream.Count);
                from = stream;
            }
        }

        if (from is { } known)
        {
            NoteStream(history, known, known.Count);
        }

        return next;
    }

    private static RecurringStream? LatestSalary(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return null;
        }

        var streams = history.Bank.Income;
        RecurringStream? latest = null;
        foreach (var stream in streams.All)
        {
            if (stream.Category == BankCategory.Salary
                && (latest is null || streams.LastDay(stream) > streams.LastDay(latest.Value)))
            {
                latest = stream;
            }
        }

        return latest;
    }

    private static FeatureValue NoStream(PreparedHistory history) =>
        FeatureValue.Missing(history.Bank.Cause != MissingCause.None ? history.Bank.Cause : MissingCause.TooLittleData);

    private static void NoteOnce(PreparedHistory history, RecurringStream stream, int day)
    {
        if (history.IsTraced)
        {
            history.NoteRow(history.Bank.Income.Rows(stream)[^1], day, 1);
        }
    }

    private static void NoteStream(PreparedHistory history, RecurringStream stream, int newest)
    {
        if (!history.IsTraced)
        {
            return;
        }

        var streams = history.Bank.Income;
        for (var i = stream.Count - newest; i < stream.Count; i++)
        {
            history.NoteRow(streams.Rows(stream)[i], streams.Days(stream)[i], streams.Amounts(stream)[i]);
        }
    }
}
