namespace RiskSignals.Scoring;

/// <summary>Why a score is riskier than that of borrowers who just pass: an approved text tied to a feature that raised the risk.</summary>
/// <param name="Id">Short id: the feature's name in capitals.</param>
/// <param name="Text">The approved text with the value filled in.</param>
/// <param name="Feature">The feature that speaks for its family: of those that can be told, the one that added most.</param>
/// <param name="Contribution">What the whole family added to the log-odds, toward risk, compared with the reference population; above 0.</param>
/// <param name="Value">The feature's value in its unit.</param>
/// <param name="Family">The family, as <see cref="ReasonFamily"/> names it.</param>
public sealed record Reason(string Id, string Text, string Feature, double Contribution, float Value, string Family)
{
    /// <summary>At most this many reasons go with a score.</summary>
    public const int CountMax = 4;
}
