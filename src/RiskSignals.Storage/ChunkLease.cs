namespace RiskSignals.Storage;

/// <summary>The right to score one chunk of a run until the lease ends or another owner takes it over.</summary>
/// <remarks>A borrower's loans are all in one chunk.</remarks>
public sealed record ChunkLease
{
    public required string RunId { get; init; }

    /// <summary>Number of the chunk within the run, from 0; numbers may be missing.</summary>
    public required long Chunk { get; init; }

    /// <summary>Counts the claims of the chunk; only the newest may commit.</summary>
    public required long LeaseEpoch { get; init; }

    /// <summary>First borrower of the chunk; a stream from here to <see cref="LastBorrowerId"/> reads its facts.</summary>
    public required string FirstBorrowerId { get; init; }

    public required string LastBorrowerId { get; init; }

    public required long Loans { get; init; }
}
