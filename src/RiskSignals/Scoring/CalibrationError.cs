namespace RiskSignals.Scoring;

/// <summary>Where an observed share lies by chance alone.</summary>
public sealed record NoiseBand(double Low, double High);

/// <summary>
/// Expected calibration error over parts of equal size, Σ (rows in part ÷ rows) · |observed − predicted|, beside what a perfect model
/// would show on the same probabilities by chance alone: an error inside that range is no evidence of miscalibration.
/// </summary>
/// <param name="Value">The error, 0–1.</param>
/// <param name="NoiseMean">Mean error of a perfect model whose rows are independent.</param>
/// <param name="Noise95">95 % of such models stay below this.</param>
/// <param name="BorrowerNoise95">
/// 95 % stay below this where rows of one borrower err together, as far as they did: each borrower's errors keep their size and turn their sign by
/// chance (a wild bootstrap).
/// </param>
/// <param name="SquaredDebiased">
/// Σ share · [(observed − predicted)² − observed·(1 − observed) ÷ (rows − 1)]: about 0 for a perfect model, at times below it.
/// </param>
public sealed record CalibrationError(double Value, double NoiseMean, double Noise95, double BorrowerNoise95, double SquaredDebiased)
{
    /// <summary>The larger of the two: up to it chance alone explains the error.</summary>
    public double Chance95 => Math.Max(Noise95, BorrowerNoise95);

    /// <summary>Whether chance alone explains the error.</summary>
    public bool IsWithinChance => Value <= Chance95;

    /// <summary>Measures the error and simulates the perfect model.</summary>
    /// <param name="probabilities">One a row, inside 0–1.</param>
    /// <param name="outcomes">One a row.</param>
    /// <param name="seed">Same seed, same noise.</param>
    /// <param name="bins">Parts of equal size.</param>
    /// <param name="simulations">Perfect models drawn.</param>
    /// <param name="borrowerIds">Whose row it is; null or empty when every row stands for itself.</param>
    public static CalibrationError Measure(
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<bool> outcomes,
        int seed,
        int bins = 10,
        int simulations = 200,
        IReadOnlyList<string>? borrowerIds = null)
    {
        Quality.RequireBoth(probabilities, outcomes);
        var order = ScoreBin.FallingOrder(probabilities);
        var borrowerOf = BorrowerResamples.Numbers(borrowerIds ?? [], order.Length, out var borrowers);
        var (sorted, errors, drawn) = (new double[order.Length], new double[order.Length], new double[order.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = probabilities[order[i]];
            errors[i] = (outcomes[order[i]] ? 1 : 0) - sorted[i];
        }

        var random = new Random(seed);
        var noise = Simulate(simulations, bins, () =>
        {
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = (random.NextDouble() < sorted[i] ? 1 : 0) - sorted[i];
            }

            return drawn;
        });
        var turned = new bool[borrowers];
        var together = Simulate(simulations, bins, () =>
        {
            for (var borrower = 0; borrower < borrowers; borrower++)
            {
                turned[borrower] = random.Next(2) == 1;
            }

            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = turned[borrowerOf[order[i]]] ? -errors[i] : errors[i];
            }

            return drawn;
        });
        return new(Error(errors, bins), noise.Average(), Point95(noise), Point95(together), Debiased(sorted, errors, bins));
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

    /// <summary>The errors of so many models, rising.</summary>
    private static double[] Simulate(int simulations, int bins, Func<double[]> draw)
    {
        var found = new double[simulations];
        for (var simulation = 0; simulation < simulations; simulation++)
        {
            found[simulation] = Error(draw(), bins);
        }

        Array.Sort(found);
        return found;
    }

    private static double Point95(double[] rising) => rising[(int)Math.Ceiling(0.95 * (rising.Length - 1))];

    /// <summary>Outcome less probability a row, in falling order of probability.</summary>
    private static double Error(double[] errors, int bins)
    {
        var sum = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = ScoreBin.Range(errors.Length, bins, bin);
            var difference = 0.0;
            for (var i = from; i < toExcl; i++)
            {
                difference += errors[i];
            }

            sum += Math.Abs(difference);
        }

        return sum / errors.Length;
    }

    private static double Debiased(double[] sorted, double[] errors, int bins)
    {
        var sum = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, toExcl) = ScoreBin.Range(sorted.Length, bins, bin);
            var (rows, observed, predicted) = (toExcl - from, 0.0, 0.0);
            for (var i = from; i < toExcl; i++)
            {
                (observed, predicted) = (observed + errors[i] + sorted[i], predicted + sorted[i]);
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
