using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Recurring debits to billers, and those that did not come.</summary>
internal static class BillFeatures
{
    /// <summary>Payments from which a biller's debits are a bill.</summary>
    private const int PaymentsMin = 4;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Bills)
        .Add("bill_active_count_now", "Active billers", "count", None, NotAReason, Sum, ActiveCount, "Flinks, Ntropy")
        .Add("bill_missed_count_{w}", [D30, D60, D90],
            "Bills expected in window and unpaid past the biller's own 95th percentile gap", "count", Rises,
            "{value} regular bills were not paid when they usually are", Sum,
            (history, window) => MissedCount(history, window, onlyPriority: false), "Mastercard")
        .Add("bill_missed_share_90d", "Missed ÷ expected bills", "share", Rises, "A larger share of your regular bills was not paid",
            Behind, MissedShare)
        .Add("bill_priority_missed_count_90d", "Missed bills that are priority bills; also unlocks support", "count", Rises,
            "A bill for housing, energy, water or local tax was not paid", Sum,
            history => MissedCount(history, D90, onlyPriority: true))
        .Add("bill_overdue_max_now", "Largest of (days since payment − cadence) over active billers, at least 0", "days", Rises,
            "A regular bill is {value} days later than usual", Behind, OverdueMax)
        .Add("bill_overdue_prob_max_now",
            "Largest probability over billers that the payment is missed, not merely late, from the biller's own gap distribution",
            "probability", Rises, "A regular bill appears to have been missed", Behind, BillOdds.MissedMax)
        .Add("bill_days_late_mean_180d", "Mean days after the expected day over bills paid in window; early = 0", "days", Rises,
            "You have been paying regular bills later", Quotient, DaysLate)
        .Add("bill_total_z_30d", "Robust z of bills paid in 30d", "sd", Rises, "Your regular bills rose above their usual range", Behind,
            history => history.Bank.AmountZ(Measure.Bill))
        .Add("bill_cover_prob_next",
            "Probability that balance and expected income cover all bills and instalments expected in t+1 … t+30", "probability", Falls,
            "Your expected income may not cover the bills ahead", Behind, BillOdds.Covered, "Bud")
        .Features;

    private static bool IsBill(RecurringStream stream) => stream.Count >= PaymentsMin;

    /// <summary>A biller is active until so many of its payments have been missed that the contract is taken as ended.</summary>
    public static bool IsActive(PreparedHistory history, RecurringStream stream) =>
        IsBill(stream) && history.Today - history.Bank.Bills.LastDay(stream) <= ExpectedPayments.CadencesMax * stream.Cadence;

    /// <summary>
    /// The 95th percentile of the biller's gaps, at least the cadence and the days of grace: with the few gaps of a year the percentile
    /// is little more than the largest, and a payment two days later than that is late, not missed.
    /// </summary>
    private static double LongestUsualGap(PreparedHistory history, RecurringStream stream)
    {
        var gaps = history.Bank.Bills.SortedGaps(stream);

        // A gap that spans missed payments is what is looked for; it must not widen what is usual.
        var usual = gaps.Length;
        while (usual > 1 && gaps[usual - 1] > RecurringStreams.ActiveGaps * stream.Cadence)
        {
            usual--;
        }

        return Math.Max(Spread.Quantile(gaps[..usual], 0.95), stream.Cadence + RepaymentDays.Grace);
    }

    private static FeatureValue ActiveCount(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var count = 0;
        foreach (var stream in history.Bank.Bills.All)
        {
            if (IsActive(history, stream))
            {
                count++;
                Note(history, stream, stream.Count - 1, 1);
            }
        }

        // Four monthly payments take this long to be seen.
        return history.Bank.CountOrTooLittle(count, D90);
    }

    private static FeatureValue MissedCount(PreparedHistory history, Window window, bool onlyPriority)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var missed = 0;
        foreach (var stream in history.Bank.Bills.All)
        {
            var isPriority = stream.Category
                is BankCategory.Housing or BankCategory.Energy or BankCategory.Water or BankCategory.LocalTax;
            if (IsBill(stream) && (isPriority || !onlyPriority))
            {
                missed += ExpectedPayments
                    .CountMissed(history, history.Bank.Bills, stream, window, LongestUsualGap(history, stream)).Missed;
            }
        }

        return history.Bank.CountOrTooLittle(missed, window);
    }

    private static FeatureValue MissedShare(PreparedHistory history)
    {
        if (history.Bank.Lacks(D90, out var missing))
        {
            return missing;
        }

        var (expected, missed) = (0, 0);
        foreach (var stream in history.Bank.Bills.All)
        {
            if (IsBill(stream))
            {
                var counts = ExpectedPayments.CountMissed(history, history.Bank.Bills, stream, D90, LongestUsualGap(history, stream));
                (expected, missed) = (expected + counts.Expected, missed + counts.Missed);
            }
        }

        return expected is > 0 and < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, expected)
            : FeatureValue.Quotient(missed, expected, expected);
    }

    private static FeatureValue OverdueMax(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var (max, evidence) = (0.0, 0);
        foreach (var stream in history.Bank.Bills.All)
        {
            if (IsActive(history, stream))
            {
                var overdue = history.Today - history.Bank.Bills.LastDay(stream) - stream.Cadence;
                max = Math.Max(max, overdue);
                evidence += stream.Count;
                Note(history, stream, stream.Count - 1, overdue);
            }
        }

        return evidence > 0 ? FeatureValue.Of(max, evidence) : FeatureValue.Missing(MissingCause.NotApplicable);
    }

    private static FeatureValue DaysLate(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var (sum, count) = (0.0, 0);
        foreach (var stream in history.Bank.Bills.All)
        {
            var days = history.Bank.Bills.Days(stream);
            for (var i = 1; IsBill(stream) && i < days.Length; i++)
            {
                if (D180.Holds(history.Today - days[i]))
                {
                    var late = Math.Max(0, days[i] - days[i - 1] - stream.Cadence);
                    sum += late;
                    count++;
                    Note(history, stream, i, late, EvidencePart.Numerator);
                    Note(history, stream, i, 1, EvidencePart.Denominator);
                }
            }
        }

        return count < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, count)
            : FeatureValue.Of(sum / count, count);
    }

    private static void Note(
        PreparedHistory history, RecurringStream stream, int index, double quantity, string part = EvidencePart.Value)
    {
        if (history.IsTraced)
        {
            var bills = history.Bank.Bills;
            history.NoteRow(bills.Rows(stream)[index], bills.Days(stream)[index], quantity, part);
        }
    }
}
