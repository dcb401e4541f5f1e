using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>The loans that every target leaves out as of a day, and the states that end observation.</summary>
internal static class Population
{
    private static readonly (LoanEventKind Kind, string Reason)[] ClosedBy =
    [
        (LoanEventKind.PaidOff, "paid_off"),
        (LoanEventKind.WrittenOff, "written_off"),
        (LoanEventKind.Sold, "sold"),
        (LoanEventKind.Fraud, "fraud"),
        (LoanEventKind.Moratorium, "moratorium"),
    ];

    private static readonly Dictionary<LoanEventKind, string> EndedBy = new()
    {
        [LoanEventKind.PaidOff] = "paid_off",
        [LoanEventKind.Restructured] = "restructured",
        [LoanEventKind.ReAged] = "re_aged",
        [LoanEventKind.Moratorium] = "moratorium",
        [LoanEventKind.Sold] = "sold",
    };

    /// <summary>Why every target excludes the loan, or null.</summary>
    public static string? Excludes(BorrowerHistory history, string loanId)
    {
        if (history.Loan(loanId) is not { } loan)
        {
            return "unknown_loan";
        }

        if (loan.Loan.OriginatedOn > history.AsOf)
        {
            return "not_disbursed";
        }

        if (history.HasFlag(BorrowerFlagKind.Deceased))
        {
            return "deceased";
        }

        if (history.HasFlag(BorrowerFlagKind.Moratorium, loanId))
        {
            return "moratorium";
        }

        return Array.Find(ClosedBy, closed => loan.Is(closed.Kind, history.AsOf)).Reason;
    }

    /// <summary>The first state that ends observation on day t+1 … <paramref name="to"/>, or null.</summary>
    public static (DateOnly Day, string State)? FirstEnd(BorrowerHistory matured, LoanHistory loan, DateOnly asOf, DateOnly to)
    {
        var ends = loan.Events
            .Where(loanEvent => EndedBy.ContainsKey(loanEvent.Kind))
            .Select(loanEvent => (Day: loanEvent.StartsOn, State: EndedBy[loanEvent.Kind]))
            .Concat(matured.Flags
                .Where(flag => flag.Kind is BorrowerFlagKind.Deceased or BorrowerFlagKind.Moratorium)
                .Where(flag => flag.LoanId is null || flag.LoanId == loan.Loan.LoanId)
                .Select(flag => (Day: flag.StartsOn, State: Codes<BorrowerFlagKind>.Word(flag.Kind))))
            .Where(end => end.Day > asOf && end.Day <= to)
            .OrderBy(end => end.Day)
            .ToArray();
        return ends.Length == 0 ? null : ends[0];
    }

    /// <summary>
    /// The payments known at maturity set against the schedule that was in force before observation ended. Without the second half a
    /// restructured schedule would wipe out a miss that came before it.
    /// </summary>
    public static RepaymentLedger LedgerBefore(BorrowerFile file, LoanHistory matured, DateOnly? endedOn) =>
        endedOn is { } day && file.AsOf(day.AddDays(-1)).Loan(matured.Loan.LoanId) is { } before
            ? new RepaymentLedger(before.Schedule, matured.CountedPayments)
            : matured.Ledger;
}
