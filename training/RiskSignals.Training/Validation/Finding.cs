using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>What a validator asks, in the order of the card.</summary>
public enum FindingSubject
{
    /// <summary>Whether scores put loans in the right order.</summary>
    Order,

    /// <summary>Whether that holds on later rows of other borrowers.</summary>
    TestGap,

    /// <summary>Whether probabilities are true.</summary>
    Calibration,

    /// <summary>Whether scores and features are where they were.</summary>
    Stability,

    /// <summary>Whether parts of the portfolio turn out as predicted.</summary>
    Segments,

    /// <summary>Whether simpler models do as well.</summary>
    Baselines,

    /// <summary>Whether groups by protected attributes fare alike.</summary>
    Fairness,

    /// <summary>Whether it says where it may be used.</summary>
    Conditions,
}

/// <summary>What a finding means for the decision to use the model.</summary>
public enum Outlook
{
    /// <summary>Speaks for it.</summary>
    Good,

    /// <summary>A person should look.</summary>
    Look,

    /// <summary>Speaks against it.</summary>
    Concern,

    /// <summary>Nothing can be said.</summary>
    Unknown,
}

/// <summary>The answer to one question, from the figures of the report by stated rules.</summary>
/// <param name="Verdict">In a few words, joined by underscores.</param>
public sealed record Finding(FindingSubject Subject, string Verdict, Outlook Outlook)
{
    private const string Insufficient = "insufficient_evidence";

    // Beyond it the conditions refuse more than strange loans.
    private const double OutOfScopeMost = 0.05;

    /// <summary>One a subject.</summary>
    internal static IReadOnlyList<Finding> Of(ValidationReport report) =>
    [
        Order(report.Test), Gap(report.TestGap), Calibration(report.Test), Stability(report.Stability), Segments(report.SegmentCount),
        Baselines(report.Baselines), Fairness(report.Fairness), Conditions(report.Conditions),
    ];

    private static Finding Order(Measures test) => Math.Min(test.Positives, test.Rows - test.Positives) < SegmentQuality.OutcomesMin
        ? new(FindingSubject.Order, Insufficient, Outlook.Unknown)
        : test.Auc.Low > 0.5
            ? new(FindingSubject.Order, "better_than_guessing", Outlook.Good)
            : new(FindingSubject.Order, "not_shown_better_than_guessing", Outlook.Concern);

    private static Finding Gap(TestGap gap) => gap.Gain >= gap.Tolerated
        ? new(FindingSubject.TestGap, "holds", Outlook.Good)
        : gap.High < 0
            ? new(FindingSubject.TestGap, "falls", Outlook.Concern)
            : new(FindingSubject.TestGap, Insufficient, Outlook.Unknown);

    private static Finding Calibration(Measures test) => test.Ece.IsWithinChance
        ? new(FindingSubject.Calibration, "within_chance", Outlook.Good)
        : new(FindingSubject.Calibration, "beyond_chance", Outlook.Look);

    private static Finding Stability(StabilityEvidence stability) => new(
        FindingSubject.Stability,
        stability.Score.Verdict.ToString().ToLowerInvariant(),
        stability.Score.Verdict switch { StabilityVerdict.Stable => Outlook.Good, StabilityVerdict.Watch => Outlook.Look, _ => Outlook.Concern });

    private static Finding Segments(SegmentCount count) => count.Judged == 0
        ? new(FindingSubject.Segments, Insufficient, Outlook.Unknown)
        : count.Differing <= count.ByChance95
            ? new(FindingSubject.Segments, "as_predicted", Outlook.Good)
            : new(FindingSubject.Segments, "some_not_as_predicted", Outlook.Look);

    private static Finding Baselines(IReadOnlyList<BaselineQuality> baselines) => baselines.Count == 0
        ? new(FindingSubject.Baselines, Insufficient, Outlook.Unknown)
        : baselines.Any(one => one.GainHigh < 0)
            ? new(FindingSubject.Baselines, "worse_than_another", Outlook.Concern)
            : baselines.All(one => one.GainLow > 0)
                ? new(FindingSubject.Baselines, "better_than_the_others", Outlook.Good)
                : new(FindingSubject.Baselines, "not_shown_better_than_all", Outlook.Look);

    private static Finding Fairness(IReadOnlyList<FairnessTable> tables)
    {
        var verdicts = tables.SelectMany(table => table.Groups).Select(group => group.Verdict).ToArray();
        return verdicts.Any(verdict => verdict is FairnessVerdict.PassesLess or FairnessVerdict.RiskOverstated)
            ? new(FindingSubject.Fairness, "a_group_fares_worse", Outlook.Concern)
            : verdicts.Length == 0 || verdicts.Contains(FairnessVerdict.InsufficientEvidence)
                ? new(FindingSubject.Fairness, Insufficient, Outlook.Unknown)
                : new(FindingSubject.Fairness, "no_concern_shown", Outlook.Good);
    }

    private static Finding Conditions(ConditionsEvidence conditions) =>
        conditions.BoundedFeatures + conditions.NeverMissing + conditions.Products.Count + conditions.Jurisdictions.Count == 0
            ? new(FindingSubject.Conditions, "none_stated", Outlook.Look)
            : conditions.OutOfScopeShare > OutOfScopeMost
                ? new(FindingSubject.Conditions, "many_refused", Outlook.Look)
                : new(FindingSubject.Conditions, "executed", Outlook.Good);
}

/// <summary>How many findings have each outlook.</summary>
public sealed record OutlookCounts(int Good, int Look, int Concern, int Unknown)
{
    internal static OutlookCounts Of(IReadOnlyList<Finding> findings)
    {
        return new(Count(Outlook.Good), Count(Outlook.Look), Count(Outlook.Concern), Count(Outlook.Unknown));

        int Count(Outlook outlook) => findings.Count(finding => finding.Outlook == outlook);
    }
}
