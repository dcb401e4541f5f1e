using System.Runtime.Intrinsics;

namespace RiskSignals.Training.Learners;

/// <summary>Sums over rows of weight · column · column for every pair of columns: all that Newton's step of a regression needs of its rows.</summary>
internal static class WeightedProducts
{
    // So few rows of some hundred columns stay in the near caches while each column meets all others.
    private const int BlockRows = 256;

    private const int Lanes = 4;

    /// <summary>A square and symmetric table with a row and a column for each column, and last for a column of ones.</summary>
    /// <param name="columns">One array a column, one value a row.</param>
    /// <param name="weights">One a row.</param>
    public static double[][] Of(float[][] columns, double[] weights)
    {
        var size = columns.Length + 1;
        var products = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();

        // Rows beyond the last weigh 0, so every block is whole.
        var values = Enumerable.Range(0, size).Select(_ => new double[BlockRows]).ToArray();
        var weighted = new double[BlockRows];
        Array.Fill(values[^1], 1);
        for (var first = 0; first < weights.Length; first += BlockRows)
        {
            var count = Math.Min(BlockRows, weights.Length - first);
            for (var i = 0; i < columns.Length; i++)
            {
                for (var row = 0; row < count; row++)
                {
                    values[i][row] = columns[i][first + row];
                }
            }

            for (var i = 0; i < size; i++)
            {
                for (var row = 0; row < BlockRows; row++)
                {
                    weighted[row] = row < count ? weights[first + row] * values[i][row] : 0;
                }

                for (var j = 0; j <= i; j++)
                {
                    products[i][j] += Product(weighted, values[j]);
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                products[j][i] = products[i][j];
            }
        }

        return products;
    }

    // Always sixteen sums side by side, so that machines with wider or narrower vectors add in the same order.
    private static double Product(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var row = 0; row <= left.Length - (4 * Lanes); row += 4 * Lanes)
        {
            a += Vector256.Create(left[row..]) * Vector256.Create(right[row..]);
            b += Vector256.Create(left[(row + Lanes)..]) * Vector256.Create(right[(row + Lanes)..]);
            c += Vector256.Create(left[(row + (2 * Lanes))..]) * Vector256.Create(right[(row + (2 * Lanes))..]);
            d += Vector256.Create(left[(row + (3 * Lanes))..]) * Vector256.Create(right[(row + (3 * Lanes))..]);
        }

        var sums = a + b + (c + d);
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
