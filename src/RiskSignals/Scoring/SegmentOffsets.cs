using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>
/// What calibration adds for parts of the portfolio, in log-odds: parts are ranges of one feature of the model, and where it is missing.
/// A feature that may enter a score is never a protected attribute, so no part is one.
/// </summary>
/// <param name="Feature">The feature that parts the portfolio; without a direction if it is cut.</param>
/// <param name="Cuts">Where ranges meet, strictly rising and finite; a range begins at its cut. Empty to part known from missing alone.</param>
/// <param name="Offsets">Log-odds added in each range, one more than there are cuts; finite.</param>
/// <param name="MissingOffset">Log-odds added where the feature is missing; finite.</param>
public sealed record SegmentOffsets(string Feature, IReadOnlyList<float> Cuts, IReadOnlyList<double> Offsets, double MissingOffset)
{
    /// <summary>More cuts than this are refused.</summary>
    public const int CutsMax = 100;

    // An offset as large as this turns a coin toss into certainty: a fault, not a segment.
    private const double OffsetMax = 5;

    /// <summary>The log-odds to add for a value of the feature.</summary>
    public double Of(float value) => float.IsNaN(value) ? MissingOffset : Offsets[Place(value)];

    /// <summary>The place of a known value's range, from 0.</summary>
    public int Place(float value)
    {
        var place = 0;
        while (place < Cuts.Count && value >= Cuts[place])
        {
            place++;
        }

        return place;
    }

    /// <summary>The place of the feature among those of a model.</summary>
    /// <exception cref="ArgumentException">It isn't there, or a bound is broken; the message names it.</exception>
    internal int Check(IReadOnlyList<ModelFeature> features)
    {
        var place = features.ToList().FindIndex(feature => feature.Name == Feature);
        if (place < 0)
        {
            throw new ArgumentException($"Segments are ranges of '{Feature}', which is no feature of the model; name one that is.");
        }

        if (Cuts.Count > 0 && features[place].Direction != RiskDirection.None)
        {
            throw new ArgumentException(
                $"Segments cut '{Feature}', along which risk {features[place].Direction.ToString().ToLowerInvariant()}: offsets could turn that round. " +
                "Cut a feature without a direction, or part known from missing alone.");
        }

        if (Cuts.Count > CutsMax || Offsets.Count != Cuts.Count + 1)
        {
            throw new ArgumentException($"Segments have {Cuts.Count} cuts and {Offsets.Count} offsets; at most {CutsMax} and one more offset are expected.");
        }

        for (var i = 0; i < Cuts.Count; i++)
        {
            if (!float.IsFinite(Cuts[i]) || (i > 0 && Cuts[i] <= Cuts[i - 1]))
            {
                throw new ArgumentException($"Segment cut {i} is {Cuts[i]}; finite cuts that rise are expected.");
            }
        }

        var strange = Offsets.Append(MissingOffset).Where(offset => !(Math.Abs(offset) <= OffsetMax)).ToArray();
        return strange.Length == 0
            ? place
            : throw new ArgumentException($"A segment's offset is {strange[0]}; log-odds of −{OffsetMax} to {OffsetMax} are expected.");
    }
}
