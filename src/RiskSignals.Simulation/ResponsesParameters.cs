namespace RiskSignals.Simulation;

/// <summary>How borrowers answer what the lender does; the law is in <see cref="TreatmentResponse"/>.</summary>
/// <param name="FeltDays">Days on which a treatment is still felt.</param>
/// <param name="FadePerDay">Factor on the attention that is left a day later.</param>
/// <param name="TirePerContact">Factor on the attention for each contact in the 30 days before.</param>
/// <param name="PlanRelief">How far an accepted plan closes the gap between a borrower's capacity and 1.</param>
/// <param name="HarmPerContact">Added share of complaints and opt-outs for each contact in the 30 days before.</param>
/// <param name="PracticeShare">Share of arrears that the lender's own practice contacts, decisions aside.</param>
/// <param name="Treatments">What each treatment does.</param>
/// <param name="AcceptsPlan">Chance that a plan offer that got through is accepted.</param>
public sealed record ResponsesParameters(
    [Bounds(1, 60)] int FeltDays,
    [Share] double FadePerDay,
    [Share] double TirePerContact,
    [Share] double PlanRelief,
    [Rate] double HarmPerContact,
    [Share] double PracticeShare,
    EnumTable<Treatment, TreatmentParameters> Treatments,
    [Share] EnumTable<Persona, double> AcceptsPlan);

/// <summary>What one treatment does.</summary>
/// <param name="GetsThrough">Chance that it reaches the borrower.</param>
/// <param name="Complains">Chance of a complaint once it did, the first time.</param>
/// <param name="OptsOut">Chance of an opt-out from its channel once it did, the first time.</param>
/// <param name="Attention">Change in the chance of attending to what is open on the next day.</param>
public sealed record TreatmentParameters(
    [Share] double GetsThrough,
    [Share] double Complains,
    [Share] double OptsOut,
    [Bounds(-1, 1)] EnumTable<Persona, double> Attention);
