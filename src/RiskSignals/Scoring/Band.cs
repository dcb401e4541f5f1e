namespace RiskSignals.Scoring;

/// <summary>A named range of a score, from the band before it up to, not including, its own bound.</summary>
/// <param name="Name">Short name, such as <c>high</c>.</param>
/// <param name="UpperExcl">Upper bound, exclusive; 1 for the last band.</param>
public sealed record Band(string Name, double UpperExcl)
{
    /// <summary>The band of a probability inside 0–1.</summary>
    public static Band Of(IReadOnlyList<Band> bands, double probability) => bands[Place(bands, probability)];

    /// <summary>The place of that band, from the lowest up.</summary>
    internal static int Place(IReadOnlyList<Band> bands, double probability)
    {
        for (var place = 0; place < bands.Count - 1; place++)
        {
            if (probability < bands[place].UpperExcl)
            {
                return place;
            }
        }

        return bands.Count - 1;
    }

    /// <summary>Bands cover 0–1 without gap or overlap when their bounds rise from above 0 to exactly 1.</summary>
    /// <exception cref="ArgumentException">They don't, or a name is empty or repeats.</exception>
    internal static void RequireCover(IReadOnlyList<Band> bands)
    {
        var below = 0.0;
        foreach (var band in bands)
        {
            if (string.IsNullOrWhiteSpace(band.Name) || !(band.UpperExcl > below))
            {
                throw new ArgumentException($"Band '{band.Name}' ends at {band.UpperExcl}, after {below}; give a name and rising bounds.");
            }

            below = band.UpperExcl;
        }

        if (below != 1)
        {
            throw new ArgumentException($"The bands end at {below}; the last must end at 1 so that every score has one.");
        }

        if (bands.DistinctBy(band => band.Name, StringComparer.Ordinal).Count() != bands.Count)
        {
            throw new ArgumentException("A band name repeats; give each band its own.");
        }
    }
}
