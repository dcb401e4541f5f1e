using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>What is left on current bank accounts, against the instalment and the borrower's own outflow.</summary>
internal static class BalanceFeatures
{
    /// <summary>The baseline, t−209 … t−30.</summary>
    private static readonly Window Baseline = new("baseline", 30, 209);

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Balance)
        .Add("balance_eod_p10_{w}", [D30, D60, D90, D31To60, D61To90], "10th percentile of end-of-day balance ÷ instalment", "instalments",
            Falls, "Your balance was often low compared with your instalment", Behind,
            (history, window) => Percentile(history, window, 0.1), "Plaid")
        .Add("balance_eod_p50_{w}", [D30, D60, D90, D31To60, D61To90], "Median, same scale", "instalments", Falls,
            "Your usual balance is low compared with your instalment", Behind, (history, window) => Percentile(history, window, 0.5), "Plaid")
        .Add("balance_eod_p90_{w}", [D30, D60, D90], "90th percentile, same scale", "instalments", Falls,
            "Even your higher balances are low compared with your instalment", Behind,
            (history, window) => Percentile(history, window, 0.9), "Plaid")
        .Add("balance_eod_min_{w}", [D30, D90], "Minimum ÷ instalment", "instalments", Falls, "Your lowest balance was {value} instalments",
            Behind, (history, window) => Percentile(history, window, 0), "Flinks, Truv")
        .Add("balance_eod_ratio_30d", "Median balance in 30d ÷ baseline median; NaN if the baseline is ≤ 0", "ratio", Falls,
            "Your balance is lower than is usual for you", Behind, BaselineRatio)
        .Add("balance_eod_slope_{w}", [D30, D90], "Slope of end-of-day balance ÷ own outflow", "days of outflow per day", Falls,
            "Your balance has been going down", Behind, Slope, "Flinks")
        .Add("balance_pre_income_slope_180d",
            "Slope over income cycles of the mean balance on the 3 days before income ÷ instalment", "instalments per cycle", Falls,
            "You have less left at the end of each month", Behind, PayCycles.BalanceBeforeSlope)
        .Add("balance_negative_days_count_{w}", [D30, D90, D180], "Days with balance below 0", "days", Rises,
            "Your balance was below zero on {value} days", Sum, (history, window) => DaysBelow(history, window, level: 0), "Plaid, Flinks")
        .Add("balance_negative_since_life", "Days since the balance was last below 0", "days", Falls,
            "Your balance was below zero {value} days ago", Sum, NegativeSince, "Plaid")
        .Add("balance_below_instalment_days_count_{w}", [D30, D90], "Days with balance below the instalment", "days", Rises,
            "Your balance was below your instalment on {value} days", Sum, DaysBelowInstalment)
        .Add("balance_instalment_ratio_now", "Balance as of t ÷ instalment", "instalments", Falls, "Your balance is {value} instalments",
            Quotient, InstalmentRatio, "Plaid")
        .Add("balance_at_due_mean_180d", "Mean of opening balance on due dates ÷ amount due that day", "ratio", Falls,
            "Your balance is often too low on the day an instalment is due", Behind, AtDue)
        .Add("balance_overdraft_ratio_{w}", [D30, D90], "Mean overdraft used ÷ arranged limit", "ratio", Rises,
            "You are using {value} of your overdraft limit", Behind, Overdraft, "Experian")
        .Add("balance_unarranged_days_count_{w}", [D30, D90], "Days below the arranged limit", "days", Rises,
            "You went past your overdraft limit on {value} days", Sum, Unarranged, "Bud")
        .Add("balance_runway_value_now", "Balance as of t ÷ own outflow", "days", Falls,
            "Your balance would cover about {value} days of your usual spending", Behind, Runway)
        .Add("balance_savings_ratio_{w}", [D90, D180], "Savings as of t ÷ savings at window start; NaN if the start is 0", "ratio", Falls,
            "Your savings have gone down", Quotient, Savings)
        .Add("balance_shortfall_prob_next",
            "Probability that the lowest balance before and on the next due date is below the instalment", "probability", Rises,
            "Your balance may not cover the next instalment", Behind, Shortfall.Probability, "Mastercard, Truv")
        .Features;

    /// <summary>Why balances can't answer; <see cref="MissingCause.None"/> if they can.</summary>
    public static MissingCause Cause(PreparedHistory history) => history.Bank.Cause != MissingCause.None ? history.Bank.Cause
        : history.Bank.Balances.Days == 0 ? MissingCause.NoData : MissingCause.None;

    /// <summary>The same for balances against the instalment.</summary>
    public static MissingCause InstalmentCause(PreparedHistory history) =>
        Cause(history) is var cause && cause != MissingCause.None ? cause : history.InstalmentCause;

    private static FeatureValue Percentile(PreparedHistory history, Window window, double share)
    {
        var cause = InstalmentCause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var sorted = history.Bank.Balances.SortedIn(window);
        if (sorted.Length < FeatureValue.RowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, sorted.Length);
        }

        NoteDays(history, window);
        return FeatureValue.Of(Spread.Quantile(sorted, share) / history.Instalment, sorted.Length);
    }

    private static FeatureValue BaselineRatio(PreparedHistory history)
    {
        var cause = Cause(history);
        var balances = history.Bank.Balances;
        if (cause != MissingCause.None || balances.Days < 30 * (1 + FeatureValue.BlocksMin))
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.TooLittleData);
        }

        NoteDays(history, D30);
        var baseline = balances.MedianIn(Baseline);
        return baseline <= 0
            ? FeatureValue.Missing(MissingCause.NotApplicable)
            : FeatureValue.Of(Spread.Quantile(balances.SortedIn(D30), 0.5) / baseline, balances.SortedIn(D30).Length);
    }

    private static FeatureValue Slope(PreparedHistory history, Window window)
    {
        var cause = Cause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var days = history.Bank.Balances.In(window);
        if (!window.IsCovered(history.Bank.Balances.Days - 1) || OwnOutflow(history) is not { } outflow)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, days.Length);
        }

        Span<double> numbers = stackalloc double[D90.Days];
        numbers = numbers[..days.Length];
        for (var i = 0; i < days.Length; i++)
        {
            numbers[days.Length - 1 - i] = days[i];
        }

        NoteDays(history, window);
        return FeatureValue.Quotient(Spread.Slope(numbers), outflow, days.Length);
    }

    private static FeatureValue DaysBelow(PreparedHistory history, Window window, long level)
    {
        var cause = Cause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var days = history.Bank.Balances.In(window);
        var count = 0;
        for (var i = 0; i < days.Length; i++)
        {
            if (days[i] < level)
            {
                count++;
                NoteDay(history, window.NewestAgo + i, 1);
            }
        }

        return count > 0 || window.IsCovered(history.Bank.Balances.Days - 1)
            ? FeatureValue.Of(count, days.Length)
            : FeatureValue.Missing(MissingCause.TooLittleData, days.Length);
    }

    private static FeatureValue DaysBelowInstalment(PreparedHistory history, Window window)
    {
        var cause = InstalmentCause(history);
        return cause != MissingCause.None ? FeatureValue.Missing(cause) : DaysBelow(history, window, history.Instalment);
    }

    private static FeatureValue NegativeSince(PreparedHistory history)
    {
        var cause = Cause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var balances = history.Bank.Balances;
        for (var ago = 0; ago < balances.Days; ago++)
        {
            if (balances.At(ago) < 0)
            {
                NoteDay(history, ago, ago);
                return FeatureValue.Of(ago, 1);
            }
        }

        return FeatureValue.Missing(MissingCause.NotApplicable, balances.Days);
    }

    private static FeatureValue InstalmentRatio(PreparedHistory history)
    {
        var cause = InstalmentCause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        NoteDay(history, 0, history.Bank.Balances.At(0), EvidencePart.Numerator);
        history.Note(history.LoanId, history.Today, history.Instalment, EvidencePart.Denominator);
        return FeatureValue.Of((double)history.Bank.Balances.At(0) / history.Instalment, 1);
    }

    /// <summary>The opening balance of a day is the balance at the end of the day before.</summary>
    private static FeatureValue AtDue(PreparedHistory history)
    {
        var cause = Cause(history);
        if (cause == MissingCause.None)
        {
            cause = history.Repayments.Cause;
        }

        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var (sum, count) = (0.0, 0);
        for (var i = 0; i < history.Repayments.Count; i++)
        {
            var openedAgo = history.Today - history.Repayments.DueDay(i) + 1;
            if (D180.Holds(openedAgo - 1) && openedAgo < history.Bank.Balances.Days)
            {
                sum += (double)history.Bank.Balances.At(openedAgo) / history.Repayments.Amount(i);
                count++;
                NoteDay(history, openedAgo, history.Bank.Balances.At(openedAgo));
            }
        }

        return count < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, count)
            : FeatureValue.Of(sum / count, count);
    }

    private static FeatureValue Overdraft(PreparedHistory history, Window window)
    {
        var cause = Cause(history);
        var days = cause == MissingCause.None ? history.Bank.Balances.In(window) : default;
        if (cause != MissingCause.None || ArrangedLimit(history) is not { } limit)
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.NoData);
        }

        if (days.Length < FeatureValue.RowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, days.Length);
        }

        var used = 0L;
        foreach (var balance in days)
        {
            used += Math.Max(0, -balance);
        }

        NoteDays(history, window);
        return FeatureValue.Quotient((double)used / days.Length, limit, days.Length);
    }

    private static FeatureValue Unarranged(PreparedHistory history, Window window)
    {
        var cause = Cause(history);
        return cause != MissingCause.None ? FeatureValue.Missing(cause)
            : ArrangedLimit(history) is { } limit ? DaysBelow(history, window, -limit)
            : FeatureValue.Missing(MissingCause.NoData);
    }

    private static FeatureValue Runway(PreparedHistory history)
    {
        var cause = Cause(history);
        if (cause != MissingCause.None || OwnOutflow(history) is not { } outflow)
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.TooLittleData);
        }

        NoteDay(history, 0, history.Bank.Balances.At(0));
        return FeatureValue.Quotient(history.Bank.Balances.At(0), outflow, 1);
    }

    private static FeatureValue Savings(PreparedHistory history, Window window)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var savings = history.Bank.SavingsBalances;
        if (savings.Days <= window.OldestAgo)
        {
            return FeatureValue.Missing(savings.Days == 0 ? MissingCause.NoData : MissingCause.TooLittleData, savings.Days);
        }

        NoteDay(history, 0, savings.At(0), EvidencePart.Numerator);
        NoteDay(history, window.OldestAgo, savings.At(window.OldestAgo), EvidencePart.Denominator);
        return FeatureValue.Quotient(savings.At(0), savings.At(window.OldestAgo), 2);
    }

    /// <summary>The baseline median daily outflow in minor units.</summary>
    private static double? OwnOutflow(PreparedHistory history) => history.Bank.BaselineMedian(Measure.Outflow) / 30;

    /// <summary>Arranged overdraft over current bank accounts; null if that of any is not known.</summary>
    private static long? ArrangedLimit(PreparedHistory history)
    {
        long? limit = 0;
        foreach (var account in history.Bank.Columns.Accounts)
        {
            if (account.Kind == Borrowers.BankAccountKind.Current)
            {
                limit += account.ArrangedOverdraft?.MinorUnits;
            }
        }

        return limit;
    }

    private static void NoteDays(PreparedHistory history, Window window)
    {
        if (history.IsTraced)
        {
            var days = history.Bank.Balances.In(window);
            for (var i = 0; i < days.Length; i++)
            {
                NoteDay(history, window.NewestAgo + i, days[i]);
            }
        }
    }

    private static void NoteDay(PreparedHistory history, int daysAgo, double quantity, string part = EvidencePart.Value) =>
        history.NoteDay(history.Today - daysAgo, quantity, part);
}
