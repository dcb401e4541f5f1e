namespace RiskSignals.Storage;

/// <summary>How far a target's scores in a run are from those that its bundle was made on.</summary>
public sealed record DriftRow
{
    public required string RunId { get; init; }

    /// <summary>The day of the run.</summary>
    public DateOnly AsOf { get; init; }

    public required string Target { get; init; }

    /// <summary>The bundle that decided in the run.</summary>
    public required string BundleHash { get; init; }

    /// <summary>What the scores are compared with: <c>training</c>, or <c>run</c> and the id of the first run that the bundle decided.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>Population stability index of the scores.</summary>
    public required double Psi { get; init; }

    /// <summary>What the index stays below in 999 of 1,000 runs when nothing has changed.</summary>
    public required double Chance { get; init; }

    /// <summary><c>stable</c>, <c>watch</c> or <c>shift</c>.</summary>
    public required string Verdict { get; init; }
}
