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
        HigherIsRiskier: true);

    /// <summary>Pays what is due in the next 30 days.</summary>
    public static Target Pay30 { get; } = new(
        "PAY30@1",
        "payments in the next 30 days reach at least 95 % of the arrears plus the instalments falling due",
        Scoring.Pay30.HorizonDays + Scoring.Pay30.LagDays,
        HigherIsRiskier: false);

    /// <summary>Every target that is judged on facts.</summary>
    public static IReadOnlyList<Target> All { get; } = [Miss30, Pay30];

    /// <summary>The first day on which a row as of <paramref name="asOf"/> may be labelled.</summary>
    public DateOnly MaturesOn(DateOnly asOf) => asOf.AddDays(DaysToMaturity);

    /// <summary>Why a loan has no place in the population as of a day, or null if it has one; uses only what was known that day.</summary>
    public string? Excludes(BorrowerHistory history, string loanId) =>
        Population.Excludes(history, loanId)
        ?? (this == Miss30 ? Scoring.Miss30.Excludes(history.Loan(loanId)!) : Scoring.Pay30.Excludes(history.Loan(loanId)!));

    /// <summary>The outcome of a loan as of a day, judged by what is known on the day the row matures.</summary>
    /// <param name="knownBy">The day looked from; before maturity there is no label.</param>
    public Label Label(BorrowerFile file, string loanId, DateOnly asOf, DateOnly knownBy)
    {
        if (Excludes(file.AsOf(asOf), loanId) is { } reason)
        {
            return Scoring.Label.Excluded(reason);
        }

        return knownBy < MaturesOn(asOf) ? Scoring.Label.Immature
            : this == Miss30 ? Scoring.Miss30.Judge(file, loanId, asOf)
            : Scoring.Pay30.Judge(file, loanId, asOf);
    }
}
