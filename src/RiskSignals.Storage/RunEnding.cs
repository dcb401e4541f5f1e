namespace RiskSignals.Storage;

/// <summary>What a run ends with once every loan is scored; kept together or not at all.</summary>
public sealed record RunEnding
{
    public required string RunId { get; init; }

    /// <summary>The early-warning list, the most urgent first.</summary>
    public required IReadOnlyList<WarningRow> Warnings { get; init; }

    public IReadOnlyList<SignalRow> SignalsOpened { get; init; } = [];

    public IReadOnlyList<SignalClosing> SignalsClosed { get; init; } = [];

    /// <summary>A decision for a borrower, day and slot that has one already is left out.</summary>
    public required IReadOnlyList<DecisionRow> Decisions { get; init; }

    /// <summary>Kept only with the decision that made them.</summary>
    public required IReadOnlyList<DecidedAssignment> Assignments { get; init; }

    /// <summary>One row a target whose scores have something to be compared with.</summary>
    public IReadOnlyList<DriftRow> Drift { get; init; } = [];
}

/// <summary>An assignment with the decision of the run that made it.</summary>
public sealed record DecidedAssignment(DecisionRow Decision, AssignmentRow Assignment);

/// <summary>A loan on the early-warning list of a run.</summary>
public sealed record WarningRow
{
    /// <summary>Place on the list, from 1.</summary>
    public required int Number { get; init; }

    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    /// <summary>Signals, reasons and what the place was computed from, as JSON.</summary>
    public required string Payload { get; init; }
}
