namespace RiskSignals.Scoring;

/// <summary>How contributions are executed; for tests, which compare the forms.</summary>
public enum ContributionForm
{
    /// <summary>With the vector instructions that the processor has.</summary>
    Fastest,

    /// <summary>Row by row in plain code, as on a processor without AVX2.</summary>
    Portable,
}
