using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>A versioned thing that may be done about a loan; doing nothing is one of them and always a candidate.</summary>
/// <param name="Channel">How the borrower is reached; null if they are not.</param>
/// <param name="Intensity">Level of pressure: 0 none, 1 an offer or text message, 2 e-mail, 3 call, 4 agency, 5 legal.</param>
/// <param name="CostMinorUnits">Cost of doing it once.</param>
/// <param name="TemplateId">The approved text it uses; empty if none.</param>
/// <param name="NeedsApproval">A person must release it.</param>
/// <param name="AdversePossible">It may be an adverse action as Regulation B defines it, so that a notice may be due.</param>
/// <param name="IsSupport">It offers help and demands nothing; all others but doing nothing are arrears-type.</param>
public sealed record Treatment(
    string Id,
    int Version,
    ContactChannel? Channel,
    int Intensity,
    long CostMinorUnits,
    string TemplateId,
    bool NeedsApproval,
    bool AdversePossible,
    bool IsSupport)
{
    /// <summary>Id of doing nothing.</summary>
    public const string NoneId = "NONE";

    /// <summary>The highest intensity: legal steps.</summary>
    public const int IntensityMax = 5;

    internal bool IsNone => Id == NoneId;
}
