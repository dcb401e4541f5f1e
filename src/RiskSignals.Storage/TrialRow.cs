namespace RiskSignals.Storage;

/// <summary>A registered trial; its plan never changes.</summary>
public sealed record TrialRow
{
    public required string TrialId { get; init; }

    /// <summary>What arms are hashed with.</summary>
    public required string Salt { get; init; }

    /// <summary>Arms, weights, measure, window and stop rule, as JSON.</summary>
    public required string Plan { get; init; }

    public required DateOnly StartedOn { get; init; }

    /// <summary>The last day borrowers were assigned; null while it runs.</summary>
    public DateOnly? EndedOn { get; init; }
}

/// <summary>The arm of one borrower in one trial.</summary>
public sealed record AssignmentRow
{
    public required string BorrowerId { get; init; }

    public required string TrialId { get; init; }

    /// <summary>What was hashed: the borrower's or the household's id.</summary>
    public required string Unit { get; init; }

    public required string Arm { get; init; }

    /// <summary>The probability with which the arm was chosen, above 0 and at most 1.</summary>
    public required double Probability { get; init; }

    public required DateOnly AssignedOn { get; init; }

    /// <summary>Measures from before the trial, as JSON; null if none.</summary>
    public string? Payload { get; init; }
}

/// <summary>The first time an arm's treatment reached a borrower.</summary>
public sealed record ExposureRow
{
    public required string BorrowerId { get; init; }

    public required string TrialId { get; init; }

    public required DateOnly ExposedOn { get; init; }

    public string? DecisionId { get; init; }
}

/// <summary>What came of one borrower in one trial, once the window and the reporting lag had passed.</summary>
public sealed record MaturedOutcomeRow
{
    public required string BorrowerId { get; init; }

    public required string TrialId { get; init; }

    /// <summary>The trial's measure.</summary>
    public required double Value { get; init; }

    public required DateOnly MaturedOn { get; init; }

    public string? Payload { get; init; }
}

/// <summary>One assigned borrower with what is known of them in the trial.</summary>
public sealed record TrialBorrowerRow
{
    public required string BorrowerId { get; init; }

    public required string Unit { get; init; }

    public required string Arm { get; init; }

    public required double Probability { get; init; }

    public required DateOnly AssignedOn { get; init; }

    public string? Payload { get; init; }

    /// <summary>Null if the treatment never reached the borrower.</summary>
    public DateOnly? ExposedOn { get; init; }

    /// <summary>The trial's measure; null until the outcome has matured.</summary>
    public double? Value { get; init; }

    public DateOnly? MaturedOn { get; init; }
}
