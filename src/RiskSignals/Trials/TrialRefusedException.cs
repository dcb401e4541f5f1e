namespace RiskSignals.Trials;

/// <summary>A trial may not start, or may not go on as changed; names every fault at once.</summary>
public sealed class TrialRefusedException(string trialId, IReadOnlyList<string> faults)
    : Exception($"Trial '{trialId}' is refused: {string.Join(" ", faults)}")
{
    /// <summary>One sentence a fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
