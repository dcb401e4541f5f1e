using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>How this loan has been repaid.</summary>
internal static class RepaymentFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Repayment)
        .Add("repayment_dpd_value_now", "DPD as of t", "days", Rises, "An amount on your loan is {value} days overdue", Behind, DaysPastDue)
        .Add("repayment_dpd_max_{w}", [D90, D180, D365], "Highest DPD on any day in the window", "days", Rises,
            "A payment was up to {value} days late in this period", Behind, DaysPastDueMax)
        .Add("repayment_late_count_{w}", [D90, D180, D365], "Instalments due in window and not fully paid by their due date", "count", Rises,
            "{value} instalments were not paid by their due date", Sum, LateCount)
        .Add("repayment_missed_count_{w}", [D90, D180, D365],
            "Instalments whose due date + g lies in the window, unpaid at the end of that day", "count", Rises,
            "{value} instalments were still unpaid a week after they were due", Sum, MissedCount)
        .Features;

    private static FeatureValue DaysPastDue(PreparedHistory history)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        for (var i = 0; i < repayments.Count; i++)
        {
            if (repayments.SettledDay(i) == RepaymentDays.Never)
            {
                var days = history.Today - repayments.DueDay(i);
                history.Note(repayments.Key(i), repayments.DueDay(i), days);
                return FeatureValue.Of(days, 1);
            }
        }

        return FeatureValue.Of(0, repayments.Count);
    }

    /// <summary>DPD on a day is that of the oldest unpaid instalment, so its maximum over days is one over instalments.</summary>
    private static FeatureValue DaysPastDueMax(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (max, evidence) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            var lastUnpaidDay = Math.Min(repayments.SettledDay(i) - 1, history.Today - window.NewestAgo);
            if (lastUnpaidDay >= history.Today - window.OldestAgo)
            {
                var days = Math.Max(0, lastUnpaidDay - repayments.DueDay(i));
                history.Note(repayments.Key(i), repayments.DueDay(i), days);
                max = Math.Max(max, days);
                evidence++;
            }
        }

        return CountOrTooLittle(max, evidence, repayments, window);
    }

    private static FeatureValue LateCount(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (late, due) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            if (window.Holds(history.Today - repayments.DueDay(i)) && repayments.IsDecided(i, history.Today))
            {
                due++;
                if (repayments.SettledDay(i) > repayments.DueDay(i))
                {
                    late++;
                    history.Note(repayments.Key(i), repayments.DueDay(i), 1);
                }
            }
        }

        return CountOrTooLittle(late, due, repayments, window);
    }

    private static FeatureValue MissedCount(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (missed, due) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            var graceEnd = repayments.DueDay(i) + RepaymentDays.Grace;
            if (window.Holds(history.Today - graceEnd))
            {
                due++;
                if (repayments.SettledDay(i) > graceEnd)
                {
                    missed++;
                    history.Note(repayments.Key(i), repayments.DueDay(i), 1);
                }
            }
        }

        return CountOrTooLittle(missed, due, repayments, window);
    }

    /// <summary>A count above zero stands; zero means "looked and found none" and needs a covered window.</summary>
    private static FeatureValue CountOrTooLittle(int count, int evidence, RepaymentDays repayments, Window window) =>
        count > 0 || window.IsCovered(repayments.BeganDaysAgo)
            ? FeatureValue.Of(count, evidence)
            : FeatureValue.Missing(MissingCause.TooLittleData, evidence);
}
