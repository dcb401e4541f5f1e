using MathNet.Numerics.Distributions;

namespace RiskSignals.Training.Validation;

/// <summary>How many parts of the portfolio differ from what was predicted, beside how many would by chance.</summary>
/// <param name="Judged">Parts with enough evidence, over all ways to part the rows.</param>
/// <param name="Differing">Those where more or fewer outcomes came than predicted, beyond chance.</param>
/// <param name="ByChance">Expected of as many parts were all as predicted: one in twenty, since their intervals hold 95 %.</param>
/// <param name="ByChance95">At times up to so many; parts of different ways share rows, which this leaves out of account.</param>
public sealed record SegmentCount(int Judged, int Differing, double ByChance, int ByChance95)
{
    private const double Missed = 0.05;

    internal static SegmentCount Of(IReadOnlyList<Segmentation> ways)
    {
        var judged = ways.SelectMany(way => way.Parts).Where(part => part.Verdict != SegmentVerdict.InsufficientEvidence).ToArray();
        return new(
            judged.Length,
            judged.Count(part => part.Verdict != SegmentVerdict.AsPredicted),
            Missed * judged.Length,
            Enumerable.Range(0, judged.Length + 1).First(count => Binomial.CDF(Missed, judged.Length, count) >= 0.95));
    }
}
