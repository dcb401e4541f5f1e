using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Treatments;

/// <summary>Chooses what to do about a loan: what the rules leave, weighed by value, with a known propensity for every candidate.</summary>
/// <remarks>
/// Rights and vulnerability can only make a choice gentler: the plan may not exceed the intensity that would be planned without them, and a
/// draw is taken among the treatments that would be open without them, doing nothing where one of these is closed.
/// </remarks>
public static class NextBestAction
{
    /// <summary>Decides on one loan.</summary>
    /// <exception cref="ArgumentException">The trial does not fit the policy or itself.</exception>
    public static Decision Decide(Policy policy, DecisionInput input)
    {
        var facts = input.Facts;
        var weighed = Weigh(policy, facts, input.AmountMinorUnits);
        var unshielded = facts.HasShield() ? Weigh(policy, facts.WithoutShields(), input.AmountMinorUnits) : weighed;
        var ceiling = facts.HasShield() ? Best(unshielded, Treatment.IntensityMax).Intensity : Treatment.IntensityMax;
        var planned = Best(weighed, ceiling);
        var trial = TrialThatDecides(policy, input);
        var draw = trial is null
            ? Exploration.Draw(policy, input, [.. unshielded.Where(each => each.IsOpen).Select(each => each.Treatment.Id)], planned.Id)
            : new Exploration(
                [.. trial.Arms.Select(arm => (arm.TreatmentId, arm.Probability))], TreatmentOfArm(trial), ChosenBy.Trial);
        string OpenOrNone(string id) => weighed.First(each => each.Treatment.Id == id).IsOpen ? id : Treatment.NoneId;
        var chosen = policy.Find(OpenOrNone(draw.ChosenId));
        return new Decision
        {
            DecisionId = IdOf(policy, input),
            RunId = input.RunId,
            BorrowerId = facts.BorrowerId,
            LoanId = facts.LoanId,
            AsOf = facts.On,
            Slot = input.Slot,
            PolicyId = policy.Id,
            PolicyVersion = policy.Version,
            PolicyHash = policy.Hash,
            ExplorationBuckets = policy.ExplorationBuckets,
            FloorBuckets = policy.FloorBuckets,
            FeatureHash = input.FeatureHash,
            BundleHash = input.BundleHash,
            MissProbability = facts.MissProbability,
            ReasonCodes = input.ReasonCodes,
            AmountMinorUnits = input.AmountMinorUnits,
            Candidates =
            [
                .. weighed.Select(each => new Candidate(
                    each.Treatment.Id,
                    each.Treatment.Version,
                    each.Removals,
                    each.UpliftBasisPoints,
                    each.Value,
                    draw.Shares.Where(share => OpenOrNone(share.TreatmentId) == each.Treatment.Id).Sum(share => share.Probability))),
            ],
            IntensityCeiling = ceiling,
            PlannedId = planned.Id,
            ChosenId = chosen.Id,
            ChosenBy = draw.By,
            NeedsApproval = chosen.NeedsApproval,
            TrialId = trial?.TrialId,
            ArmId = trial?.ArmId,
        };
    }

    private static Weighed[] Weigh(Policy policy, TreatmentFacts facts, long amount)
    {
        var rules = Eligibility.RulesFor(policy, facts.Jurisdiction);
        return
        [
            .. policy.Treatments.Select(treatment =>
            {
                var response = policy.Responses.FirstOrDefault(each =>
                    each.TreatmentId == treatment.Id && each.HoldsFor(facts.MissProbability));
                var uplift = response?.UpliftBasisPoints ?? 0;
                var gain = (long)((Int128)amount * uplift / 10_000);
                var value = gain - treatment.CostMinorUnits - (response?.HarmMinorUnits ?? 0);
                return new Weighed(treatment, Eligibility.WhenPlanning(rules, policy, treatment, facts), uplift, value);
            }),
        ];
    }

    /// <summary>
    /// The open treatment of highest value; among equals the gentler, then the one that does not reach out, then the lower id.
    /// </summary>
    private static Treatment Best(Weighed[] weighed, int intensityMax) => weighed
        .Where(each => each.IsOpen && each.Treatment.Intensity <= intensityMax)
        .OrderByDescending(each => each.Value).ThenBy(each => each.Treatment.Intensity).ThenBy(each => each.Treatment.Channel is not null)
        .ThenBy(each => each.Treatment.Id, StringComparer.Ordinal).First().Treatment;

    /// <summary>
    /// The input's trial if its treatments differ for this loan now; otherwise the loan is decided on as outside the trial.
    /// </summary>
    private static TrialPlace? TrialThatDecides(Policy policy, DecisionInput input)
    {
        if (input.Trial is not { } trial || input.Facts.IsHeldOut)
        {
            return null;
        }

        if (Math.Abs(trial.Arms.Sum(arm => arm.Probability) - 1) > 1e-9 || trial.Arms.All(arm => arm.ArmId != trial.ArmId))
        {
            throw new ArgumentException(
                $"Trial '{trial.TrialId}' does not have arm '{trial.ArmId}', or its probabilities do not add up to 1; pass all arms.",
                nameof(input));
        }

        var facts = input.Facts.WithoutShields();
        return trial.Arms.Select(arm => policy.Find(arm.TreatmentId))
            .Any(treatment => !treatment.IsNone && Eligibility.IsApplicable(policy, treatment, facts))
            ? trial
            : null;
    }

    private static string TreatmentOfArm(TrialPlace trial) => trial.Arms.First(arm => arm.ArmId == trial.ArmId).TreatmentId;

    private static string IdOf(Policy policy, DecisionInput input)
    {
        var day = input.Facts.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var key = string.Join('\u001F', input.Facts.BorrowerId, input.Facts.LoanId, day, input.Slot, policy.Hash, input.RunId);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }

    private sealed record Weighed(Treatment Treatment, IReadOnlyList<Removal> Removals, int UpliftBasisPoints, long Value)
    {
        public bool IsOpen => Removals.Count == 0;
    }
}
