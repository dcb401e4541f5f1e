namespace RiskSignals.Trials;

/// <summary>What may be concluded from a trial as of a day.</summary>
public enum ReadOutState
{
    /// <summary>The counts of the arms are off the designed ratio; means and effects are withheld until the cause is found.</summary>
    Hidden,

    /// <summary>The stop rule is not reached; effects are shown but decide nothing.</summary>
    Provisional,

    /// <summary>The stop rule is reached; this comparison decides.</summary>
    Final,
}

/// <summary>One arm of a read-out.</summary>
/// <param name="Assigned">Units assigned, without those seen in two arms.</param>
/// <param name="Delivered">Assigned units that the treatment reached.</param>
/// <param name="Matured">Assigned units whose outcome may be used; only these enter mean and effect.</param>
/// <param name="Mean">Mean of the measure over matured units; NaN without any, or while hidden.</param>
/// <param name="Effect">Against the control arm; null for the control arm itself, while hidden, or with too few units.</param>
public sealed record ArmReadOut(Arm Arm, long Assigned, long Delivered, long Matured, double Mean, Effect? Effect)
{
    /// <summary>Share of the assigned units that have matured; NaN if none is assigned.</summary>
    public double MaturedShare => Assigned == 0 ? double.NaN : (double)Matured / Assigned;
}

/// <summary>A trial's result as of a day: by assignment (ITT), over matured units only.</summary>
/// <param name="Arms">In the order of the plan.</param>
/// <param name="Crossovers">Units seen in two arms; left out of everything else.</param>
public sealed record TrialReadOut(
    TrialPlan Plan, DateOnly AsOf, ReadOutState State, SampleRatio SampleRatio, IReadOnlyList<ArmReadOut> Arms, long Crossovers)
{
    /// <summary>Sentences for a risk manager, most important first.</summary>
    public IReadOnlyList<string> Sentences => ReadOutText.Of(this);

    /// <summary>Reads a trial out. A unit with several rows in one arm counts once, by its first.</summary>
    /// <exception cref="ArgumentException">
    /// A row names an arm the plan does not have, or a matured unit has no outcome or an impossible one.
    /// </exception>
    public static TrialReadOut Of(Trial trial, IEnumerable<TrialRow> rows, DateOnly asOf)
    {
        var plan = trial.Plan;
        var units = rows.Where(row => row.AssignedOn <= asOf).GroupBy(row => row.Unit, StringComparer.Ordinal)
            .Select(unit => unit.OrderBy(row => row.AssignedOn).ToArray()).ToArray();
        var kept = units.Where(unit => unit.All(row => row.ArmId == unit[0].ArmId)).Select(unit => unit[0]).ToArray();
        if (kept.FirstOrDefault(row => plan.Arms.All(arm => arm.Id != row.ArmId)) is { } stranger)
        {
            throw new ArgumentException(
                $"Unit '{stranger.Unit}' is in arm '{stranger.ArmId}', which trial '{plan.Id}' does not have; pass this trial's rows.",
                nameof(rows));
        }

        var byArm = kept.ToLookup(row => row.ArmId, StringComparer.Ordinal);
        var ratio = SampleRatio.Check([.. plan.Arms.Select(arm => (long)byArm[arm.Id].Count())], [.. plan.Arms.Select(arm => arm.Weight)]);
        var hidden = ratio.Verdict == SampleRatioVerdict.Red;
        var sums = plan.Arms.ToDictionary(arm => arm.Id, arm => SumsOf(trial, byArm[arm.Id], asOf), StringComparer.Ordinal);
        var control = ArmMoments.Of(sums[plan.ControlArmId], plan.Measure!.Value);
        var arms = plan.Arms.Select(arm =>
        {
            var moments = ArmMoments.Of(sums[arm.Id], plan.Measure.Value);
            return new ArmReadOut(
                arm,
                byArm[arm.Id].Count(),
                byArm[arm.Id].Count(row => row.Delivered),
                moments.Count,
                hidden ? double.NaN : moments.Mean,
                hidden || arm.Id == plan.ControlArmId ? null : Effect.Between(control, moments));
        });
        var state = hidden ? ReadOutState.Hidden
            : sums.Values.Sum(sum => sum.Count) >= plan.StopAtMaturedUnits ? ReadOutState.Final
            : ReadOutState.Provisional;
        return new TrialReadOut(plan, asOf, state, ratio, [.. arms], units.Length - kept.Length);
    }

    private static ArmSums SumsOf(Trial trial, IEnumerable<TrialRow> rows, DateOnly asOf) =>
        rows.Where(row => trial.MaturesOn(row.AssignedOn) <= asOf)
            .Aggregate(default(ArmSums), (sums, row) => sums.With(OutcomeOf(trial.Plan, row)));

    private static long OutcomeOf(TrialPlan plan, TrialRow row)
    {
        if (row.Outcome is not { } outcome)
        {
            throw new ArgumentException($"Unit '{row.Unit}' of trial '{plan.Id}' has matured without an outcome; compute it first.");
        }

        return plan.Measure != TrialMeasure.PaidWhatWasDue || outcome is 0 or 1
            ? outcome
            : throw new ArgumentException($"Unit '{row.Unit}' of trial '{plan.Id}' has outcome {outcome}; paid what was due is 0 or 1.");
    }
}
