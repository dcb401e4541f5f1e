namespace RiskSignals.Features;

/// <summary>Order statistics, spreads and slopes of a few numbers. Spans are sorted or overwritten in place where said.</summary>
internal static class Spread
{
    /// <summary>A quantile of sorted numbers, linear between neighbours (type 7 of Hyndman and Fan, 1996).</summary>
    public static double Quantile(ReadOnlySpan<long> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <inheritdoc cref="Quantile(ReadOnlySpan{long}, double)"/>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The median; sorts the numbers.</summary>
    public static double Median(Span<double> numbers)
    {
        numbers.Sort();
        return Quantile(numbers, 0.5);
    }

    /// <summary>The median; moves the numbers about without sorting them all.</summary>
    public static double Median(Span<long> numbers)
    {
        var below = (numbers.Length - 1) / 2;
        Partition(numbers, below);
        if (numbers.Length % 2 == 1)
        {
            return numbers[below];
        }

        var above = numbers[below + 1];
        foreach (var number in numbers[(below + 2)..])
        {
            above = Math.Min(above, number);
        }

        return numbers[below] + (0.5 * (above - numbers[below]));
    }

    public static double Mean(ReadOnlySpan<double> numbers)
    {
        var sum = 0.0;
        foreach (var number in numbers)
        {
            sum += number;
        }

        return sum / numbers.Length;
    }

    /// <summary>Sample standard deviation (n − 1).</summary>
    public static double Deviation(ReadOnlySpan<double> numbers)
    {
        var mean = Mean(numbers);
        var squares = 0.0;
        foreach (var number in numbers)
        {
            squares += (number - mean) * (number - mean);
        }

        return Math.Sqrt(squares / (numbers.Length - 1));
    }

    /// <summary>Least-squares slope of numbers in time order, a step apart.</summary>
    public static double Slope(ReadOnlySpan<double> numbers)
    {
        var middle = (numbers.Length - 1) / 2.0;
        var (cross, squares) = (0.0, 0.0);
        for (var i = 0; i < numbers.Length; i++)
        {
            cross += (i - middle) * numbers[i];
            squares += (i - middle) * (i - middle);
        }

        return cross / squares;
    }

    /// <summary>
    /// (value − median) ÷ max(1.4826 × MAD, 5 % of the absolute median) against the baseline, which is overwritten;
    /// 0 if value and median are both 0, NaN if the denominator is zero otherwise.
    /// </summary>
    public static double RobustZ(double value, Span<double> baseline)
    {
        var median = Median(baseline);
        for (var i = 0; i < baseline.Length; i++)
        {
            baseline[i] = Math.Abs(baseline[i] - median);
        }

        var scale = Math.Max(1.4826 * Median(baseline), 0.05 * Math.Abs(median));
        return value == 0 && median == 0 ? 0 : scale == 0 ? double.NaN : (value - median) / scale;
    }

    /// <summary>Brings the number of a rank to its place, none larger before it and none smaller after it (Hoare's selection).</summary>
    private static void Partition(Span<long> numbers, int rank)
    {
        var (low, high) = (0, numbers.Length - 1);
        while (low < high)
        {
            var pivot = numbers[(low + high) / 2];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (numbers[left] < pivot)
                {
                    left++;
                }

                while (numbers[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (numbers[left], numbers[right]) = (numbers[right], numbers[left]);
                    left++;
                    right--;
                }
            }

            if (rank <= right)
            {
                high = right;
            }
            else if (rank >= left)
            {
                low = left;
            }
            else
            {
                return;
            }
        }
    }
}
