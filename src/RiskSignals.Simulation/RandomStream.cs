namespace RiskSignals.Simulation;

/// <summary>What a draw is for. Draws of one purpose never shift those of another.</summary>
internal enum Purpose
{
    Household,
    Traits,
    Origination,
    Income,
    Bills,
    Spending,
    Borrowing,
    Feed,
    Consent,
    Shocks,
    Repayment,
    Practice,
    Support,
    Response,
}

/// <summary>A SplitMix64 sequence (Steele, Lea and Flood 2014). Only sums and products of doubles, so every machine draws the same.</summary>
internal struct RandomStream
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state;

    private RandomStream(ulong state) => this.state = state;

    /// <summary>The sequence that belongs to a key; two keys give unrelated sequences.</summary>
    public static RandomStream Of(ulong seed, long borrower, Purpose purpose, int day, int number)
    {
        unchecked
        {
            var key = Mix(seed + Step);
            key = Mix(key ^ ((ulong)borrower * Step));
            key = Mix(key ^ (((ulong)purpose << 32) | (uint)number));
            return new(Mix(key ^ ((ulong)day * Step)));
        }
    }

    /// <summary>A number from 0, below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A whole number, both ends included.</summary>
    public int Whole(int low, int high) => low + (int)(Uniform() * (high - low + 1));

    public bool Chance(double probability) => Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Whole(0, items.Count - 1)];

    /// <summary>Near enough standard normal: twelve uniforms less six.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return sum;
    }

    /// <summary>A log-normal factor with median 1.</summary>
    public double Factor(double deviation) => Exp(deviation * Normal());

    /// <summary>Index drawn in proportion to weights of 0 or more.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var left = Uniform() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>e to the x by ten squarings; library functions differ between machines in the last bit.</summary>
    private static double Exp(double x)
    {
        var power = 1 + (x / 1024);
        for (var i = 0; i < 10; i++)
        {
            power *= power;
        }

        return power;
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            state += Step;
            return Mix(state);
        }
    }
}

/// <summary>The sequences of one borrower. Those of a day are keyed by the day, so a decision disturbs no later draw.</summary>
/// <param name="Seed">Of the whole lender.</param>
/// <param name="Index">Of the borrower, counts from 0.</param>
/// <param name="ReplayFrom">From this day chance takes another course; null for the course of the files.</param>
/// <param name="Replay">Which other course, counts from 1.</param>
internal sealed record Draws(ulong Seed, int Index, DateOnly? ReplayFrom = null, int Replay = 0)
{
    public RandomStream Fixed(Purpose purpose, int number = 0) => RandomStream.Of(Seed, Index, purpose, day: 0, number);

    public RandomStream On(DateOnly day, Purpose purpose, int number = 0)
    {
        var seed = day >= ReplayFrom ? unchecked(Seed + ((ulong)Replay * 0xD1B54A32D192ED03)) : Seed;
        return RandomStream.Of(seed, Index, purpose, day.DayNumber, number);
    }
}
