using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service;

/// <summary>The one way from a history and a score to a decision, for single calls and runs alike.</summary>
internal static class LoanDecision
{
    /// <summary>Days for which a reserved contact is waited for, the day decided on included; the caps look as far back.</summary>
    private const int ReservedDays = 7;

    /// <summary>Decides on a loan as of the history's day.</summary>
    /// <param name="score">The loan's score for MISS30 in the run; a refusal if it has none.</param>
    /// <param name="openSignals">Signals open on the loan.</param>
    /// <param name="reserved">Contacts reserved for the borrower.</param>
    public static Decision Decide(
        Policy policy,
        BorrowerHistory history,
        LoanHistory loan,
        ScoreRow score,
        int openSignals,
        TrialPlace? trial,
        IReadOnlyList<ReservedContact> reserved)
    {
        var loanId = loan.Loan.LoanId;
        return NextBestAction.Decide(policy, new DecisionInput
        {
            Facts = TreatmentFacts.Of(
                history,
                loanId,
                isHeldOut: policy.HoldsOut(history.Borrower?.HouseholdId ?? history.BorrowerId),
                missProbability: score.Probability,
                openSignals: openSignals,
                reserved: reserved),
            RunId = score.RunId,
            Slot = loanId,
            AmountMinorUnits = Pay30.AmountDue(loan.Ledger, history.AsOf).MinorUnits,
            Trial = trial,
            FeatureHash = score.VectorHash ?? "",
            BundleHash = score.BundleHash,
            ReasonCodes = [.. ScoreRows.Reasons(score).Select(reason => reason.Id)],
        });
    }

    /// <summary>What was decided for some borrowers lately and by the end of a day.</summary>
    public static IReadOnlyList<DecisionRow> Lately(TreatmentStore treatments, IReadOnlyCollection<string> borrowerIds, DateOnly asOf) =>
        treatments.Of(borrowerIds, asOf.AddDays(1 - ReservedDays), asOf);

    /// <summary>The contact that a kept decision reserved; null if it asks for none or was given up.</summary>
    public static ReservedContact? Reserved(DecisionRow row) =>
        row.ContactState is not (null or ContactState.Released) && Codes<ContactChannel>.TryParse(row.Channel ?? "", out var channel)
            ? new(row.DecisionId, row.LoanId, channel, row.ContactOn ?? row.DecidedOn)
            : null;

    /// <summary>The contact that a decision asks for, or null.</summary>
    public static ReservedContact? Reserved(Policy policy, Decision decision) =>
        policy.Find(decision.ChosenId).Channel is { } channel ? new(decision.DecisionId, decision.LoanId, channel, decision.AsOf) : null;

    /// <summary>The row that keeps a decision and reserves its contact. The slot is the loan: a borrower may have several.</summary>
    public static DecisionRow Row(Policy policy, Decision decision)
    {
        var channel = policy.Find(decision.ChosenId).Channel;
        return new()
        {
            BorrowerId = decision.BorrowerId,
            DecisionId = decision.DecisionId,
            LoanId = decision.LoanId,
            DecidedOn = decision.AsOf,
            Slot = decision.Slot,
            Treatment = decision.ChosenId,
            Channel = channel is { } used ? Codes<ContactChannel>.Word(used) : null,
            ContactOn = channel is null ? null : decision.AsOf,
            ContactState = channel is null ? null : ContactState.Reserved,
            RunId = decision.RunId,
            Record = DecisionText.Write(decision),
        };
    }
}
