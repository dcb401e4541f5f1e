using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Treatments;

namespace RiskSignals.Service;

/// <summary>The one way from a history and a score to a decision, for single calls and runs alike.</summary>
internal static class LoanDecision
{
    /// <summary>Decides on a loan as of the history's day.</summary>
    /// <param name="score">The loan's score for MISS30 in the run; a refusal if it has none.</param>
    /// <param name="openSignals">Signals open on the loan.</param>
    public static Decision Decide(
        Policy policy, BorrowerHistory history, LoanHistory loan, ScoreRow score, int openSignals, TrialPlace? trial)
    {
        var loanId = loan.Loan.LoanId;
        return NextBestAction.Decide(policy, new DecisionInput
        {
            Facts = TreatmentFacts.Of(history, loanId, missProbability: score.Probability, openSignals: openSignals),
            RunId = score.RunId,
            Slot = loanId,
            AmountMinorUnits = Pay30.AmountDue(loan.Ledger, history.AsOf).MinorUnits,
            Trial = trial,
            FeatureHash = score.VectorHash ?? "",
            BundleHash = score.BundleHash,
            ReasonCodes = [.. ScoreRows.Reasons(score).Select(reason => reason.Id)],
        });
    }

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
