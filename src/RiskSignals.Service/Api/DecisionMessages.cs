using RiskSignals.Borrowers;
using RiskSignals.Treatments;
using RiskSignals.V1;
using Candidate = RiskSignals.V1.Candidate;
using Decision = RiskSignals.V1.Decision;

namespace RiskSignals.Service.Api;

/// <summary>A decision as the wire tells it.</summary>
internal static class DecisionMessages
{
    public static Decision Of(Treatments.Decision decision)
    {
        var message = new Decision
        {
            DecisionId = decision.DecisionId,
            RunId = decision.RunId,
            LoanId = decision.LoanId,
            BorrowerId = decision.BorrowerId,
            AsOf = RequestCheck.Text(decision.AsOf),
            Treatment = decision.ChosenId,
            ChosenBy = Codes<ChosenBy>.Word(decision.ChosenBy),
            Propensity = decision.Candidate(decision.ChosenId).Propensity,
            PlannedTreatment = decision.PlannedId,
            NeedsApproval = decision.NeedsApproval,
            Candidates = { decision.Candidates.Select(Of) },
            Amount = decision.AmountMinorUnits,
            ReasonIds = { decision.ReasonCodes },
            TrialId = decision.TrialId ?? "",
            ArmId = decision.ArmId ?? "",
            PolicyId = decision.PolicyId,
            PolicyVersion = decision.PolicyVersion,
            PolicySha256 = decision.PolicyHash,
            BundleSha256 = decision.BundleHash,
            FeatureVectorSha256 = decision.FeatureHash,
        };
        if (decision.MissProbability is { } probability)
        {
            message.MissProbability = probability;
        }

        return message;
    }

    private static Candidate Of(Treatments.Candidate candidate) => new()
    {
        Treatment = candidate.TreatmentId,
        Version = candidate.TreatmentVersion,
        Removals = { candidate.Removals.Select(Of) },
        UpliftBasisPoints = candidate.UpliftBasisPoints,
        Value = candidate.ValueMinorUnits,
        Propensity = candidate.Propensity,
    };

    private static RuleRemoval Of(Removal removal) => new()
    {
        RuleId = removal.RuleId,
        RuleVersion = removal.RuleVersion,
        Stage = Codes<RuleStage>.Word(removal.Stage),
        Message = removal.Message,
        Facts = { removal.Facts.Select(fact => new FactLookedAt { Name = fact.Name, Value = fact.Value }) },
    };
}
