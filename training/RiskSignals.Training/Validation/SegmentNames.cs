using System.Globalization;

namespace RiskSignals.Training.Validation;

/// <summary>Words for the ranges of a feature that cuts part it into, the last one for where it is missing.</summary>
internal static class SegmentNames
{
    /// <param name="part">From 0; one past the last range is missing.</param>
    public static string Of(IReadOnlyList<float> cuts, int part) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(part == cuts.Count + 1 ? "missing" : cuts.Count == 0 ? "known"
            : part == 0 ? $"below {cuts[0]}"
            : part == cuts.Count ? $"{cuts[^1]} or more"
            : $"{cuts[part - 1]} to below {cuts[part]}")}");
}
