namespace RiskSignals.Training.Validation;

/// <summary>What the figures of a group allow to be said against those of the largest one.</summary>
public enum FairnessVerdict
{
    /// <summary>The largest group of the attribute, with which the others are compared.</summary>
    Compared,

    /// <summary>Too few rows of one outcome or too few borrowers, or the interval holds both a concern and none.</summary>
    InsufficientEvidence,

    /// <summary>Four fifths or more of the comparison's share pass, and the score errs alike, chance considered.</summary>
    NoConcernShown,

    /// <summary>Surely less than four fifths of the comparison's share pass.</summary>
    PassesLess,

    /// <summary>Surely the score overstates the group's risk, compared with how it errs for the comparison.</summary>
    RiskOverstated,
}

/// <summary>How scores treat one group of borrowers; the test rows alone.</summary>
/// <param name="Group">Its name.</param>
/// <param name="PassingShare">Share of its rows in the passing band or a better one.</param>
public sealed record FairnessGroup(string Group, int Rows, int Borrowers, int Positives, double PassingShare)
{
    /// <summary>The passing share ÷ the comparison's; null where none of the comparison passes.</summary>
    public double? PassingRatio { get; init; }

    /// <summary>Lower end of its 95 % interval, borrowers resampled; null where too few rows tell.</summary>
    public double? RatioLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>Mean probability.</summary>
    public required double Predicted { get; init; }

    /// <summary>Share with outcome 1.</summary>
    public required double Observed { get; init; }

    /// <summary>
    /// Risk predicted less observed, less the same of the comparison; above 0 the group is made to look riskier than it is; null where too few
    /// rows tell.
    /// </summary>
    public double? Overstated { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? OverstatedLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? OverstatedHigh { get; init; }

    public required FairnessVerdict Verdict { get; init; }
}
