using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>Circumstances and rights on record. None on record is a 0 once the borrower is known.</summary>
internal static class RecordedFlags
{
    public static FeatureValue Holds(PreparedHistory history, BorrowerFlagKind kind)
    {
        if (history.History.Borrower is null)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var held = 0;
        foreach (var flag in history.History.Flags)
        {
            if (flag.Kind == kind && flag.HoldsOn(history.History.AsOf) && flag.Concerns(history.LoanId))
            {
                held++;
                history.Note(flag.FlagId, flag.StartsOn.DayNumber, 1);
            }
        }

        return FeatureValue.Of(Math.Min(1, held), held);
    }

    /// <summary>A stay on the borrower, or one recorded on the loan.</summary>
    public static FeatureValue HoldsMoratorium(PreparedHistory history)
    {
        var flag = Holds(history, BorrowerFlagKind.Moratorium);
        if (flag.Cause != MissingCause.None || history.Loan is null)
        {
            return flag;
        }

        var held = flag.Evidence;
        foreach (var loanEvent in history.Loan.Events)
        {
            if (loanEvent.Kind == LoanEventKind.Moratorium && loanEvent.HoldsOn(history.History.AsOf))
            {
                held++;
                history.Note(loanEvent.LoanEventId, loanEvent.StartsOn.DayNumber, 1);
            }
        }

        return FeatureValue.Of(Math.Min(1, held), held);
    }

    /// <summary>Opt-outs that began in a window, by channel.</summary>
    public static FeatureValue CountOptOuts(PreparedHistory history, Window window)
    {
        if (history.History.Borrower is null)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var count = 0;
        foreach (var flag in history.History.Flags)
        {
            if (flag.Kind is BorrowerFlagKind.OptOutSms or BorrowerFlagKind.OptOutEmail or BorrowerFlagKind.OptOutCall
                && window.Holds(history.Today - flag.StartsOn.DayNumber))
            {
                count++;
                history.Note(flag.FlagId, flag.StartsOn.DayNumber, 1);
            }
        }

        return FeatureValue.Of(count, count);
    }
}
