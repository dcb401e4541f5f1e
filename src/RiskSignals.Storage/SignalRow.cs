namespace RiskSignals.Storage;

/// <summary>A signal from the day it opened.</summary>
public sealed record SignalRow
{
    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    /// <summary>Id and version of the rule.</summary>
    public required string Rule { get; init; }

    public required DateOnly OpenedOn { get; init; }

    public string? OpenedByRunId { get; init; }

    /// <summary>The first day it no longer held; null while open.</summary>
    public DateOnly? ClosedOn { get; init; }

    public string? ClosedByRunId { get; init; }

    /// <summary>Orders the early-warning list, largest first.</summary>
    public required double Priority { get; init; }

    /// <summary>Evidence and strength as JSON.</summary>
    public required string Payload { get; init; }
}

/// <summary>The end of an open signal.</summary>
public sealed record SignalClosing
{
    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    public required string Rule { get; init; }

    public required DateOnly OpenedOn { get; init; }

    public required DateOnly ClosedOn { get; init; }

    public string? ClosedByRunId { get; init; }
}
