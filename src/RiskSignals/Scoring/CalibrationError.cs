namespace RiskSignals.Scoring;

/// <summary>Where an observed share lies by chance alone.</summary>
public sealed record NoiseBand(double Low, double High);

/// <summary>
/// Expected calibration error over parts of equal size, Σ (rows in part ÷ rows) · |observed − predicted|, beside what a perfect model
/// would show on the same probabilities by chance alone: an error inside that range is no evidence of miscalibration.
/// </summary>
/// <param name="Value">The error, 0–1.</param>
/// <param name="NoiseMean">Mean error of a perfect model.</param>
/// <param name="Noise95">95 % of perfect models stay below this.</param>
/// <param name="SquaredDebiased">
/// Σ share · [(observed − predicted)² − observed·(1 − observed) ÷ (rows − 1)]: about 0 for a perfect model, at times below it.
/// </param>
public sealed record CalibrationError(double Value, double NoiseMean, double Noise95, double SquaredDebiased)
{
    /// <summary>Measures the error and simulates the perfect model.</summary>
    public static CalibrationError Measure(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, int seed, int bins = 10, int simulations = 200)
    {
        Quality.RequireBoth(probabilities, outcomes);
        var order = ScoreBin.FallingOrder(probabilities);
        var sorted = new double[order.Length];
        var happened = new bool[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = probabilities[order[i]];
            happened[i] = outcomes[order[i]];
        }

        var random = new Random(seed);
        var drawn = new bool[sorted.Length];
        var noise = new double[simulations];
        for (var simulation = 0; simulation < simulations; simulation++)
        {
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = random.NextDouble() < sorted[i];
            }

            noise[simulation] = Error(sorted, drawn, bins);
        }

        Array.Sort(noise);
        return new(Error(sorted, happened, bins), noise.Average(), noise[(int)(0.95 * (simulations - 1))], Debiased(sorted, happened, bins));
    }

    /// <summary>The range that the observed share of each part keeps to in 95 % of perfect models; the highest probabilities first.</summary>
    public static IReadOnlyList<NoiseBand> Bands(ReadOnlySpan<double> probabilities, int seed, int bins = 10, int simulations = 1_000)
    {
        var sorted = probabilities.ToArray();
        Array.Sort(sorted, (a, b) => b.CompareTo(a));
        var random = new Random(seed);
        var found = new List<NoiseBand>();
        var shares = new double[simulations];
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = ScoreBin.Range(sorted.Length, bins, bin);
            if (from == toExcl)
            {
                continue;
            }

            for (var simulation = 0; simulation < simulations; simulation++)
            {
                var drawn = 0;
                for (var i = from; i < toExcl; i++)
                {
                    drawn += random.NextDouble() < sorted[i] ? 1 : 0;
                }

                shares[simulation] = (double)drawn / (toExcl - from);
            }

            Array.Sort(shares);
            found.Add(new(shares[(int)(0.025 * (simulations - 1))], shares[(int)Math.Ceiling(0.975 * (simulations - 1))]));
        }

        return found;
    }

    private static double Error(double[] sorted, bool[] happened, int bins)
    {
        var error = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = ScoreBin.Range(sorted.Length, bins, bin);
            var difference = 0.0;
            for (var i = from; i < toExcl; i++)
            {
                difference += (happened[i] ? 1 : 0) - sorted[i];
            }

            error += Math.Abs(difference);
        }

        return error / sorted.Length;
    }

    private static double Debiased(double[] sorted, bool[] happened, int bins)
    {
        var sum = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = ScoreBin.Range(sorted.Length, bins, bin);
            var (rows, observed, predicted) = (toExcl - from, 0.0, 0.0);
            for (var i = from; i < toExcl; i++)
            {
                (observed, predicted) = (observed + (happened[i] ? 1 : 0), predicted + sorted[i]);
            }

            // One row alone tells nothing of its own spread.
            if (rows > 1)
            {
                (observed, predicted) = (observed / rows, predicted / rows);
                sum += rows * (((observed - predicted) * (observed - predicted)) - (observed * (1 - observed) / (rows - 1)));
            }
        }

        return sum / sorted.Length;
    }
}
