using RiskSignals.Borrowers;

namespace RiskSignals.Training.Cohorts;

/// <summary>One loan as of one day, its matured outcome, and what was done about it in between.</summary>
/// <param name="Cause">The case or state that decided the outcome.</param>
/// <param name="Decisions">Decisions taken on day t … t+29, oldest first: whose policy produced this label.</param>
/// <param name="Outcomes">What was recorded of these decisions by the day the row matured.</param>
public sealed record CohortRow(
    string BorrowerId,
    string LoanId,
    DateOnly AsOf,
    bool Outcome,
    string Cause,
    IReadOnlyList<DecidedTreatment> Decisions,
    IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>The loan's product.</summary>
    public string Product { get; init; } = "";

    /// <summary>Where the borrower lives, by what was known on the day; empty if that wasn't.</summary>
    public string Jurisdiction { get; init; } = "";

    /// <summary>Whether a treatment is known to have reached the borrower within the window.</summary>
    public bool Exposed => Outcomes.Any(outcome => outcome.Kind == OutcomeKind.Exposed);
}
