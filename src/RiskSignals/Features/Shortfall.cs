namespace RiskSignals.Features;

/// <summary>
/// The chance that the balance falls below the instalment before it is due, from what the borrower's own balance did at the same
/// point of earlier months.
/// </summary>
/// <remarks>
/// For each of the last months, and start days up to <see cref="ShiftDays"/> either side of the same phase, take how far the balance
/// fell from its start at most; the probability is the share of those falls that would take today's balance below the instalment,
/// half a case added to either side. The opening balance of the due date is the last one looked at, as the collection itself, and what
/// follows it that day, would otherwise count against the borrower.
/// </remarks>
internal static class Shortfall
{
    private const int Months = 6;

    private const int ShiftDays = 3;

    /// <summary>Starts below which the past says too little: three months' worth.</summary>
    private const int StartsMin = 3 * ((2 * ShiftDays) + 1);

    private const double DaysPerMonth = 30.4375;

    public static FeatureValue Probability(PreparedHistory history)
    {
        var cause = BalanceFeatures.Cause(history);
        if (cause == MissingCause.None)
        {
            cause = history.InstalmentCause;
        }

        if (cause != MissingCause.None || history.NextDueDay is not { } due)
        {
            return FeatureValue.Missing(cause != MissingCause.None ? cause : MissingCause.NotApplicable);
        }

        var balances = history.Bank.Balances;
        var ahead = due - history.Today - 1;
        var (starts, below) = (0, 0);
        for (var month = 1; month <= Months; month++)
        {
            for (var shift = -ShiftDays; shift <= ShiftDays; shift++)
            {
                var start = (int)Math.Round(month * DaysPerMonth) + shift;
                if (start >= balances.Days || start < ahead)
                {
                    continue;
                }

                var lowest = balances.At(start);
                for (var ago = start - 1; ago >= start - ahead; ago--)
                {
                    lowest = Math.Min(lowest, balances.At(ago));
                }

                starts++;
                below += balances.At(0) + lowest - balances.At(start) < history.Instalment ? 1 : 0;
            }
        }

        history.NoteDay(history.Today, balances.At(0));
        return starts < StartsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, starts)
            : FeatureValue.Of((below + 0.5) / (starts + 1.0), starts);
    }
}
