using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>How the order on the test rows compares with that on training rows which each was scored by a model without its borrower.</summary>
/// <param name="Gain">AUC on the test rows less the cross-validated one.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Tolerated">From this gain on the model counts as holding.</param>
public sealed record TestGap(double Gain, double Low, double High, double Tolerated)
{
    private const double Loss = 0.02;

    /// <summary>
    /// The interval is made of both AUCs' own, which are independent as no borrower is on both sides (variance estimates recovered, Zou and
    /// Donner 2008).
    /// </summary>
    internal static TestGap Of(AucInterval test, AucInterval crossValidated)
    {
        var gain = test.Auc - crossValidated.Auc;
        return new(
            gain,
            gain - Distance(test.Auc - test.Low, crossValidated.High - crossValidated.Auc),
            gain + Distance(test.High - test.Auc, crossValidated.Auc - crossValidated.Low),
            -Loss);

        static double Distance(double one, double other) => Math.Sqrt((one * one) + (other * other));
    }
}
