using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>The contract: how far it is, what is due next, and the borrower's other loans with the lender.</summary>
internal static class LoanFeatures
{
    private static readonly Window Life = new("life", 0, int.MaxValue - 1);

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Loan)
        .Add("loan_mob_value_now", "Full months since first disbursement", "months", None, NotAReason, Behind, MonthsOnBook)
        .Add("loan_instalments_left_count_now", "Instalments not yet due", "count", None, NotAReason, Sum, InstalmentsLeft)
        .Add("loan_balance_ratio_now", "Outstanding principal ÷ original principal", "ratio", Rises,
            "Most of the loan is still to be repaid", Behind, BalanceRatio)
        .Add("loan_instalment_change_ratio_90d", "Instalment ÷ instalment due 90 days before t", "ratio", Rises,
            "Your next instalment is higher than before", Quotient, InstalmentChange)
        .Add("loan_due_until_next", "Days to next due date", "days", None, NotAReason, Behind, DueUntil)
        .Add("loan_reschedule_count_{w}", [D365, Life],
            "Schedule versions that moved or lowered an instalment at the borrower's request", "count", None, NotAReason, Sum,
            RescheduleCount)
        .Add("loan_other_dpd_max_now", "Highest DPD on the borrower's other loans with the lender", "days", Rises,
            "Another of your loans with us is overdue", Behind, OtherDaysPastDue)
        .Add("loan_other_instalment_ratio_now",
            "Instalments due in the next 30 days on the borrower's other loans with the lender ÷ instalment", "ratio", Rises,
            "Several of your loans with us are due at the same time", Quotient, OtherInstalments)
        .Features;

    private static FeatureValue MonthsOnBook(PreparedHistory history)
    {
        if (history.Loan is not { } loan)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var (from, to) = (loan.Loan.OriginatedOn, history.History.AsOf);
        if (to < from)
        {
            return FeatureValue.Missing(MissingCause.NotApplicable);
        }

        var months = (12 * (to.Year - from.Year)) + to.Month - from.Month;
        history.Note(history.LoanId, from.DayNumber, months);
        return FeatureValue.Of(from.AddMonths(months) > to ? months - 1 : months, 1);
    }

    private static FeatureValue InstalmentsLeft(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var count = 0;
        foreach (var instalment in history.Loan!.Schedule)
        {
            if (instalment.DueOn > history.History.AsOf)
            {
                count++;
                history.Note(instalment, instalment.DueOn.DayNumber, 1);
            }
        }

        return FeatureValue.Of(count, history.Loan.Schedule.Count);
    }

    /// <summary>
    /// The lender's own split of payments into principal and interest is not among the facts: interest is charged daily at the nominal
    /// rate (actual ÷ 365), a payment goes to it first, and unpaid interest bears none.
    /// </summary>
    private static FeatureValue BalanceRatio(PreparedHistory history)
    {
        if (history.Loan is not { Loan.AnnualRateBasisPoints: not null } loan)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        history.Note(loan.Loan, loan.Loan.OriginatedOn.DayNumber, loan.Loan.Principal.MinorUnits);
        var (principal, interest, day) = ((double)loan.Loan.Principal.MinorUnits, 0.0, loan.Loan.OriginatedOn);
        foreach (var payment in loan.CountedPayments)
        {
            interest += Interest(loan, principal, day, payment.EffectiveOn);
            day = payment.EffectiveOn > day ? payment.EffectiveOn : day;
            var toInterest = Math.Min(interest, payment.Amount.MinorUnits);
            interest -= toInterest;
            principal = Math.Max(0, principal - (payment.Amount.MinorUnits - toInterest));
            history.Note(payment.PaymentId, payment.EffectiveOn.DayNumber, payment.Amount.MinorUnits);
        }

        return FeatureValue.Of(principal / loan.Loan.Principal.MinorUnits, loan.Payments.Count + 1);
    }

    /// <summary>Interest of the days from one to another, each at the rate that was known of it; at the first one before any was.</summary>
    private static double Interest(LoanHistory loan, double principal, DateOnly from, DateOnly to)
    {
        var interest = 0.0;
        var versions = loan.Versions;
        var rate = loan.Loan.AnnualRateBasisPoints!.Value;
        for (var i = versions.Length - 1; i >= 0; i--)
        {
            rate = versions[i].AnnualRateBasisPoints ?? rate;
        }

        for (var i = 0; i < versions.Length; i++)
        {
            var begins = i == 0 || versions[i].KnownOn.Day < from ? from : versions[i].KnownOn.Day;
            var ends = i + 1 < versions.Length && versions[i + 1].KnownOn.Day < to ? versions[i + 1].KnownOn.Day : to;
            rate = versions[i].AnnualRateBasisPoints ?? rate;
            interest += principal * rate / 10_000 * Math.Max(0, ends.DayNumber - begins.DayNumber) / 365;
        }

        return interest;
    }

    private static FeatureValue InstalmentChange(PreparedHistory history)
    {
        if (history.InstalmentCause != MissingCause.None)
        {
            return FeatureValue.Missing(history.InstalmentCause);
        }

        var repayments = history.Repayments;
        for (var i = repayments.Count - 1; i >= 0; i--)
        {
            if (history.Today - repayments.DueDay(i) >= D90.Days)
            {
                history.Note(history.LoanId, history.Today, history.Instalment, EvidencePart.Numerator);
                history.Note(repayments.Fact(i), repayments.DueDay(i), repayments.Amount(i), EvidencePart.Denominator);
                return FeatureValue.Of((double)history.Instalment / repayments.Amount(i), 2);
            }
        }

        return FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static FeatureValue DueUntil(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None || history.NextDueDay is not { } due)
        {
            return FeatureValue.Missing(
                history.Repayments.Cause != MissingCause.None ? history.Repayments.Cause : MissingCause.NotApplicable);
        }

        history.Note(history.LoanId, due, due - history.Today);
        return FeatureValue.Of(due - history.Today, 1);
    }

    private static FeatureValue RescheduleCount(PreparedHistory history, Window window)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var count = 0;
        foreach (var version in history.Loan!.Schedules)
        {
            if (version.Reason == ScheduleReason.BorrowerRequest && window.Holds(history.Today - version.HappenedOn.DayNumber))
            {
                count++;
                history.Note(version, version.HappenedOn.DayNumber, 1);
            }
        }

        return count > 0 || window == Life || window.IsCovered(history.Repayments.BeganDaysAgo)
            ? FeatureValue.Of(count, history.Loan.Schedules.Count)
            : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static FeatureValue OtherDaysPastDue(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var (max, others) = (0, 0);
        foreach (var loan in history.History.Loans)
        {
            if (loan.Loan.LoanId != history.LoanId && loan.Schedule.Count > 0 && !loan.IsOver)
            {
                var days = loan.DaysPastDue;
                max = Math.Max(max, days);
                others++;
                history.Note(loan.Loan.LoanId, history.Today, days);
            }
        }

        return others == 0 ? FeatureValue.Missing(MissingCause.NotApplicable) : FeatureValue.Of(max, others);
    }

    private static FeatureValue OtherInstalments(PreparedHistory history)
    {
        if (history.InstalmentCause != MissingCause.None)
        {
            return FeatureValue.Missing(history.InstalmentCause);
        }

        var (due, others, count) = (0L, 0, 0);
        foreach (var loan in history.History.Loans)
        {
            if (loan.Loan.LoanId == history.LoanId || loan.Schedule.Count == 0 || loan.IsOver || loan.Loan.Currency != history.Loan!.Loan.Currency)
            {
                continue;
            }

            others++;
            foreach (var instalment in loan.Schedule)
            {
                var daysAhead = instalment.DueOn.DayNumber - history.Today;
                if (daysAhead > 0 && daysAhead <= D30.Days)
                {
                    due += instalment.Amount.MinorUnits;
                    count++;
                    history.Note(instalment, instalment.DueOn.DayNumber, instalment.Amount.MinorUnits, EvidencePart.Numerator);
                }
            }
        }

        history.Note(history.LoanId, history.Today, history.Instalment, EvidencePart.Denominator);
        return others == 0 ? FeatureValue.Missing(MissingCause.NotApplicable) : FeatureValue.Of((double)due / history.Instalment, count);
    }
}
