using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>What is and was unpaid on this loan. Spells and promises are in <see cref="RepaymentSpellFeatures"/>.</summary>
internal static class RepaymentFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Repayment)
        .Add("repayment_dpd_value_now", "DPD as of t", "days", Rises, "An amount on your loan is {value} days overdue", Sum, DaysPastDue)
        .Add("repayment_dpd_max_{w}", [D90, D180, D365], "Highest DPD on any day in the window", "days", Rises,
            "A payment was up to {value} days late in this period", Behind, DaysPastDueMax)
        .Add("repayment_dpd_basel_value_now", "DPD (Basel) as of t", "days", Rises,
            "The overdue amount has been above the limit for {value} days in a row", Sum, DaysPastDueBasel)
        .Add("repayment_arrears_ratio_now", "Arrears ÷ instalment", "instalments", Rises,
            "The overdue amount equals {value} instalments", Quotient, ArrearsRatio)
        .Add("repayment_late_count_{w}", [D90, D180, D365], "Instalments due in window and not fully paid by their due date", "count", Rises,
            "{value} instalments were not paid by their due date", Sum, LateCount)
        .Add("repayment_late_share_{w}", [D180, D365], "Late instalments ÷ instalments due in window", "share", Rises,
            "A larger share of your instalments was paid late", Quotient, LateShare)
        .Add("repayment_missed_count_{w}", [D90, D180, D365],
            "Instalments whose due date + g lies in the window, unpaid at the end of that day", "count", Rises,
            "{value} instalments were still unpaid a week after they were due", Sum, MissedCount)
        .Add("repayment_days_late_mean_{w}", [D90, D180, D365],
            "Mean over instalments due in window of days from due date to full payment; early = 0; unpaid counts to t", "days", Rises,
            "Your payments arrive on average {value} days late", Quotient, DaysLateMean)
        .Add("repayment_days_late_sd_{w}", [D180, D365], "Standard deviation of the same days", "days", Rises,
            "The day you pay varies a lot from month to month", Behind,
            (history, window) => OverDaysLate(history, window, static days => Spread.Deviation(days)))
        .Add("repayment_days_late_slope_{w}", [D180, D365], "Slope of the same days over instalments in due order",
            "days per instalment", Rises, "Your payments have been arriving later each time", Behind,
            (history, window) => OverDaysLate(history, window, static days => Spread.Slope(days)))
        .Add("repayment_days_late_z_90d",
            "Mean days late over instalments due in 90d, as robust z against instalments due in the 270 days before; at least 4 of them",
            "sd", Rises, "You are paying later than is usual for you", Behind, DaysLateZ)
        .Add("repayment_on_time_streak_count_now", "Most recent instalments in a row paid by due date", "count", Falls,
            "You have only {value} on-time payments in a row", Sum, OnTimeStreak)
        .Add("repayment_partial_count_{w}", [D90, D180],
            "Instalments due in window part paid, not fully paid, by due date + g", "count", Rises,
            "{value} instalments were paid only in part", Sum, PartialCount)
        .Add("repayment_paid_share_{w}", [D90, D180, D365], "Paid by t on amounts due in window ÷ amounts due in window, at most 1", "share",
            Falls, "You paid {value} of the amounts due", Quotient, PaidShare)
        .Add("repayment_first_instalment_late_flag_life", "First instalment of the loan was late", "flag", Rises,
            "The first instalment of this loan was late", Behind, FirstLate)
        .Features;

    /// <summary>A count above zero stands; zero means "looked and found none" and needs a covered window.</summary>
    public static FeatureValue CountOrTooLittle(PreparedHistory history, int count, int evidence, Window window) =>
        history.Repayments.Cause != MissingCause.None ? FeatureValue.Missing(history.Repayments.Cause)
        : count > 0 || window.IsCovered(history.Repayments.BeganDaysAgo) ? FeatureValue.Of(count, evidence)
        : FeatureValue.Missing(MissingCause.TooLittleData, evidence);

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
                history.Note(repayments.Fact(i), repayments.DueDay(i), days);
                return FeatureValue.Of(days, 1);
            }
        }

        return FeatureValue.Of(0, repayments.Count);
    }

    /// <summary>
    /// Days in a row up to today on which more than 1 % of what was owed was past due. The absolute limit of the regulation (100 euro, retail)
    /// is left out here and kept by the targets: no attribute holds a fixed amount of money, and 1 % is the borrower's own scale.
    /// What is owed is the drawn balance of a revolving loan and all that the schedule asks for of another.
    /// </summary>
    private static FeatureValue DaysPastDueBasel(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var loan = history.Loan!;
        var (charge, payment, balance) = (loan.Charges.Count - 1, loan.CountedPayments.Count - 1, RevolvingFeatures.Balance(loan));
        var days = 0;
        for (var day = history.History.AsOf; ; day = day.AddDays(-1))
        {
            var owed = loan.Loan.Limit is null ? loan.Ledger.Owed(day).MinorUnits : balance;
            if (loan.Ledger.PastDue(day).MinorUnits is var pastDue && (pastDue == 0 || pastDue * 100 <= owed))
            {
                return FeatureValue.Of(days, history.Repayments.Count);
            }

            days++;
            history.NoteDay(day.DayNumber, 1);
            for (; charge >= 0 && loan.Charges[charge].ChargedOn >= day; charge--)
            {
                balance -= loan.Charges[charge].Amount.MinorUnits;
            }

            for (; payment >= 0 && loan.CountedPayments[payment].EffectiveOn >= day; payment--)
            {
                balance += loan.CountedPayments[payment].Amount.MinorUnits;
            }
        }
    }

    /// <summary>DPD on a day is that of the oldest unpaid instalment, so its maximum over days is one over instalments.</summary>
    private static FeatureValue DaysPastDueMax(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        var (max, evidence) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            var lastUnpaidDay = Math.Min(repayments.SettledDay(i) - 1, history.Today - window.NewestAgo);
            if (lastUnpaidDay >= history.Today - window.OldestAgo)
            {
                var days = Math.Max(0, lastUnpaidDay - repayments.DueDay(i));
                history.Note(repayments.Fact(i), repayments.DueDay(i), days);
                max = Math.Max(max, days);
                evidence++;
            }
        }

        return CountOrTooLittle(history, max, evidence, window);
    }

    private static FeatureValue ArrearsRatio(PreparedHistory history)
    {
        if (history.InstalmentCause != MissingCause.None)
        {
            return FeatureValue.Missing(history.InstalmentCause);
        }

        var repayments = history.Repayments;
        var (arrears, unpaid) = (0L, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            if (repayments.DueDay(i) < history.Today && repayments.Unpaid(i, history.Today) is var rest && rest > 0)
            {
                arrears += rest;
                unpaid++;
                history.Note(repayments.Fact(i), repayments.DueDay(i), rest, EvidencePart.Numerator);
            }
        }

        history.Note(history.LoanId, history.Today, history.Instalment, EvidencePart.Denominator);
        return FeatureValue.Of((double)arrears / history.Instalment, Math.Max(unpaid, repayments.Count));
    }

    private static FeatureValue LateCount(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        var (late, due) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            if (IsDecidedIn(history, i, window))
            {
                due++;
                if (repayments.IsLate(i))
                {
                    late++;
                    history.Note(repayments.Fact(i), repayments.DueDay(i), 1);
                }
            }
        }

        return CountOrTooLittle(history, late, due, window);
    }

    private static FeatureValue LateShare(PreparedHistory history, Window window) =>
        Mean(history, window, static (repayments, i, today) => repayments.IsLate(i) ? 1 : 0);

    private static FeatureValue MissedCount(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
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
                    history.Note(repayments.Fact(i), graceEnd, 1);
                }
            }
        }

        return CountOrTooLittle(history, missed, due, window);
    }

    private static FeatureValue DaysLateMean(PreparedHistory history, Window window) =>
        Mean(history, window, static (repayments, i, today) => repayments.DaysLate(i, today));

    private static FeatureValue Mean(PreparedHistory history, Window window, Func<RepaymentDays, int, int, int> quantity)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (sum, due) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            if (IsDecidedIn(history, i, window))
            {
                var one = quantity(repayments, i, history.Today);
                sum += one;
                due++;
                history.Note(repayments.Fact(i), repayments.DueDay(i), one, EvidencePart.Numerator);
                history.Note(repayments.Fact(i), repayments.DueDay(i), 1, EvidencePart.Denominator);
            }
        }

        return due < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, due)
            : FeatureValue.Of((double)sum / due, due);
    }

    private static FeatureValue OverDaysLate(PreparedHistory history, Window window, Func<ReadOnlySpan<double>, double> statistic)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var days = DaysLate(history, window);
        return days.Length < FeatureValue.SpreadRowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, days.Length)
            : FeatureValue.Of(statistic(days), days.Length);
    }

    private static FeatureValue DaysLateZ(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var now = DaysLate(history, D90);
        var (mean, count) = (now.Length == 0 ? double.NaN : Spread.Mean(now), now.Length);
        var before = DaysLate(history, new Window("baseline", D90.Days, D90.Days + 269), EvidencePart.Baseline);
        if (count < FeatureValue.RowsMin || before.Length < FeatureValue.SpreadRowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, count + before.Length);
        }

        var z = Spread.RobustZ(mean, before);
        return double.IsNaN(z)
            ? FeatureValue.Missing(MissingCause.NotApplicable, count + before.Length)
            : FeatureValue.Of(z, count + before.Length);
    }

    private static FeatureValue OnTimeStreak(PreparedHistory history)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (streak, decided) = (0, 0);
        var isUnbroken = true;
        for (var i = repayments.Count - 1; i >= 0; i--)
        {
            if (!repayments.IsDecided(i, history.Today))
            {
                continue;
            }

            decided++;
            isUnbroken &= !repayments.IsLate(i);
            if (isUnbroken)
            {
                streak++;
                history.Note(repayments.Fact(i), repayments.DueDay(i), 1);
            }
        }

        return decided == 0 ? FeatureValue.Missing(MissingCause.TooLittleData) : FeatureValue.Of(streak, decided);
    }

    private static FeatureValue PartialCount(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        var (count, due) = (0, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            var graceEnd = repayments.DueDay(i) + RepaymentDays.Grace;
            if (window.Holds(history.Today - repayments.DueDay(i)) && graceEnd <= history.Today)
            {
                due++;
                var rest = repayments.Unpaid(i, graceEnd);
                if (rest > 0 && rest < repayments.Amount(i))
                {
                    count++;
                    history.Note(repayments.Fact(i), repayments.DueDay(i), 1);
                }
            }
        }

        return CountOrTooLittle(history, count, due, window);
    }

    private static FeatureValue PaidShare(PreparedHistory history, Window window)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(repayments.Cause);
        }

        var (paid, due, count) = (0L, 0L, 0);
        for (var i = 0; i < repayments.Count; i++)
        {
            if (IsDecidedIn(history, i, window))
            {
                var paidOnIt = repayments.Amount(i) - repayments.Unpaid(i, history.Today);
                (paid, due, count) = (paid + paidOnIt, due + repayments.Amount(i), count + 1);
                history.Note(repayments.Fact(i), repayments.DueDay(i), paidOnIt, EvidencePart.Numerator);
                history.Note(repayments.Fact(i), repayments.DueDay(i), repayments.Amount(i), EvidencePart.Denominator);
            }
        }

        return count < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, count)
            : FeatureValue.Of((double)paid / due, count);
    }

    private static FeatureValue FirstLate(PreparedHistory history)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None || repayments.Count == 0 || !repayments.IsDecided(0, history.Today))
        {
            return FeatureValue.Missing(repayments.Cause != MissingCause.None ? repayments.Cause : MissingCause.TooLittleData);
        }

        history.Note(repayments.Fact(0), repayments.DueDay(0), repayments.IsLate(0) ? 1 : 0);
        return FeatureValue.Of(repayments.IsLate(0) ? 1 : 0, 1);
    }

    private static bool IsDecidedIn(PreparedHistory history, int index, Window window) =>
        window.Holds(history.Today - history.Repayments.DueDay(index)) && history.Repayments.IsDecided(index, history.Today);

    /// <summary>Days late of the decided instalments due in a window, in due order; the next call takes the room back.</summary>
    private static Span<double> DaysLate(PreparedHistory history, Window window, string part = EvidencePart.Value)
    {
        var repayments = history.Repayments;
        var days = history.RoomFor(repayments.Count);
        var count = 0;
        for (var i = 0; i < repayments.Count; i++)
        {
            if (IsDecidedIn(history, i, window))
            {
                days[count] = repayments.DaysLate(i, history.Today);
                history.Note(repayments.Fact(i), repayments.DueDay(i), days[count], part);
                count++;
            }
        }

        return days[..count];
    }
}
