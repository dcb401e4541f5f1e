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
    Plants,
    BankAccounts,
    CreditLine,
    Relief,
    Card,
    Details,
    Portal,
    Rates,
}

/// <summary>A SplitMix64 sequence (Steele, Lea and Flood 2014). Only sums and products of doubles, so every machine draws the same.</summary>
internal struct RandomStream
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state;

    private RandomStream(ulong state) => this.state = state;

    /// <summary>The part of a key that all sequences of a borrower share.</summary>
    public static ulong KeyOf(ulong seed, long borrower) => unchecked(Mix(Mix(seed + Step) ^ ((ulong)borrower * Step)));

    /// <summary>The sequence that belongs to a borrower's key, a purpose, a day and a number; any two give unrelated sequences.</summary>
    public static RandomStream Of(ulong key, Purpose purpose, int day, int number) =>
        unchecked(new(Mix(key ^ ((((ulong)purpose << 54) | ((ulong)(uint)number << 22) | (uint)day) * Step))));

    /// <summary>A number from 0, below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A whole number, both ends included.</summary>
    public int Whole(int low, int high) => unchecked(low + (int)(Uniform() * (high - low + 1)));

    public bool Chance(double probability) => Uniform() < probability;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Whole(0, items.Length - 1)];

    public T Pick<T>(IReadOnlyList<T> items) => items[Whole(0, items.Count - 1)];

    /// <summary>Near enough standard normal: twelve uniforms of 16 bits, four a draw, less six.</summary>
    public double Normal()
    {
        const ulong Lanes = 0x0000FFFF0000FFFF;
        var sums = 0UL;
        for (var i = 0; i < 3; i++)
        {
            var draw = Next();
            sums += (draw & Lanes) + ((draw >> 16) & Lanes);
        }

        return unchecked(((uint)sums + (sums >> 32) + 6) * (1.0 / 65_536)) - 6;
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

/// <summary>
/// The sequences of one borrower. Those of a day are keyed by the day, so a decision disturbs no draw of another day. On the same day it may:
/// bank transactions are numbered as they are told, so one more shifts the draws of those told after it until midnight.
/// </summary>
internal sealed class Draws
{
    private readonly ulong seed;

    private readonly ulong key;

    private ulong replayKey;

    private int replayFrom = int.MaxValue;

    /// <param name="seed">Of the whole lender.</param>
    /// <param name="index">Of the borrower, counts from 0.</param>
    public Draws(ulong seed, int index)
    {
        (this.seed, Index) = (seed, index);
        key = RandomStream.KeyOf(seed, index);
    }

    public int Index { get; }

    /// <summary>Draws that all borrowers share who are given the same number.</summary>
    public Draws Of(int index) => new(seed, index);

    /// <summary>From a day on chance takes another course than that of the files; <paramref name="replay"/> says which, from 1.</summary>
    public void Replay(DateOnly from, int replay)
    {
        replayFrom = from.DayNumber;
        replayKey = RandomStream.KeyOf(unchecked(seed + ((ulong)replay * 0xD1B54A32D192ED03)), Index);
    }

    public RandomStream Fixed(Purpose purpose, int number = 0) => RandomStream.Of(key, purpose, day: 0, number);

    public RandomStream On(DateOnly day, Purpose purpose, int number = 0) =>
        RandomStream.Of(day.DayNumber >= replayFrom ? replayKey : key, purpose, day.DayNumber, number);
}
