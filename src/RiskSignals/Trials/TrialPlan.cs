using RiskSignals.Signals;

namespace RiskSignals.Trials;

/// <summary>
/// What is fixed before a trial starts. A draft may lack anything; <see cref="Faults"/> says what keeps it from starting.
/// </summary>
public sealed record TrialPlan
{
    /// <summary>Coverage at which every unit of the layer range is assigned.</summary>
    public const int FullCoverage = Assignment.Buckets;

    /// <summary>Layers have 1,000 buckets; trials in one layer own ranges of it that do not overlap.</summary>
    public const int LayerBuckets = 1_000;

    /// <summary>Largest sum of weights, so that an arm can be covered in steps of at least one bucket.</summary>
    public const int WeightSumMax = 1_000;

    /// <summary>Longest outcome window, in days: two years.</summary>
    public const int WindowDaysMax = 730;

    /// <summary>Longest reporting lag, in days.</summary>
    public const int ReportingLagDaysMax = 90;

    /// <summary>Most characters of an arm's id.</summary>
    public const int IdLengthMax = 128;

    public required string Id { get; init; }

    /// <summary>What is expected to happen and why, in a sentence.</summary>
    public string Hypothesis { get; init; } = "";

    public TrialMeasure? Measure { get; init; }

    /// <summary>In the order in which they own bucket ranges.</summary>
    public IReadOnlyList<Arm> Arms { get; init; } = [];

    /// <summary>The arm the others are compared with.</summary>
    public string ControlArmId { get; init; } = "";

    /// <summary>How much of each arm's range is open, in ten-thousandths; may rise while the trial runs, never fall.</summary>
    public int CoverageBuckets { get; init; } = FullCoverage;

    /// <summary>Length of the outcome window, in days from the day after assignment; 0 if not stated.</summary>
    public int WindowDays { get; init; }

    /// <summary>Days after the window for late and reversed payments to become known.</summary>
    public int ReportingLagDays { get; init; } = 10;

    /// <summary>Stop rule: the trial is decided once, when this many units in all arms have matured; 0 if not stated.</summary>
    public int StopAtMaturedUnits { get; init; }

    public AssignmentUnit Unit { get; init; }

    /// <summary>32 hexadecimal digits; trials that compete for the same contacts share it.</summary>
    public required string LayerSalt { get; init; }

    /// <summary>First layer bucket the trial owns.</summary>
    public int LayerFrom { get; init; }

    /// <summary>First layer bucket after those the trial owns.</summary>
    public int LayerToExcl { get; init; } = LayerBuckets;

    /// <summary>32 hexadecimal digits, drawn for this trial alone; divides the units between the arms.</summary>
    public required string SplitSalt { get; init; }

    /// <summary>The sum of the arms' weights.</summary>
    public int WeightSum => Arms.Sum(arm => arm.Weight);

    /// <summary>Everything that keeps the plan from starting, all at once; empty if it may start.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        Require(Id.Length > 0, "The trial has no id; give it one.");
        Require(!string.IsNullOrWhiteSpace(Hypothesis), "No hypothesis is stated; write down what you expect before the start.");
        Require(Measure is not null, "No measure is stated; choose what the arms are compared by.");
        Require(WindowDays is > 0 and <= WindowDaysMax, $"The outcome window is {WindowDays} days; state one of 1 to {WindowDaysMax} days.");
        Require(
            ReportingLagDays is >= 0 and <= ReportingLagDaysMax,
            $"The reporting lag is {ReportingLagDays} days; it lies between 0 and {ReportingLagDaysMax} days.");
        Require(StopAtMaturedUnits > 0, $"The stop rule is {StopAtMaturedUnits} matured units; state how many decide the trial.");
        Require(Arms.Count >= 2, $"The trial has {Arms.Count} arms; give at least two.");
        foreach (var arm in Arms)
        {
            Require(arm.Weight > 0, $"Arm '{arm.Id}' has weight {arm.Weight}; weights are whole numbers above 0.");
            Require(
                arm.Id.Length > 0 && arm.TreatmentId.Length > 0,
                $"Arm '{arm.Id}' with treatment '{arm.TreatmentId}' lacks an id or a treatment.");
            Require(
                arm.Id.Length <= IdLengthMax && !arm.Id.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)),
                $"The arm id '{arm.Id}' is refused; 1 to {IdLengthMax} printable characters without spaces are expected.");
        }

        foreach (var repeated in Arms.GroupBy(arm => arm.Id, StringComparer.Ordinal).Where(arms => arms.Count() > 1))
        {
            Require(false, $"Arm id '{repeated.Key}' is used {repeated.Count()} times; give each arm its own.");
        }

        Require(
            Arms.Sum(arm => (long)arm.Weight) <= WeightSumMax,
            $"The weights add up to more than {WeightSumMax}; use smaller whole numbers.");
        Require(Arms.Any(arm => arm.Id == ControlArmId), $"The control arm '{ControlArmId}' is none of the arms; name one of them.");
        Require(
            CoverageBuckets is >= 0 and <= FullCoverage,
            $"The coverage is {CoverageBuckets}; it lies between 0 and {FullCoverage} ten-thousandths.");
        Require(
            LayerFrom >= 0 && LayerFrom < LayerToExcl && LayerToExcl <= LayerBuckets,
            $"The layer range [{LayerFrom}, {LayerToExcl}) is empty or outside [0, {LayerBuckets}).");
        Require(Draw.IsSalt(LayerSalt), $"The layer salt '{LayerSalt}' is not {Draw.SaltHexDigits} hexadecimal digits; draw a random one.");
        Require(Draw.IsSalt(SplitSalt), $"The split salt '{SplitSalt}' is not {Draw.SaltHexDigits} hexadecimal digits; draw a random one.");
        Require(
            !string.Equals(LayerSalt, SplitSalt, StringComparison.OrdinalIgnoreCase),
            "The layer salt and the split salt are equal, so the layer range would decide the arm; draw one of them anew.");
        return faults;
    }

    /// <summary>
    /// Everything that keeps a running trial from going on under a changed plan: only coverage may change, and only upwards.
    /// </summary>
    public IReadOnlyList<string> FaultsOfChangeTo(TrialPlan changed)
    {
        var faults = new List<string>(changed.Faults());
        if (changed with { CoverageBuckets = CoverageBuckets, Arms = Arms } != this || !changed.Arms.SequenceEqual(Arms))
        {
            faults.Add($"Trial '{Id}' has started, so nothing but its coverage may change; start a new trial with a new split salt.");
        }

        if (changed.CoverageBuckets < CoverageBuckets)
        {
            faults.Add($"The coverage would fall from {CoverageBuckets} to {changed.CoverageBuckets}, which drops assigned units; it may only rise.");
        }

        return faults;
    }
}
