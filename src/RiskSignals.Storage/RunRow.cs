using System.Text.Json;

namespace RiskSignals.Storage;

/// <summary>A portfolio run and how far it has come.</summary>
public sealed record RunRow
{
    public required string RunId { get; init; }

    public required string Portfolio { get; init; }

    public required DateOnly AsOf { get; init; }

    /// <summary>Hash of the bundle of each target, as a JSON object.</summary>
    public required string Bundles { get; init; }

    public required string PolicyHash { get; init; }

    /// <summary>When it began by the database's time, in Unix milliseconds.</summary>
    public long BegunAt { get; init; }

    public long Loans { get; init; }

    public long LoansDone { get; init; }

    public long Chunks { get; init; }

    public long ChunksDone { get; init; }

    /// <summary>Length of the early-warning list; null until the run is ended.</summary>
    public long? Warnings { get; init; }

    /// <summary>Decisions other than to do nothing; null until the run is ended.</summary>
    public long? Treatments { get; init; }

    /// <summary>Whether the list is ranked and the decisions are taken.</summary>
    public bool IsEnded => Treatments is not null;

    /// <summary>Whether every loan of the run is scored.</summary>
    public bool IsDone => ChunksDone == Chunks;

    /// <summary>The hash of the bundle of each target.</summary>
    public IReadOnlyDictionary<string, string> BundleOf => JsonSerializer.Deserialize<Dictionary<string, string>>(Bundles)!;
}
