namespace RiskSignals.Scoring;

/// <summary>How compiled trees run; every form gives the same bits, so the choice is one of speed.</summary>
public enum ExecutionForm
{
    /// <summary>Node by node, row by row: the plain form the others are compared with, and the only one for zero-as-missing and categories.</summary>
    Walk,

    /// <summary>Small nodes, several rows in step and no branches: runs on every processor.</summary>
    Lockstep,

    /// <summary>Values binned by the model's thresholds, one comparison for 32 rows; needs AVX2.</summary>
    Binned256,

    /// <summary>As <see cref="Binned256"/> for 64 rows; made for AVX-512, and run in two halves, slowly, with AVX2 alone.</summary>
    Binned512,
}
