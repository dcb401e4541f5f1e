using System.Globalization;

namespace RiskSignals.Borrowers;

/// <summary>An amount in whole minor units (cents, pence, haléře) of the currency its loan or bank account names.</summary>
/// <remarks>Arithmetic overflows loudly. Amounts of two currencies are never added: the caller holds one currency at a time.</remarks>
public readonly record struct Money(long MinorUnits) : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.MinorUnits));

    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.MinorUnits));

    public static Money operator -(Money amount) => new(checked(-amount.MinorUnits));

    public static bool operator <(Money left, Money right) => left.MinorUnits < right.MinorUnits;

    public static bool operator >(Money left, Money right) => left.MinorUnits > right.MinorUnits;

    public static bool operator <=(Money left, Money right) => left.MinorUnits <= right.MinorUnits;

    public static bool operator >=(Money left, Money right) => left.MinorUnits >= right.MinorUnits;

    public int CompareTo(Money other) => MinorUnits.CompareTo(other.MinorUnits);

    /// <summary>The amount with two decimals, as 1234.50.</summary>
    public override string ToString() => (MinorUnits / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
