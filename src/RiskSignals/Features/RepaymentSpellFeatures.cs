using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Arrears spells of this loan: when it became overdue, how far, how it came back; and promises and ways of payment.</summary>
internal static class RepaymentSpellFeatures
{
    /// <summary>Days after a return within which falling behind again is a relapse.</summary>
    private const int RelapseDays = 90;

    /// <summary>Days after the promised day within which a promise is kept.</summary>
    private const int PromiseDays = 3;

    /// <summary>Share of the promised amount that keeps a promise.</summary>
    private const double KeptShare = 0.95;

    private static readonly Window Life = new("life", 0, int.MaxValue - 1);

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Repayment)
        .Add("repayment_bucket_1_29_count_{w}", [D180, D365], "Times DPD went from 0 to above 0", "count", Rises,
            "Your loan became overdue {value} times", Sum, (history, window) => ReachedCount(history, window, daysPastDue: 1))
        .Add("repayment_bucket_30_59_count_{w}", [D365, Life], "Times DPD first reached 30 in an arrears spell", "count", Rises,
            "Your loan was 30 days or more overdue {value} times", Sum,
            (history, window) => ReachedCount(history, window, daysPastDue: 30))
        .Add("repayment_bucket_60_89_count_{w}", [D365, Life], "Times DPD first reached 60 in an arrears spell", "count", Rises,
            "Your loan was 60 days or more overdue {value} times", Sum,
            (history, window) => ReachedCount(history, window, daysPastDue: 60))
        .Add("repayment_late_since_life",
            "Days since the last day with DPD > 0; 0 if past due now; NaN `not_applicable` if never", "days", Falls,
            "Your loan was overdue {value} days ago", Sum, LateSince)
        .Add("repayment_relapse_count_365d", "Times past due again within 90 days after a cure", "count", Rises,
            "Your loan became overdue again soon after catching up", Sum, RelapseCount)
        .Add("repayment_promise_broken_count_{w}", [D90, D365], "Promises matured in window and broken", "count", Rises,
            "{value} agreed payments were not received", Sum, BrokenCount)
        .Add("repayment_promise_kept_share_365d", "Kept ÷ matured promises", "share", Falls,
            "Few of the agreed payments were received in full", Quotient, KeptPromises)
        .Add("repayment_method_change_count_180d", "Changes of payment method between successive payments", "count", Rises,
            "The way you pay changed {value} times", Sum, MethodChanges)
        .Add("repayment_direct_debit_flag_now",
            "1 if a mandate of this loan's is in force or, none of it being known, the latest payment was by direct debit; else 0", "flag", Falls,
            "Your loan is not collected by direct debit", Behind, DirectDebit)
        .Features;

    /// <summary>
    /// In a spell DPD first reaches n when an instalment of it has been unpaid n days; later instalments of the spell don't count again.
    /// </summary>
    private static FeatureValue ReachedCount(PreparedHistory history, Window window, int daysPastDue)
    {
        var repayments = history.Repayments;
        var (count, spellEnd, isReached) = (0, int.MinValue, false);
        for (var i = 0; i < repayments.Count; i++)
        {
            var unpaidTo = Math.Min(repayments.SettledDay(i) - 1, history.Today);
            if (unpaidTo <= repayments.DueDay(i))
            {
                continue;
            }

            isReached &= repayments.DueDay(i) + 1 <= spellEnd + 1;
            spellEnd = Math.Max(spellEnd, unpaidTo);
            var reachedDay = repayments.DueDay(i) + daysPastDue;
            if (!isReached && reachedDay <= unpaidTo)
            {
                isReached = true;
                if (window.Holds(history.Today - reachedDay))
                {
                    count++;
                    history.Note(repayments.Fact(i), reachedDay, 1);
                }
            }
        }

        return RepaymentFeatures.CountOrTooLittle(
            history, count, repayments.Count, window == Life ? window with { OldestAgo = Math.Max(0, repayments.BeganDaysAgo) } : window);
    }

    private static FeatureValue LateSince(PreparedHistory history)
    {
        var repayments = history.Repayments;
        if (repayments.Cause != MissingCause.None || repayments.LastPastDueDay(history.Today) is not { } last)
        {
            return FeatureValue.Missing(repayments.Cause != MissingCause.None ? repayments.Cause : MissingCause.NotApplicable);
        }

        history.NoteDay(last, history.Today - last);
        return FeatureValue.Of(history.Today - last, 1);
    }

    private static FeatureValue RelapseCount(PreparedHistory history)
    {
        var repayments = history.Repayments;
        var (count, spellEnd) = (0, int.MinValue);
        for (var i = 0; i < repayments.Count; i++)
        {
            var unpaidTo = Math.Min(repayments.SettledDay(i) - 1, history.Today);
            if (unpaidTo <= repayments.DueDay(i))
            {
                continue;
            }

            var (spellDay, returnDay) = (repayments.DueDay(i) + 1, spellEnd + 1);
            if (spellEnd != int.MinValue && spellDay > returnDay && spellDay - returnDay <= RelapseDays
                && D365.Holds(history.Today - spellDay) && HasHeld(repayments, returnDay))
            {
                count++;
                history.Note(repayments.Fact(i), spellDay, 1);
            }

            spellEnd = Math.Max(spellEnd, unpaidTo);
        }

        return RepaymentFeatures.CountOrTooLittle(history, count, repayments.Count, D365);
    }

    /// <summary>A return is a cure if the first instalment due after it is paid by its due date and grace.</summary>
    private static bool HasHeld(RepaymentDays repayments, int returnDay)
    {
        for (var i = 0; i < repayments.Count; i++)
        {
            if (repayments.DueDay(i) > returnDay)
            {
                return repayments.SettledDay(i) <= repayments.DueDay(i) + RepaymentDays.Grace;
            }
        }

        return false;
    }

    private static FeatureValue BrokenCount(PreparedHistory history, Window window)
    {
        var (_, broken, matured) = Promises(history, window, keptPart: null, brokenPart: EvidencePart.Value);
        return history.History.Promises.Count == 0
            ? FeatureValue.Missing(MissingCause.NoData)
            : RepaymentFeatures.CountOrTooLittle(history, broken, matured, window);
    }

    private static FeatureValue KeptPromises(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None || history.History.Promises.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var (kept, _, matured) = Promises(history, D365, keptPart: EvidencePart.Numerator, brokenPart: null);
        return matured is > 0 and < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, matured)
            : FeatureValue.Quotient(kept, matured, matured);
    }

    /// <summary>A promise matures 3 days after its day: kept at 95 % of its amount credited since it was made, broken at nothing.</summary>
    private static (int Kept, int Broken, int Matured) Promises(
        PreparedHistory history, Window window, string? keptPart, string? brokenPart)
    {
        var (kept, broken, matured) = (0, 0, 0);
        foreach (var promise in history.History.Promises)
        {
            var maturesOn = promise.PromisedFor.AddDays(PromiseDays);
            if (history.Loan is not { } loan || promise.LoanId != history.LoanId || !window.Holds(history.Today - maturesOn.DayNumber))
            {
                continue;
            }

            matured++;
            var credited = loan.Ledger.PaidBy(maturesOn) - loan.Ledger.PaidBy(promise.MadeOn.AddDays(-1));
            var isKept = credited.MinorUnits >= KeptShare * promise.Amount.MinorUnits;
            kept += isKept ? 1 : 0;
            broken += credited.MinorUnits == 0 ? 1 : 0;
            if (isKept && keptPart is not null)
            {
                history.Note(promise.PromiseId, maturesOn.DayNumber, 1, keptPart);
            }

            if (keptPart is not null)
            {
                history.Note(promise.PromiseId, maturesOn.DayNumber, 1, EvidencePart.Denominator);
            }

            if (credited.MinorUnits == 0 && brokenPart is not null)
            {
                history.Note(promise.PromiseId, maturesOn.DayNumber, 1, brokenPart);
            }
        }

        return (kept, broken, matured);
    }

    private static FeatureValue MethodChanges(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var payments = history.Loan!.Payments;
        var count = 0;
        Payment? before = null;
        for (var i = 0; i < payments.Count; i++)
        {
            if (before is not null && payments[i].Method != before.Method
                && D180.Holds(history.Today - payments[i].EffectiveOn.DayNumber))
            {
                count++;
                history.Note(payments[i].PaymentId, payments[i].EffectiveOn.DayNumber, 1);
            }

            before = payments[i];
        }

        return RepaymentFeatures.CountOrTooLittle(history, count, payments.Count, D180);
    }

    private static FeatureValue DirectDebit(PreparedHistory history)
    {
        if (history.Repayments.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Repayments.Cause);
        }

        var (known, inForce) = (0, false);
        var mandates = history.History.Mandates;
        for (var i = 0; i < mandates.Count; i++)
        {
            if (mandates[i].LoanId != history.LoanId)
            {
                continue;
            }

            known++;
            var isInForce = mandates[i].SignedOn <= history.History.AsOf && !(mandates[i].CancelledOn <= history.History.AsOf);
            inForce |= isInForce;
            history.Note(mandates[i], mandates[i].SignedOn.DayNumber, isInForce ? 1 : 0);
        }

        var payments = history.Loan!.Payments;
        if (known > 0 || payments.Count == 0)
        {
            return known > 0 ? FeatureValue.Of(inForce ? 1 : 0, known) : FeatureValue.Missing(MissingCause.TooLittleData);
        }

        var isCollected = payments[^1].Method == PaymentMethod.DirectDebit;
        history.Note(payments[^1], payments[^1].EffectiveOn.DayNumber, isCollected ? 1 : 0);
        return FeatureValue.Of(isCollected ? 1 : 0, 1);
    }
}
