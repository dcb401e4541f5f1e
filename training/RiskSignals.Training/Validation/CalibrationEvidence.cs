using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>How one shape of calibration did on rows whose borrowers had no part in fitting it.</summary>
/// <param name="LogLoss">In nats a row; the lowest is chosen.</param>
/// <param name="Brier">Mean squared error.</param>
public sealed record CalibrationTry(CalibrationKind Kind, double LogLoss, double Brier);

/// <summary>The newest days whose level the probabilities were brought to.</summary>
/// <param name="FromDay">The first of them.</param>
/// <param name="Rows">Training rows as of these days.</param>
/// <param name="Positives">Those with outcome 1.</param>
/// <param name="ObservedRate">Their share.</param>
/// <param name="TrainingRate">The same share over all training rows.</param>
/// <param name="Offset">Log-odds added to every score.</param>
public sealed record AnchorEvidence(DateOnly FromDay, int Rows, int Positives, double ObservedRate, double TrainingRate, double Offset);

/// <summary>What calibration adds for one part of the portfolio.</summary>
/// <param name="Segment">The part, in words.</param>
/// <param name="Own">Log-odds that its rows alone ask for.</param>
/// <param name="Deviation">Standard error of that.</param>
/// <param name="Offset">Log-odds added, drawn toward 0 the more, the less its rows tell.</param>
public sealed record SegmentEvidence(string Segment, int Rows, int Positives, double Own, double Deviation, double Offset);

/// <summary>How margins became probabilities, and why so.</summary>
public sealed record CalibrationEvidence
{
    public required CalibrationKind Kind { get; init; }

    /// <summary>Whether the shape was chosen by the lowest log loss; if not, the recipe names it.</summary>
    public required bool ChosenByLogLoss { get; init; }

    /// <summary>Parts of the training borrowers, each calibrated by a fit without it.</summary>
    public required int Folds { get; init; }

    public required IReadOnlyList<CalibrationTry> Tries { get; init; }

    /// <summary>Base rate that probabilities were shifted to; null if they weren't.</summary>
    public double? ExpectedRate { get; init; }

    /// <summary>The newest days that probabilities were anchored to; null if they weren't.</summary>
    public AnchorEvidence? Anchor { get; init; }

    /// <summary>The feature whose ranges have offsets of their own; null if there are none.</summary>
    public string? SegmentFeature { get; init; }

    public IReadOnlyList<SegmentEvidence> Segments { get; init; } = [];
}
