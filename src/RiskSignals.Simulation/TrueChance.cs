namespace RiskSignals.Simulation;

/// <summary>A true chance as replays found it: the share in which something happened of those in which it could be judged.</summary>
/// <param name="Happened">Replays in which it happened.</param>
/// <param name="Judged">Replays that were judged; 0 leaves the chance unknown.</param>
/// <param name="Censored">Replays whose observation ended before they could be judged; they count nowhere else.</param>
public readonly record struct TrueChance(int Happened, int Judged, int Censored)
{
    /// <summary>From 0 to 1; NaN if no replay was judged.</summary>
    public double Probability => Judged == 0 ? double.NaN : Happened / (double)Judged;

    /// <summary>Of the probability, at most 0.5 ÷ √judged; NaN if no replay was judged.</summary>
    public double StandardError => Math.Sqrt(Probability * (1 - Probability) / Judged);
}
