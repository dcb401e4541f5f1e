using System.Globalization;

namespace RiskSignals.Treatments;

/// <summary>A choice among treatments with the probability of each, before rules close any of them.</summary>
internal sealed record Exploration(IReadOnlyList<(string TreatmentId, double Probability)> Shares, string ChosenId, ChosenBy By)
{
    /// <summary>
    /// With probability ε one of the K treatments, each equally likely, otherwise the planned one: ε ÷ K + (1 − ε)·1{planned}.
    /// </summary>
    /// <remarks>
    /// The draw hangs on policy, borrower, day and slot; the day keeps a borrower from being stuck in the slice for ever.
    /// </remarks>
    public static Exploration Draw(Policy policy, DecisionInput input, IReadOnlyList<string> treatmentIds, string plannedId)
    {
        var day = input.Facts.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Unit(params string[] parts) => string.Join('\u001F', [input.Facts.BorrowerId, day, input.Slot, .. parts]);
        var epsilon = (double)policy.ExplorationBuckets / Policy.Buckets;
        var explores = Signals.Draw.Bucket(policy.Salt, Unit("slice"), Policy.Buckets) < policy.ExplorationBuckets;
        var drawn = treatmentIds
            .OrderBy(id => Signals.Draw.Bucket(policy.Salt, Unit("order", id), Policy.Buckets)).ThenBy(id => id, StringComparer.Ordinal)
            .ElementAt(Signals.Draw.Bucket(policy.Salt, Unit("draw"), treatmentIds.Count));
        return new Exploration(
            [.. treatmentIds.Select(id => (id, epsilon / treatmentIds.Count)), (plannedId, 1 - epsilon)],
            explores ? drawn : plannedId,
            explores ? ChosenBy.Exploration : ChosenBy.Value);
    }
}
