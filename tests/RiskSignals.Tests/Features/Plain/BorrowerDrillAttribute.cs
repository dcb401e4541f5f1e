namespace RiskSignals.Tests.Features.Plain;

/// <summary>A comparison over as many borrowers as RISKSIGNALS_BORROWERS asks for, such as 1-10000; skipped unless it does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BorrowerDrillAttribute : FactAttribute
{
    public BorrowerDrillAttribute()
    {
        if (Range is null)
        {
            Skip = "A long drill: RISKSIGNALS_BORROWERS=1-10000 runs it over ten thousand borrowers in some minutes.";
        }
    }

    public static string? Range { get; } = Environment.GetEnvironmentVariable("RISKSIGNALS_BORROWERS");
}
