namespace RiskSignals.Scoring;

/// <summary>Log-odds and back, without overflow at either end.</summary>
public static class LogOdds
{
    /// <summary>ln of the odds of a probability inside 0–1.</summary>
    public static double Of(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>The probability of log-odds.</summary>
    public static double Probability(double logOdds) =>
        logOdds >= 0 ? 1 / (1 + Math.Exp(-logOdds)) : Math.Exp(logOdds) / (1 + Math.Exp(logOdds));

    /// <summary>ln of the probability; of 1 − probability when given the negated log-odds.</summary>
    public static double LogProbability(double logOdds) =>
        logOdds >= 0 ? -Math.Log(1 + Math.Exp(-logOdds)) : logOdds - Math.Log(1 + Math.Exp(logOdds));

    /// <summary>A probability whose log-odds are so much larger, inside the edges of a calibration.</summary>
    public static double Moved(double probability, double offset) =>
        Math.Clamp(Probability(Of(Math.Clamp(probability, Calibration.Edge, 1 - Calibration.Edge)) + offset), Calibration.Edge, 1 - Calibration.Edge);
}
