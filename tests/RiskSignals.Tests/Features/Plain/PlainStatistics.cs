namespace RiskSignals.Tests.Features.Plain;

/// <summary>The statistics of the catalogue's document, as a textbook writes them.</summary>
internal static class PlainStatistics
{
    public static double Median(IEnumerable<double> numbers) => Percentile(numbers, 0.5);

    /// <summary>The percentile that interpolates between the two nearest of the sorted numbers.</summary>
    public static double Percentile(IEnumerable<double> numbers, double share)
    {
        var sorted = numbers.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The standard deviation of a sample.</summary>
    public static double Deviation(IReadOnlyCollection<double> numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1));
    }

    /// <summary>The slope of the least-squares line through points.</summary>
    public static double Slope(IReadOnlyCollection<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    /// <summary>The slope over numbers in their order.</summary>
    public static double Slope(IEnumerable<double> numbers) => Slope([.. numbers.Select((number, i) => ((double)i, number))]);

    /// <summary>(value − median) ÷ max(1.4826 × MAD, 5 % of the absolute median); 0 if both are 0.</summary>
    public static PlainValue RobustZ(double value, IReadOnlyCollection<double> baseline, int? evidence = null)
    {
        var median = Median(baseline);
        if (value == 0 && median == 0)
        {
            return PlainValue.Of(0, evidence);
        }

        var spread = Median(baseline.Select(number => Math.Abs(number - median)));
        return PlainValue.Quotient(value - median, Math.Max(1.4826 * spread, 0.05 * Math.Abs(median)), evidence);
    }
}
