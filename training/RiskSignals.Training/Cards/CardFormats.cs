namespace RiskSignals.Training.Cards;

/// <summary>How figures with a sign are written.</summary>
internal static class CardFormats
{
    public const string Signed = "+0.000;−0.000;0.000";
    public const string SignedShare = "+0.0 %;−0.0 %;0.0 %";
    public const string Negative = "0.00;−0.00";
}
