using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

/// <summary>Trial plans that tests start from.</summary>
internal static class Plans
{
    public static readonly DateOnly Start = new(2025, 1, 6);

    public static TrialPlan Reminder => new()
    {
        Id = "reminder",
        Hypothesis = "A message on day 2 raises the share that pays within 30 days.",
        Measure = TrialMeasure.PaidWhatWasDue,
        Arms = [new("none", "NONE", 1), new("sms", "SMS_DAY_2", 1)],
        ControlArmId = "none",
        WindowDays = 30,
        StopAtMaturedUnits = 400,
        LayerSalt = "00000000000000000000000000000001",
        SplitSalt = "a0000000000000000000000000000001",
    };
}
