using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>How much of the borrower's money life the bank feeds show, how steadily, and how often facts were put right.</summary>
internal static class DataCoverageFeatures
{
    /// <summary>Days between a payment to us and the debit that shows it, either way.</summary>
    private const int DebitDaysMax = 5;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.DataQuality, FeatureUse.DataQuality)
        .Add("data_primary_flag_now", "The primary bank account (most income and bills) is among them", "flag", None, NotAReason, Behind,
            SeesPrimary, "Plaid")
        .Add("data_payment_coverage_share_180d", "Payments to us seen leaving a consented bank account ÷ payments to us", "share", None,
            NotAReason, Quotient, PaymentCoverage)
        .Add("data_gap_max_90d", "Longest run of days without a successful refresh", "days", None, NotAReason, Behind, LongestGap)
        .Add("data_correction_count_90d", "Facts changed after they were first known", "count", None, NotAReason, Sum, Corrections)
        .Features;

    /// <summary>
    /// Bank accounts without consent can't be compared, so the question is put to those that may be read: if current bank accounts among them
    /// took in income and paid bills in the last 90 days, the primary one is taken to be there; if either is missing, it is elsewhere.
    /// </summary>
    private static FeatureValue SeesPrimary(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.Lacks(D90, out var missing))
        {
            return missing;
        }

        var (income, bills) = (0, 0);
        var days = bank.Columns.Day;
        var cells = bank.Columns.Cell;
        for (var i = days.Length - 1; i >= 0 && D90.Holds(history.Today - days[i]); i--)
        {
            var (isIncome, isBill) = (MeasureCells.Adds(cells[i], Measure.Income), MeasureCells.Adds(cells[i], Measure.Bill));
            if ((isIncome || isBill) && bank.Columns.Accounts[bank.Columns.Account[i]].Kind == BankAccountKind.Current)
            {
                (income, bills) = (income + (isIncome ? 1 : 0), bills + (isBill ? 1 : 0));
                history.NoteRow(i, days[i], 1);
            }
        }

        return FeatureValue.Of(income > 0 && bills > 0 ? 1 : 0, income + bills);
    }

    /// <summary>
    /// Payments that count, to all loans in the currency of this one. One is seen if a debit of its amount, not given back, was booked at most
    /// five days from it; a debit shows one payment. Payments from before the bank data begins are not seen, which is what is measured.
    /// </summary>
    private static FeatureValue PaymentCoverage(PreparedHistory history)
    {
        var bank = history.Bank;
        if (bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(bank.CauseButAge);
        }

        var taken = history.RoomFor(bank.Columns.Count);
        taken.Clear();
        var (seen, all) = (0, 0);
        foreach (var loan in history.History.Loans)
        {
            var payments = loan.CountedPayments;
            for (var i = 0; loan.Loan.Currency == history.Loan?.Loan.Currency && i < payments.Count; i++)
            {
                var payment = payments[i];
                var day = payment.EffectiveOn.DayNumber;
                if (!D180.Holds(history.Today - day))
                {
                    continue;
                }

                all++;
                history.Note(payment, day, 1, EvidencePart.Denominator);
                if (DebitOf(bank.Columns, payment.Amount.MinorUnits, day, taken) is { } debit)
                {
                    seen++;
                    taken[debit] = 1;
                    history.NoteRow(debit, bank.Columns.Day[debit], 1, EvidencePart.Numerator);
                }
            }
        }

        return all is > 0 and < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, all)
            : FeatureValue.Quotient(seen, all, all);
    }

    /// <summary>The earliest debit of an amount near a day that shows no other payment.</summary>
    private static int? DebitOf(BankColumns columns, long amount, int day, ReadOnlySpan<double> taken)
    {
        for (var i = columns.FirstFrom(day - DebitDaysMax); i < columns.Count && columns.Day[i] <= day + DebitDaysMax; i++)
        {
            if (columns.Amount[i] == -amount && columns.Cell[i] is not (MeasureCells.NettedDebit or MeasureCells.CameBack) && taken[i] == 0)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>
    /// A refresh leaves no trace but what it brought: a day on which a bank transaction became known had one, as with
    /// <c>data_age_value_now</c>; one that brought nothing isn't seen. Days before a bank account could be read are not counted.
    /// </summary>
    private static FeatureValue LongestGap(PreparedHistory history)
    {
        if (history.Bank.CauseButAge != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.CauseButAge);
        }

        var accounts = history.Bank.Columns.Accounts;
        var began = int.MinValue;
        for (var i = 0; i < accounts.Count; i++)
        {
            began = Math.Max(began, history.Today - accounts[i].KnownOn.Day.DayNumber);
        }

        if (!D90.IsCovered(began))
        {
            return FeatureValue.Missing(MissingCause.TooLittleData);
        }

        Span<bool> refreshed = stackalloc bool[D90.Days];
        refreshed.Clear();
        var refreshes = MarkRefreshes(history, refreshed);
        var (longest, run, last) = (0, 0, 0);
        for (var ago = Math.Min(began, D90.OldestAgo); ago >= 0; ago--)
        {
            run = refreshed[ago] ? 0 : run + 1;
            (longest, last) = run > longest ? (run, ago) : (longest, last);
        }

        history.NoteDay(history.Today - last, longest);
        return FeatureValue.Of(longest, refreshes);
    }

    private static int MarkRefreshes(PreparedHistory history, Span<bool> refreshed)
    {
        var count = 0;
        foreach (var day in history.Bank.Columns.KnownDay)
        {
            var ago = history.Today - day;
            if (ago < refreshed.Length && !refreshed[ago])
            {
                refreshed[ago] = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// Facts of all the borrower's loans and readable bank accounts that were put right in the window, each once however often. A pending
    /// bank transaction that is posted, and a state that goes on (a contact's result, a consent's end), are not put right. Looked for since
    /// the first loan, or the first bank account if earlier.
    /// </summary>
    private static FeatureValue Corrections(PreparedHistory history)
    {
        var began = -1;
        foreach (var loan in history.History.Loans)
        {
            began = Math.Max(began, history.Today - loan.Loan.OriginatedOn.DayNumber);
        }

        var accounts = history.Bank.Columns.Accounts;
        for (var i = 0; i < accounts.Count; i++)
        {
            began = Math.Max(began, history.Today - accounts[i].KnownOn.Day.DayNumber);
        }

        if (began < 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var corrections = history.History.Corrections;
        var count = 0;
        for (var i = corrections.Length - 1; i >= 0; i--)
        {
            var day = corrections[i].KnownOn.Day.DayNumber;
            if (!D90.Holds(history.Today - day))
            {
                break;
            }

            var mayBeRead = corrections[i] is not BankTransaction transaction || history.History.HasConsent(transaction.BankAccountId);
            if (mayBeRead && !IsChangedLater(corrections, i))
            {
                count++;
                history.Note(corrections[i], day, 1);
            }
        }

        return count > 0 || D90.IsCovered(began) ? FeatureValue.Of(count, count) : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static bool IsChangedLater(ReadOnlySpan<Fact> corrections, int index)
    {
        for (var i = index + 1; i < corrections.Length; i++)
        {
            if (corrections[i].Key == corrections[index].Key && corrections[i].GetType() == corrections[index].GetType())
            {
                return true;
            }
        }

        return false;
    }
}
