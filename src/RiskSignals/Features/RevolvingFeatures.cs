using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>
/// How much of a credit limit is drawn, and what the loan costs. Past limits and rates are those of the loan's earlier versions: a new one
/// holds from the day it is learnt. Loans without a limit are not revolving and have none of this but the rate.
/// </summary>
internal static class RevolvingFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Loan)
        .Add("loan_utilisation_ratio_now", "Drawn balance ÷ limit (revolving only)", "ratio", Rises, "You are using {value} of your credit limit",
            Quotient, Utilisation)
        .Add("loan_utilisation_slope_90d", "Slope of daily utilisation × 30", "ratio per block", Rises,
            "Your use of the credit limit has been growing", Behind, UtilisationSlope)
        .Add("loan_over_limit_days_count_90d", "Days with drawn balance above limit", "days", Rises,
            "You were above your credit limit on {value} days", Sum, OverLimitDays)
        .Add("loan_drawdown_ratio_30d", "Drawn in window ÷ limit (revolving only)", "ratio", Rises, "You drew a large part of your limit recently",
            Quotient, Drawdown)
        .Add("loan_rate_change_sum_180d", "Change in annual interest rate over the window", "percentage points", Rises,
            "The interest rate on this loan went up by {value} points", Sum, RateChange)
        .Features;

    /// <summary>Why nothing can be said of a limit: a loan under which nothing was ever charged has no known balance.</summary>
    private static MissingCause Cause(PreparedHistory history) => history.Loan is not { } loan ? MissingCause.NoData
        : loan.Loan.Limit is null ? MissingCause.NotApplicable
        : loan.Charges.Count == 0 ? MissingCause.NoData
        : MissingCause.None;

    /// <summary>Interest and fees are drawn too; a balance in the borrower's favour is nothing drawn.</summary>
    private static FeatureValue Utilisation(PreparedHistory history)
    {
        if (Cause(history) is var cause && cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var loan = history.Loan!;
        var drawn = Math.Max(0, Balance(loan));
        for (var i = 0; drawn > 0 && i < loan.Charges.Count; i++)
        {
            history.Note(loan.Charges[i], loan.Charges[i].ChargedOn.DayNumber, loan.Charges[i].Amount.MinorUnits, EvidencePart.Numerator);
        }

        for (var i = 0; drawn > 0 && i < loan.CountedPayments.Count; i++)
        {
            var payment = loan.CountedPayments[i];
            history.Note(payment, payment.EffectiveOn.DayNumber, payment.Amount.MinorUnits, EvidencePart.Subtracted);
        }

        history.Note(loan.Loan, history.Today, loan.Loan.Limit!.Value.MinorUnits, EvidencePart.Denominator);
        return FeatureValue.Quotient(drawn, loan.Loan.Limit.Value.MinorUnits, loan.Charges.Count + loan.CountedPayments.Count);
    }

    private static FeatureValue UtilisationSlope(PreparedHistory history)
    {
        if (Cause(history) is var cause && cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        Span<long> drawn = stackalloc long[D90.Days];
        var days = Fill(history, drawn);
        if (!D90.IsCovered(days - 1))
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, days);
        }

        Span<double> used = stackalloc double[days];
        for (var ago = 0; ago < days; ago++)
        {
            var limit = Limit(history.Loan!, history.Today - ago);
            if (limit == 0)
            {
                return FeatureValue.Missing(MissingCause.NotApplicable, days);
            }

            used[days - 1 - ago] = (double)drawn[ago] / limit;
            history.NoteDay(history.Today - ago, used[days - 1 - ago]);
        }

        return FeatureValue.Of(Spread.Slope(used) * D30.Days, days);
    }

    private static FeatureValue OverLimitDays(PreparedHistory history)
    {
        if (Cause(history) is var cause && cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        Span<long> drawn = stackalloc long[D90.Days];
        var days = Fill(history, drawn);
        var count = 0;
        for (var ago = 0; ago < days; ago++)
        {
            if (drawn[ago] > Limit(history.Loan!, history.Today - ago))
            {
                count++;
                history.NoteDay(history.Today - ago, 1);
            }
        }

        return count > 0 || D90.IsCovered(days - 1)
            ? FeatureValue.Of(count, days)
            : FeatureValue.Missing(MissingCause.TooLittleData, days);
    }

    /// <summary>Drawn is what the borrower bought or took in cash; interest and fees are the lender's doing.</summary>
    private static FeatureValue Drawdown(PreparedHistory history)
    {
        if (Cause(history) is var cause && cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        if (!D30.IsCovered(history.Repayments.BeganDaysAgo))
        {
            return FeatureValue.Missing(MissingCause.TooLittleData);
        }

        var charges = history.Loan!.Charges;
        var (sum, count) = (0L, 0);
        for (var i = 0; i < charges.Count; i++)
        {
            var day = charges[i].ChargedOn.DayNumber;
            if (D30.Holds(history.Today - day) && charges[i].Kind is LoanChargeKind.Purchase or LoanChargeKind.CashAdvance)
            {
                (sum, count) = (sum + charges[i].Amount.MinorUnits, count + 1);
                history.Note(charges[i], day, charges[i].Amount.MinorUnits, EvidencePart.Numerator);
            }
        }

        var limit = history.Loan.Loan.Limit!.Value.MinorUnits;
        history.Note(history.Loan.Loan, history.Today, limit, EvidencePart.Denominator);
        return FeatureValue.Quotient(sum, limit, count);
    }

    /// <summary>
    /// Rates are facts as versions of the loan, without a day of their own: a change counts on the day it is learnt, and a rate put right is
    /// told from one that was changed by nothing.
    /// </summary>
    private static FeatureValue RateChange(PreparedHistory history)
    {
        if (history.Loan is not { Loan.AnnualRateBasisPoints: not null } loan)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        if (!D180.IsCovered(history.Repayments.BeganDaysAgo))
        {
            return FeatureValue.Missing(MissingCause.TooLittleData);
        }

        var (points, count) = (0.0, 0);
        int? before = null;
        for (var i = 0; i < loan.Versions.Length; i++)
        {
            var day = loan.Versions[i].KnownOn.Day.DayNumber;
            if (loan.Versions[i].AnnualRateBasisPoints is { } rate)
            {
                if (before is { } earlier && rate != earlier && D180.Holds(history.Today - day))
                {
                    points += (rate - earlier) / 100.0;
                    count++;
                    history.Note(loan.Versions[i], day, (rate - earlier) / 100.0);
                }

                before = rate;
            }
        }

        return FeatureValue.Of(points, count);
    }

    /// <summary>Charges less the payments that count, in minor units.</summary>
    public static long Balance(LoanHistory loan)
    {
        var balance = 0L;
        foreach (var charge in loan.Charges)
        {
            balance += charge.Amount.MinorUnits;
        }

        foreach (var payment in loan.CountedPayments)
        {
            balance -= payment.Amount.MinorUnits;
        }

        return balance;
    }

    /// <summary>Drawn at the end of each day of the loan's life, newest first, as many as there are and there is room for.</summary>
    private static int Fill(PreparedHistory history, Span<long> drawn)
    {
        drawn.Clear();
        var loan = history.Loan!;
        var opening = 0L;
        for (var i = 0; i < loan.Charges.Count; i++)
        {
            Book(drawn, history.Today - loan.Charges[i].ChargedOn.DayNumber, loan.Charges[i].Amount.MinorUnits, ref opening);
        }

        for (var i = 0; i < loan.CountedPayments.Count; i++)
        {
            var payment = loan.CountedPayments[i];
            Book(drawn, history.Today - payment.EffectiveOn.DayNumber, -payment.Amount.MinorUnits, ref opening);
        }

        for (var ago = drawn.Length - 1; ago >= 0; ago--)
        {
            opening += drawn[ago];
            drawn[ago] = Math.Max(0, opening);
        }

        return Math.Clamp(history.Repayments.BeganDaysAgo + 1, 0, drawn.Length);
    }

    private static void Book(Span<long> days, int daysAgo, long amount, ref long opening)
    {
        if (daysAgo < days.Length)
        {
            days[daysAgo] += amount;
        }
        else
        {
            opening += amount;
        }
    }

    /// <summary>The limit as known by a day, or the first one known for days before it.</summary>
    private static long Limit(LoanHistory loan, int day)
    {
        var limit = 0L;
        for (var i = loan.Versions.Length - 1; i >= 0; i--)
        {
            if (loan.Versions[i].Limit is { } stated)
            {
                limit = stated.MinorUnits;
                if (loan.Versions[i].KnownOn.Day.DayNumber <= day)
                {
                    return limit;
                }
            }
        }

        return limit;
    }
}
