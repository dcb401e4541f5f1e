namespace RiskSignals.Treatments;

/// <summary>What a treatment is taken to achieve for loans of a range of miss probability, until a trial has measured it.</summary>
/// <param name="ProbabilityFrom">Lowest miss probability it holds for.</param>
/// <param name="ProbabilityToExcl">First miss probability it no longer holds for; above 1 to include all.</param>
/// <param name="UpliftBasisPoints">Lower bound of the rise in the chance that the amount is paid; 100 = one percentage point.</param>
/// <param name="HarmMinorUnits">Complaints, opt-outs and ill will, as money a treatment.</param>
public sealed record ResponseAssumption(
    string TreatmentId, double ProbabilityFrom, double ProbabilityToExcl, int UpliftBasisPoints, long HarmMinorUnits)
{
    /// <summary>Whether it holds for a miss probability; one that is not known needs an assumption for all.</summary>
    internal bool HoldsFor(double? missProbability) => missProbability is { } probability
        ? ProbabilityFrom <= probability && probability < ProbabilityToExcl
        : ProbabilityFrom <= 0 && ProbabilityToExcl > 1;
}
