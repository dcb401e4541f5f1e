namespace RiskSignals.Simulation;

/// <summary>How borrowers answer what the lender does; the law is in <see cref="TreatmentResponse"/>.</summary>
/// <param name="FeltDays">Days on which a treatment is still felt.</param>
/// <param name="FadePerDay">Factor on the attention that is left a day later.</param>
/// <param name="TirePerContact">Factor on the attention for each contact in the 30 days before.</param>
/// <param name="PlanRelief">How far an accepted plan closes the gap between a borrower's capacity and 1.</param>
/// <param name="HarmPerContact">Added share of complaints and opt-outs for each contact in the 30 days before.</param>
/// <param name="PracticeShare">Share of arrears that the lender's own practice contacts, decisions aside.</param>
/// <param name="Treatments">What each treatment does.</param>
/// <param name="Tones">What its tone changes.</param>
/// <param name="DayParts">What the hour changes.</param>
/// <param name="Promises">Chance of a promise on a call that got through, in a neutral tone.</param>
/// <param name="AcceptsPlan">Chance that a plan offer that got through is accepted, in a neutral tone.</param>
/// <param name="Sensitive">Factor on complaints and opt-outs.</param>
public sealed record ResponsesParameters(
    [Bounds(1, 60)] int FeltDays,
    [Share] double FadePerDay,
    [Share] double TirePerContact,
    [Share] double PlanRelief,
    [Rate] double HarmPerContact,
    [Share] double PracticeShare,
    EnumTable<Treatment, TreatmentParameters> Treatments,
    EnumTable<Tone, ToneParameters> Tones,
    EnumTable<DayPart, DayPartParameters> DayParts,
    [Share] EnumTable<Persona, double> Promises,
    [Share] EnumTable<Persona, double> AcceptsPlan,
    [Bounds(0, 100)] EnumTable<Persona, double> Sensitive);

/// <summary>What one treatment does.</summary>
/// <param name="GetsThrough">Chance that it reaches the borrower in office hours.</param>
/// <param name="Complains">Chance of a complaint once it did, the first time.</param>
/// <param name="OptsOut">Chance of an opt-out from its channel once it did, the first time.</param>
/// <param name="Attention">Change in the chance of attending to what is open on the next day.</param>
public sealed record TreatmentParameters(
    [Share] double GetsThrough,
    [Share] double Complains,
    [Share] double OptsOut,
    [Bounds(-1, 1)] EnumTable<Persona, double> Attention);

/// <summary>Factors of a tone; 1 changes nothing.</summary>
/// <param name="Agreement">On promises and accepted plans.</param>
/// <param name="Harm">On complaints and opt-outs.</param>
/// <param name="Attention">On the attention; below 0 it turns into its opposite.</param>
public sealed record ToneParameters(
    [Bounds(0, 10)] double Agreement,
    [Bounds(0, 100)] double Harm,
    [Bounds(-3, 3)] EnumTable<Persona, double> Attention);

/// <summary>Factors of a part of the day; 1 changes nothing.</summary>
/// <param name="Reach">On the chance of getting through.</param>
/// <param name="Harm">On complaints and opt-outs.</param>
public sealed record DayPartParameters([Bounds(0, 10)] double Reach, [Bounds(0, 100)] double Harm);
