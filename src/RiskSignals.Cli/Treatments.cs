using RiskSignals.Simulation;

namespace RiskSignals.Cli;

/// <summary>What the shipped policy's treatments are to a simulated borrower.</summary>
internal static class Treatments
{
    /// <summary>Null for a treatment that simulated borrowers don't know, such as doing nothing.</summary>
    public static Treatment? Of(string treatmentId) => treatmentId switch
    {
        "SMS_DAY_2" => Treatment.Sms,
        "EMAIL_DAY_5" => Treatment.Email,
        "CALL_DAY_10" => Treatment.Call,
        "OFFER_PLAN" => Treatment.PlanOffer,
        _ => null,
    };
}
