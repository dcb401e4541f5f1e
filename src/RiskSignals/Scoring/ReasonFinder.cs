using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>
/// Chooses reasons from contributions. Families that lowered the risk are left out, and so are those below what calibration can tell apart;
/// of a loan that passes also those below a tenth of all that raised the risk. A family is told by the feature of it that added most and is
/// truly worse than the reference population's middle value, so that moving it there can't raise the risk; if that feature added less than
/// a tenth of what its family did, the family is not told.
/// </summary>
internal sealed class ReasonFinder
{
    // Of all that raised the risk, where the loan passes. Beyond the limit even a loan of many small causes is told the largest.
    private const double ShareMin = 0.1;

    // Of what the family added: less would tell another story than the one behind the number. The windows of a level share what it adds,
    // six or more of them evenly, so much more than a tenth would silence the families that say most.
    private const double SpeakerShareMin = 0.1;

    // Moves a probability by 1.25 percentage points at most, which is the size of a good calibration's error.
    private const double ContributionMin = 0.05;

    // Below what any text would show; the last bits of a value decide nothing.
    private const double DifferenceMin = 1e-4;

    private readonly IReadOnlyList<ModelFeature> features;
    private readonly double sign;
    private readonly string[] families;
    private readonly int[] familyOf;
    private readonly float[] typical;
    private readonly bool[] isChange;
    private readonly string[] ids;

    public ReasonFinder(IReadOnlyList<ModelFeature> features, ReferencePopulation reference, bool higherIsRiskier)
    {
        this.features = features;
        sign = higherIsRiskier ? 1 : -1;
        var names = features.Select(feature => ReasonFamily.Of(feature.Name)).ToArray();
        families = [.. names.Distinct(StringComparer.Ordinal)];
        familyOf = [.. names.Select(name => Array.IndexOf(families, name))];
        typical = [.. Enumerable.Range(0, features.Count).Select(reference.Typical)];
        ids = [.. features.Select(feature => feature.Name.ToUpperInvariant())];

        // The text of a change ("has been going down") is true only of a change to that side.
        isChange = [.. features.Select(feature =>
            Array.Exists(["_z_", "_slope_", "_gap_value_"], part => feature.Name.Contains(part, StringComparison.Ordinal)))];
    }

    /// <summary>At most <see cref="Reason.CountMax"/> reasons, the strongest family first, equal ones in the order of the bundle's features.</summary>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <param name="contributions">One a feature.</param>
    /// <param name="passes">Whether the score lies in the passing band or a better one.</param>
    public IReadOnlyList<Reason> Find(ReadOnlySpan<float> row, ReadOnlySpan<float> contributions, bool passes)
    {
        Span<double> totals = families.Length <= 512 ? stackalloc double[families.Length] : new double[families.Length];
        totals.Clear();
        for (var i = 0; i < contributions.Length; i++)
        {
            totals[familyOf[i]] += sign * contributions[i];
        }

        var positive = 0.0;
        foreach (var total in totals)
        {
            positive += Math.Max(total, 0);
        }

        var cut = passes ? Math.Max(ContributionMin, ShareMin * positive) : ContributionMin;
        var reasons = new List<Reason>(Reason.CountMax);
        while (reasons.Count < Reason.CountMax)
        {
            var family = Largest(totals);
            if (!(totals[family] >= cut))
            {
                break;
            }

            if (Speaker(family, totals[family], row, contributions) is >= 0 and var feature)
            {
                var (text, value) = (features[feature].ReasonText, row[feature]);
                reasons.Add(new(
                    ids[feature], ReasonWords.Fill(text, value, features[feature].Unit), features[feature].Name, totals[family], value, families[family]));
            }

            totals[family] = double.NegativeInfinity;
        }

        return reasons;
    }

    private static int Largest(ReadOnlySpan<double> totals)
    {
        var largest = 0;
        for (var i = 1; i < totals.Length; i++)
        {
            largest = totals[i] > totals[largest] ? i : largest;
        }

        return largest;
    }

    /// <summary>The feature that tells a family; −1 if none can.</summary>
    private int Speaker(int family, double total, ReadOnlySpan<float> row, ReadOnlySpan<float> contributions)
    {
        var (speaker, most) = (-1, 0.0);
        for (var i = 0; i < contributions.Length; i++)
        {
            if (familyOf[i] == family && sign * contributions[i] > most && IsTrueOf(i, row[i]))
            {
                (speaker, most) = (i, sign * contributions[i]);
            }
        }

        return most >= Math.Max(ContributionMin, SpeakerShareMin * total) ? speaker : -1;
    }

    private bool IsTrueOf(int index, float value)
    {
        if (!features[index].IsReason || float.IsNaN(value) || float.IsNaN(typical[index]))
        {
            return false;
        }

        var least = DifferenceMin * Math.Max(1, Math.Max(Math.Abs(value), Math.Abs(typical[index])));
        var worse = features[index].Direction == RiskDirection.Rises ? 1 : -1;
        return worse * (value - typical[index]) > least && (!isChange[index] || worse * value > DifferenceMin);
    }
}
