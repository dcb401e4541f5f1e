namespace RiskSignals.Scoring;

/// <summary>Log-odds and back, without overflow at either end.</summary>
internal static class LogOdds
{
    public static double Of(double probability) => Math.Log(probability / (1 - probability));

    public static double Probability(double logOdds) =>
        logOdds >= 0 ? 1 / (1 + Math.Exp(-logOdds)) : Math.Exp(logOdds) / (1 + Math.Exp(logOdds));

    /// <summary>ln of the probability; of 1 − probability when given the negated log-odds.</summary>
    public static double LogProbability(double logOdds) =>
        logOdds >= 0 ? -Math.Log(1 + Math.Exp(-logOdds)) : logOdds - Math.Log(1 + Math.Exp(logOdds));
}
