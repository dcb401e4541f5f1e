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

    /// <summary>
    /// The first state that ends observation on day t+1 … <paramref name="to"/>, or null. A lasting state that began earlier but was not
    /// known by then counts from day t+1: a late-recorded death is no miss.
    /// </summary>
    public static (DateOnly Day, string State)? FirstEnd(BorrowerHistory matured, LoanHistory loan, DateOnly asOf, DateOnly to) =>
        Ends(matured, loan, asOf, to) is [var first, ..] ? first : null;

    /// <summary>All such states, by day.</summary>
    public static IReadOnlyList<(DateOnly Day, string State)> Ends(BorrowerHistory matured, LoanHistory loan, DateOnly asOf, DateOnly to)
    {
        var first = asOf.AddDays(1);
        var events = loan.Events.Where(loanEvent => EndedBy.ContainsKey(loanEvent.Kind)).Select(loanEvent => (
            loanEvent.StartsOn,
            loanEvent.EndsOn,
            Lasts: loanEvent.Kind is not (LoanEventKind.Restructured or LoanEventKind.ReAged),
            State: EndedBy[loanEvent.Kind]));
        var flags = matured.Flags
            .Where(flag => flag.Kind is BorrowerFlagKind.Deceased or BorrowerFlagKind.Moratorium && flag.Concerns(loan.Loan.LoanId))
            .Select(flag => (flag.StartsOn, flag.EndsOn, Lasts: true, State: Codes<BorrowerFlagKind>.Word(flag.Kind)));
        return
        [
            .. events.Concat(flags)
                .Where(end => end.StartsOn <= to && (end.StartsOn >= first || (end.Lasts && (end.EndsOn is not { } last || last >= first))))
                .Select(end => (Day: end.StartsOn < first ? first : end.StartsOn, end.State))
                .OrderBy(end => end.Day),
        ];
    }

    /// <summary>The first day in t+1 … <paramref name="to"/> on which a kind of event begins, or null.</summary>
    public static DateOnly? FirstDay(LoanHistory loan, LoanEventKind kind, DateOnly asOf, DateOnly to) => loan.Events
        .Where(loanEvent => loanEvent.Kind == kind && loanEvent.StartsOn > asOf && loanEvent.StartsOn <= to)
        .Select(loanEvent => (DateOnly?)loanEvent.StartsOn).Min();
}
