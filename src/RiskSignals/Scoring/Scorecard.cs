using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace RiskSignals.Scoring;

/// <summary>One range of a characteristic, from the bin before it up to, not including, its own bound.</summary>
/// <param name="UpperExcl">Upper bound, exclusive; null for the last bin, which has none.</param>
/// <param name="Points">What a value in it adds to the score.</param>
public sealed record PointsBin(float? UpperExcl, int Points);

/// <summary>A value that stands for something of its own, such as −1 for "never", and is looked up before the bins.</summary>
public sealed record SpecialPoints(float Value, int Points);

/// <summary>The points of one feature.</summary>
/// <param name="Feature">Its name in the bundle.</param>
/// <param name="Bins">From the lowest values up, without gap or overlap; at least one.</param>
/// <param name="MissingPoints">What a missing value adds.</param>
/// <param name="Special">Values with points of their own; may be empty.</param>
public sealed record Characteristic(
    string Feature, IReadOnlyList<PointsBin> Bins, int MissingPoints, IReadOnlyList<SpecialPoints> Special)
{
    /// <summary>The points of one value; NaN is missing.</summary>
    public int Points(float value)
    {
        if (float.IsNaN(value))
        {
            return MissingPoints;
        }

        foreach (var special in Special)
        {
            if (value == special.Value)
            {
                return special.Points;
            }
        }

        var bin = 0;
        while (value >= Bins[bin].UpperExcl)
        {
            bin++;
        }

        return Bins[bin].Points;
    }
}

/// <summary>Whole points a bin, as printed on a card: plain data, checked when it is read.</summary>
public sealed record Scorecard
{
    /// <summary>Points beyond this are refused, which keeps every sum of them in range.</summary>
    public const int PointsMax = 100_000;

    /// <summary>More characteristics than this are refused.</summary>
    public const int CharacteristicsMax = 10_000;

    /// <summary>Checks and keeps the numbers.</summary>
    /// <param name="basePoints">What every row starts with.</param>
    /// <param name="anchorPoints">The score at which the odds of outcome 1 are <paramref name="anchorOdds"/>.</param>
    /// <param name="anchorOdds">Finite and above 0.</param>
    /// <param name="pointsToDoubleOdds">Points that double the odds of outcome 1; below 0 where more points halve them, never 0.</param>
    /// <param name="characteristics">At least one, each feature once.</param>
    /// <exception cref="ArgumentException">A bound is broken; the message names the characteristic and the bin.</exception>
    [JsonConstructor]
    public Scorecard(
        int basePoints, double anchorPoints, double anchorOdds, double pointsToDoubleOdds, IReadOnlyList<Characteristic> characteristics)
    {
        if (!double.IsFinite(anchorPoints) || !double.IsFinite(anchorOdds) || anchorOdds <= 0
            || !double.IsFinite(pointsToDoubleOdds) || pointsToDoubleOdds == 0)
        {
            throw new ArgumentException(
                $"The scale has odds {anchorOdds} at {anchorPoints} points and {pointsToDoubleOdds} points to double them; " +
                "finite numbers, odds above 0 and points other than 0 are expected.");
        }

        if (characteristics.Count is 0 or > CharacteristicsMax
            || characteristics.DistinctBy(one => one.Feature, StringComparer.Ordinal).Count() != characteristics.Count)
        {
            throw new ArgumentException($"The card has {characteristics.Count} characteristics; 1 to {CharacteristicsMax}, each feature once, are expected.");
        }

        RequirePoints(basePoints, "base_points");
        foreach (var one in characteristics)
        {
            RequireWhole(one);
        }

        (BasePoints, AnchorPoints, AnchorOdds) = (basePoints, anchorPoints, anchorOdds);
        (PointsToDoubleOdds, Characteristics) = (pointsToDoubleOdds, characteristics);
    }

    public int BasePoints { get; }

    public double AnchorPoints { get; }

    public double AnchorOdds { get; }

    public double PointsToDoubleOdds { get; }

    public IReadOnlyList<Characteristic> Characteristics { get; }

    /// <summary>The log-odds that one point is worth.</summary>
    [JsonIgnore]
    public double LogOddsPerPoint => Math.Log(2) / PointsToDoubleOdds;

    /// <summary>The log-odds of outcome 1 at a score.</summary>
    public double LogOddsAt(double points) => Math.Log(AnchorOdds) + ((points - AnchorPoints) * LogOddsPerPoint);

    /// <summary>Reads a card.</summary>
    /// <exception cref="FormatException">The text is no such card, or breaks one of its rules; the message names the place.</exception>
    public static Scorecard Parse(ReadOnlyMemory<byte> json) => BundleText.Read<Scorecard>(json.Span, "scorecard");

    /// <summary>The bytes that <see cref="Parse"/> reads.</summary>
    public byte[] ToJson() => BundleText.Write(this);

    /// <summary>The card on paper, as a table: the points that are printed are those that are executed.</summary>
    public string Print()
    {
        var page = new StringBuilder();
        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"| Feature | From | To (excluded) | Points |");
        Line($"|---|---|---|---|");
        Line($"| every loan | | | {BasePoints} |");
        foreach (var one in Characteristics)
        {
            foreach (var special in one.Special)
            {
                Line($"| {one.Feature} | {special.Value:R} | just this | {special.Points} |");
            }

            var from = "any";
            foreach (var bin in one.Bins)
            {
                var to = bin.UpperExcl is { } bound ? bound.ToString("R", CultureInfo.InvariantCulture) : "any";
                Line($"| {one.Feature} | {from} | {to} | {bin.Points} |");
                from = to;
            }

            Line($"| {one.Feature} | missing | | {one.MissingPoints} |");
        }

        Line($"");
        Line($"At {AnchorPoints:R} points the odds of outcome 1 are {AnchorOdds:R} to 1; {PointsToDoubleOdds:R} points more double them.");
        return page.ToString();
    }

    private static void RequireWhole(Characteristic one)
    {
        RequirePoints(one.MissingPoints, $"{one.Feature}, missing");
        if (one.Bins.Count == 0)
        {
            throw new ArgumentException($"Characteristic '{one.Feature}' has no bins; give at least the one without a bound.");
        }

        for (var bin = 0; bin < one.Bins.Count; bin++)
        {
            RequirePoints(one.Bins[bin].Points, $"{one.Feature}, bin {bin}");
            var (isLast, bound) = (bin == one.Bins.Count - 1, one.Bins[bin].UpperExcl);
            if (isLast ? bound is not null : bound is not { } upper || !float.IsFinite(upper) || !(bin == 0 || upper > one.Bins[bin - 1].UpperExcl))
            {
                throw new ArgumentException(
                    $"Characteristic '{one.Feature}' bin {bin} ends at {bound?.ToString(CultureInfo.InvariantCulture) ?? "null"}; " +
                    "bounds must be finite and rise, and the last bin alone has none.");
            }
        }

        foreach (var special in one.Special)
        {
            RequirePoints(special.Points, $"{one.Feature}, special {special.Value}");
            if (!float.IsFinite(special.Value) || one.Special.Count(other => other.Value == special.Value) > 1)
            {
                throw new ArgumentException($"Characteristic '{one.Feature}' has the special value {special.Value}; finite ones, each once, are expected.");
            }
        }
    }

    private static void RequirePoints(int points, string where)
    {
        if (points is < -PointsMax or > PointsMax)
        {
            throw new ArgumentException($"{where} has {points} points; between −{PointsMax} and {PointsMax} are expected.");
        }
    }
}
