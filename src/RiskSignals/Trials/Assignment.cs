using RiskSignals.Signals;

namespace RiskSignals.Trials;

/// <summary>The arm a unit belongs to, exposed or not.</summary>
/// <param name="Unit">Borrower id, or household id where households are assigned.</param>
/// <param name="Bucket">The unit's bucket under the split salt, 0 to 9,999.</param>
/// <param name="Probability">Share of the assigned units that get this arm: its weight over the sum of weights.</param>
public sealed record Assignment(string TrialId, string Unit, Arm Arm, int Bucket, double Probability)
{
    /// <summary>Number of buckets the arms share out.</summary>
    public const int Buckets = 10_000;

    /// <summary>The bucket of a unit under a salt, 0 to 9,999.</summary>
    public static int BucketOf(string salt, string unit) => Draw.Bucket(salt, unit, Buckets);

    /// <summary>The buckets an arm owns. Raising coverage lengthens every range in place, so nobody ever changes arm.</summary>
    /// <remarks>
    /// A weight of 1 owns ⌊10,000 ÷ sum of weights⌋ buckets, of which the covered ones come first. Lengths are therefore in the exact
    /// ratio of the weights at any coverage; up to (sum of weights − 1) buckets belong to nobody.
    /// </remarks>
    public static (int From, int ToExcl) RangeOf(TrialPlan plan, int armIndex)
    {
        var perWeight = Buckets / plan.WeightSum;
        var from = perWeight * plan.Arms.Take(armIndex).Sum(arm => arm.Weight);
        var coveredPerWeight = perWeight * plan.CoverageBuckets / Buckets;
        return (from, from + (coveredPerWeight * plan.Arms[armIndex].Weight));
    }

    /// <summary>The assignment of a unit, or null if the trial does not cover it.</summary>
    internal static Assignment? Of(TrialPlan plan, string unit)
    {
        var layerBucket = Draw.Bucket(plan.LayerSalt, unit, TrialPlan.LayerBuckets);
        if (layerBucket < plan.LayerFrom || layerBucket >= plan.LayerToExcl)
        {
            return null;
        }

        var bucket = BucketOf(plan.SplitSalt, unit);
        for (var i = 0; i < plan.Arms.Count; i++)
        {
            var (from, toExcl) = RangeOf(plan, i);
            if (from <= bucket && bucket < toExcl)
            {
                return new Assignment(plan.Id, unit, plan.Arms[i], bucket, (double)plan.Arms[i].Weight / plan.WeightSum);
            }
        }

        return null;
    }
}
