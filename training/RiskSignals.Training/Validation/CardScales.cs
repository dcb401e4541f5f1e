namespace RiskSignals.Training.Validation;

/// <summary>Where axes of the card's drawings may have their ticks; a drawing takes those that it needs.</summary>
/// <param name="Shares">Of shares and probabilities.</param>
/// <param name="Ratios">Of observed ÷ predicted and the like, on a logarithmic axis.</param>
/// <param name="Quotients">Of one share ÷ another, on a plain axis.</param>
/// <param name="Differences">Of differences of shares or of AUCs.</param>
public sealed record CardScales(
    IReadOnlyList<double> Shares, IReadOnlyList<double> Ratios, IReadOnlyList<double> Quotients, IReadOnlyList<double> Differences)
{
    internal static CardScales Usual { get; } = new(
        [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
        [0.125, 0.25, 0.5, 1, 2, 4, 8],
        [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
        [-1, -0.5, -0.2, -0.1, -0.05, -0.02, -0.01, 0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
}
