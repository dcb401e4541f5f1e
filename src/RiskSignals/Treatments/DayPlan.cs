using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>What a day's decisions ask of one channel.</summary>
/// <param name="Reserved">
/// Taken before, or by exploration and trials, which capacity never alters; above the capacity, ε or coverage is too high for it.
/// </param>
/// <param name="Planned">Taken by treatments chosen for their value.</param>
/// <param name="Dropped">Plans that did not fit; they became doing nothing.</param>
public sealed record CapacityUse(ContactChannel Channel, int PerDay, int Reserved, int Planned, int Dropped);

/// <summary>A day's decisions made to fit the capacity of each channel.</summary>
/// <param name="Decisions">In the order they were given.</param>
public sealed record DayPlan(IReadOnlyList<Decision> Decisions, IReadOnlyList<CapacityUse> Uses)
{
    /// <summary>Rule id under which a plan that did not fit is recorded.</summary>
    public const string CapacityRuleId = "capacity";

    /// <summary>Keeps, of each channel, the plans of highest value and turns the others into doing nothing.</summary>
    /// <remarks>
    /// A plan is made to fit for every loan, explored ones included: only then is the propensity of a plan the same whether or not its loan
    /// was explored. Equal values go by decision id, which follows no borrower's circumstances.
    /// </remarks>
    /// <param name="taken">Channels of the contacts that are reserved for the day already.</param>
    public static DayPlan Fit(Policy policy, IReadOnlyList<Decision> decisions, IReadOnlyList<ContactChannel>? taken = null)
    {
        var fitted = decisions.ToArray();
        var uses = new List<CapacityUse>(policy.Capacities.Count);
        foreach (var capacity in policy.Capacities)
        {
            bool UsesChannel(string treatmentId) => policy.Find(treatmentId).Channel == capacity.Channel;
            var before = taken?.Count(channel => channel == capacity.Channel) ?? 0;
            var reserved = before + fitted.Count(decision => decision.ChosenBy != ChosenBy.Value && UsesChannel(decision.ChosenId));
            var wanting = Enumerable.Range(0, fitted.Length)
                .Where(i => fitted[i].ChosenBy != ChosenBy.Trial && UsesChannel(fitted[i].PlannedId))
                .OrderByDescending(i => fitted[i].Candidate(fitted[i].PlannedId).ValueMinorUnits)
                .ThenBy(i => fitted[i].DecisionId, StringComparer.Ordinal).ToArray();
            var room = Math.Clamp(capacity.PerDay - reserved, 0, wanting.Length);
            foreach (var i in wanting.AsSpan(room))
            {
                fitted[i] = WithoutPlan(policy, fitted[i], capacity);
            }

            var planned = wanting.Take(room).Count(i => fitted[i].ChosenBy == ChosenBy.Value);
            uses.Add(new CapacityUse(capacity.Channel, capacity.PerDay, reserved, planned, wanting.Length - room));
        }

        return new DayPlan(fitted, uses);
    }

    private static Decision WithoutPlan(Policy policy, Decision decision, ChannelCapacity capacity)
    {
        var share = 1 - ((double)decision.ExplorationBuckets / Policy.Buckets);
        var removal = new Removal(
            CapacityRuleId,
            policy.Version,
            RuleStage.Suitable,
            "Other loans gain more from the channel's capacity today",
            [new(Codes<ContactChannel>.Word(capacity.Channel) + "_per_day", capacity.PerDay.ToString(CultureInfo.InvariantCulture))]);
        Candidate Without(Candidate candidate) =>
            candidate.TreatmentId == decision.PlannedId
                ? candidate with { Removals = [removal], Propensity = candidate.Propensity - share }
                : candidate.TreatmentId == Treatment.NoneId
                    ? candidate with { Propensity = candidate.Propensity + share }
                    : candidate;
        return decision with
        {
            Candidates = [.. decision.Candidates.Select(Without)],
            PlannedId = Treatment.NoneId,
            ChosenId = decision.ChosenBy == ChosenBy.Value ? Treatment.NoneId : decision.ChosenId,
            NeedsApproval = decision.ChosenBy != ChosenBy.Value && decision.NeedsApproval,
        };
    }
}
