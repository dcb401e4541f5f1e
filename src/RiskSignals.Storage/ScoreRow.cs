namespace RiskSignals.Storage;

/// <summary>The score of one loan for one target in one run, or why there is none.</summary>
public sealed record ScoreRow
{
    /// <summary>The status of a row that holds a probability; any other names the refusal.</summary>
    public const string Scored = "scored";

    public required string RunId { get; init; }

    public required string BorrowerId { get; init; }

    public required string LoanId { get; init; }

    public required DateOnly AsOf { get; init; }

    public required string Target { get; init; }

    /// <summary><see cref="Scored"/>, or the code of the refusal.</summary>
    public required string Status { get; init; }

    /// <summary>Calibrated, between 0 and 1; null if refused.</summary>
    public double? Probability { get; init; }

    /// <summary>The ensemble's sum in log-odds before calibration; null if refused.</summary>
    public double? Margin { get; init; }

    public string? Band { get; init; }

    /// <summary>The reasons as JSON; null if there are none.</summary>
    public string? Reasons { get; init; }

    public required string BundleHash { get; init; }

    /// <summary>Hash of the feature vector; null if none was computed.</summary>
    public string? VectorHash { get; init; }
}
