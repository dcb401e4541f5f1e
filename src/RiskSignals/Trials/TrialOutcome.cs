using RiskSignals.Borrowers;

namespace RiskSignals.Trials;

/// <summary>A trial's measure of one assigned loan.</summary>
public static class TrialOutcome
{
    /// <summary>Share of the amount due that counts as paid, in per cent; the same as in PAY30.</summary>
    public const int PaidPercent = 95;

    /// <summary>
    /// The measure over the window that begins the day after assignment, by what is known on the day it matures: a payment reversed by
    /// then does not count. Due is what was in arrears at assignment and what was to fall due in the window under the schedule known at
    /// assignment: an arm that moves due dates must not win by moving them. With nothing due it is paid.
    /// </summary>
    /// <param name="file">The borrower's facts; those learnt after the outcome matures make no difference.</param>
    /// <returns>0 or 1, or minor units, as the trial's measure says.</returns>
    /// <exception cref="ArgumentException">The borrower does not have the loan.</exception>
    public static long Of(Trial trial, BorrowerFile file, string loanId, DateOnly assignedOn)
    {
        var loan = file.AsOf(trial.MaturesOn(assignedOn)).Loan(loanId) ?? throw new ArgumentException(
            $"Borrower '{file.BorrowerId}' has no loan '{loanId}'; a trial is measured on the loan it was decided on.", nameof(loanId));
        var ledger = loan.LedgerUnder(assignedOn);
        var end = assignedOn.AddDays(trial.Plan.WindowDays);
        var paid = (ledger.PaidBy(end) - ledger.PaidBy(assignedOn)).MinorUnits;
        if (trial.Plan.Measure == TrialMeasure.AmountPaid)
        {
            return paid;
        }

        var due = (ledger.Arrears(assignedOn) + ledger.DueBy(end) - ledger.DueBy(assignedOn)).MinorUnits;
        return paid * 100 >= due * PaidPercent ? 1 : 0;
    }
}
