namespace RiskSignals.Storage;

/// <summary>Everything a chunk of a run produces; kept together or not at all.</summary>
public sealed record ChunkResults
{
    /// <summary>One row a loan and target; a loan that can't be scored has a row that says why.</summary>
    public required IReadOnlyList<ScoreRow> Scores { get; init; }

    /// <summary>What challengers and shadows say of the same loans; no reasons are kept of them.</summary>
    public IReadOnlyList<ScoreRow> Shadows { get; init; } = [];

    public IReadOnlyList<SignalRow> SignalsOpened { get; init; } = [];

    public IReadOnlyList<SignalClosing> SignalsClosed { get; init; } = [];

    /// <summary>A decision for a borrower, day and slot that has one already is left out.</summary>
    public IReadOnlyList<DecisionRow> Decisions { get; init; } = [];

    public IReadOnlyList<AssignmentRow> Assignments { get; init; } = [];
}
