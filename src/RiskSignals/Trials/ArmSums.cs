namespace RiskSignals.Trials;

/// <summary>What the estimators need of one arm. Whole-number sums: exact, and the same in whatever order parts are merged.</summary>
/// <param name="Count">Matured units.</param>
/// <param name="Sum">Σy.</param>
/// <param name="SumOfSquares">Σy².</param>
public readonly record struct ArmSums(long Count, Int128 Sum, Int128 SumOfSquares)
{
    /// <summary>NaN without units.</summary>
    public double Mean => Count == 0 ? double.NaN : (double)Sum / Count;

    /// <summary>Variance of a mean's units, Σ(y − ȳ)² ÷ (n − 1); NaN below two units.</summary>
    public double SampleVariance =>
        Count < 2 ? double.NaN : (double)((Count * SumOfSquares) - (Sum * Sum)) / ((double)Count * (Count - 1));

    /// <summary>Variance of a proportion's units, p(1 − p); NaN without units.</summary>
    public double ProportionVariance => Mean * (1 - Mean);

    public static ArmSums operator +(ArmSums left, ArmSums right) =>
        new(left.Count + right.Count, left.Sum + right.Sum, left.SumOfSquares + right.SumOfSquares);

    /// <summary>The sums with one more unit.</summary>
    public ArmSums With(long outcome) => new(Count + 1, Sum + outcome, SumOfSquares + ((Int128)outcome * outcome));
}
