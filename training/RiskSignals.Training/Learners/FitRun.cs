using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Learners;

/// <summary>What a fit must know besides its rows and its learner's parameters.</summary>
/// <param name="HigherIsRiskier">Whether a high probability is bad news; turns the directions of features round when it isn't.</param>
/// <param name="Seed">For samples of rows and columns.</param>
public sealed record FitRun(bool HigherIsRiskier, int Seed)
{
    /// <summary>For XGBoost; keep it below the number of cores when the machine does other work. No byte depends on it.</summary>
    public int Threads { get; init; } = 1;

    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Looked at between rounds.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>1, 0 or −1: the margin may only rise with the feature, may move freely, may only fall.</summary>
    internal int SignOf(ModelFeature feature) => (HigherIsRiskier ? 1 : -1) * feature.Direction switch
    {
        RiskDirection.Rises => 1,
        RiskDirection.Falls => -1,
        _ => 0,
    };

    /// <summary>The same run, its progress told as a part of a longer one.</summary>
    internal FitRun Part(double from, double to) => Progress is null ? this : this with { Progress = new Portion(Progress, from, to) };

    /// <summary>The same run, its progress told with a few words before.</summary>
    internal FitRun Named(string words) => Progress is null ? this : this with { Progress = new Naming(Progress, words) };

    private sealed class Naming(IProgress<FitProgress> whole, string words) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => whole.Report(value with { Words = $"{words}: {value.Words}" });
    }

    private sealed class Portion(IProgress<FitProgress> whole, double from, double to) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => whole.Report(value with { Share = from + ((to - from) * value.Share) });
    }
}

/// <summary>How far a fit has come.</summary>
/// <param name="Share">Done, 0 to 1; early stopping may end before 1.</param>
/// <param name="Words">The round and its measure, in a few words.</param>
public readonly record struct FitProgress(double Share, string Words);
