using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>A versioned definition of what is predicted about a loan as of a day.</summary>
/// <param name="Id">Name and version, as MISS30@1.</param>
/// <param name="Meaning">What outcome 1 stands for.</param>
/// <param name="DaysToMaturity">Days from the as of day until every grace period and reporting lag has passed.</param>
/// <param name="HigherIsRiskier">Whether a high probability is bad news.</param>
public sealed record Target(string Id, string Meaning, int DaysToMaturity, bool HigherIsRiskier)
{
    /// <summary>Misses an instalment in the next 30 days.</summary>
    public static Target Miss30 { get; } = new(
        "MISS30@1",
        "an instalment due in the next 30 days, in grace, or already missed stays unpaid past its grace",
        Scoring.Miss30.HorizonDays + Scoring.Miss30.GraceDays + Scoring.Miss30.LagDays,
        HigherIsRiskier: true)
    {
        Exclude = (_, loan) => Scoring.Miss30.Excludes(loan),
        Judge = (file, loanId, asOf, _) => Scoring.Miss30.Judge(file, loanId, asOf),
    };

    /// <summary>Rolls into a worse bucket within 30 days.</summary>
    public static Target Roll30 { get; } = new(
        "ROLL30@1",
        "30 days on the loan is in a worse bucket of days past due, or written off",
        Scoring.Roll30.HorizonDays + Scoring.Roll30.LagDays,
        HigherIsRiskier: true)
    {
        Exclude = (_, loan) => Scoring.Roll30.Excludes(loan),
        Judge = (file, loanId, asOf, _) => Scoring.Roll30.Judge(file, loanId, asOf),
    };

    /// <summary>Defaults within 90 days; a loan that owes nothing past due can only do so by being found unlikely to pay.</summary>
    public static Target Default90 { get; } = Defaults(days: 90);

    /// <summary>Defaults within a year; the one for loans that are current.</summary>
    public static Target Default365 { get; } = Defaults(days: 365);

    /// <summary>Pays what is due in the next 30 days.</summary>
    public static Target Pay30 { get; } = new(
        "PAY30@1",
        "payments in the next 30 days reach at least 95 % of the arrears plus the instalments falling due",
        Scoring.Pay30.HorizonDays + Scoring.Pay30.LagDays,
        HigherIsRiskier: false)
    {
        Exclude = (_, loan) => Scoring.Pay30.Excludes(loan),
        Judge = (file, loanId, asOf, _) => Scoring.Pay30.Judge(file, loanId, asOf),
    };

    /// <summary>Cures within 30 days with no treatment.</summary>
    public static Target SelfCure30 { get; } = new(
        "SELFCURE30@1",
        "within 30 days nothing is past due any more, without treatment contact or arrangement, and the next instalment is paid too",
        Scoring.SelfCure30.DaysToMaturity,
        HigherIsRiskier: false)
    {
        Exclude = Scoring.SelfCure30.Excludes,
        Judge = Scoring.SelfCure30.Judge,
    };

    /// <summary>Every target that is judged on facts.</summary>
    public static IReadOnlyList<Target> All { get; } = [Miss30, Pay30, Roll30, Default90, Default365, SelfCure30];

    /// <summary>The targets that signals and treatments rest on: a host does not start without a bundle for each.</summary>
    public static IReadOnlyList<Target> Decisive { get; } = [Miss30, Pay30];

    /// <summary>Why the loan, which every population holds, is not in this target's; null if it is.</summary>
    private Func<BorrowerHistory, LoanHistory, string?> Exclude { get; init; } = (_, _) => null;

    /// <summary>The label of borrower, loan and as of day, looked from a day by which the row has matured.</summary>
    private Func<BorrowerFile, string, DateOnly, DateOnly, Label> Judge { get; init; } = (_, _, _, _) => Scoring.Label.Immature;

    /// <summary>The first day on which a row as of <paramref name="asOf"/> may be labelled.</summary>
    public DateOnly MaturesOn(DateOnly asOf) => asOf.AddDays(DaysToMaturity);

    /// <summary>Why a loan has no place in the population as of a day, or null if it has one; uses only what was known that day.</summary>
    public string? Excludes(BorrowerHistory history, string loanId) =>
        Population.Excludes(history, loanId) ?? Exclude(history, history.Loan(loanId)!);

    /// <summary>The outcome of a loan as of a day, judged by what is known on the day the row matures.</summary>
    /// <param name="knownBy">The day looked from; before maturity there is no label.</param>
    public Label Label(BorrowerFile file, string loanId, DateOnly asOf, DateOnly knownBy)
    {
        if (Excludes(file.Look(asOf), loanId) is { } reason)
        {
            return Scoring.Label.Excluded(reason);
        }

        return knownBy < MaturesOn(asOf) ? Scoring.Label.Immature : Judge(file, loanId, asOf, knownBy);
    }

    private static Target Defaults(int days) => new(
        FormattableString.Invariant($"DEF90_{days}@1"),
        FormattableString.Invariant($"default (Basel) begins in the next {days} days: more than 90 days past due by more than the limits, or unlikely to pay"),
        days + Scoring.Def90.LagDays,
        HigherIsRiskier: true)
    {
        Exclude = (_, loan) => Scoring.Def90.Excludes(loan),
        Judge = (file, loanId, asOf, _) => Scoring.Def90.Judge(file, loanId, asOf, days),
    };
}
