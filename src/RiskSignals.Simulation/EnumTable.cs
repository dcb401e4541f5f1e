using System.Collections;
using System.Runtime.CompilerServices;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One value for each value of an enumeration, in its order. Never changes.</summary>
public sealed class EnumTable<TKey, TValue> : IReadOnlyList<TValue>
    where TKey : struct, Enum
{
    private readonly TValue[] values;

    /// <param name="values">One a key, in the order of the enumeration.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public EnumTable(IEnumerable<TValue> values)
    {
        this.values = [.. values];
        if (this.values.Length != Codes<TKey>.Words.Count)
        {
            throw new ArgumentException($"{this.values.Length} values; expected one each for {string.Join(", ", Codes<TKey>.Words)}.", nameof(values));
        }
    }

    /// <summary>Number of keys.</summary>
    public int Count => values.Length;

    /// <summary>All values, in the order of the keys.</summary>
    public ReadOnlySpan<TValue> Values => values;

    /// <summary>The value at a place in the order of the enumeration.</summary>
    public TValue this[int index] => values[index];

    /// <summary>The value of a key.</summary>
    public TValue this[TKey key] => values[Index(key)];

    /// <summary>The same table with another value for a key.</summary>
    public EnumTable<TKey, TValue> With(TKey key, TValue value) => new(values.Select((old, index) => index == Index(key) ? value : old));

    /// <summary>The same table with every value changed.</summary>
    public EnumTable<TKey, TValue> Map(Func<TKey, TValue, TValue> change) =>
        new(values.Select((value, index) => change(Enum.GetValues<TKey>()[index], value)));

    /// <summary>The values in the order of the keys.</summary>
    public IEnumerator<TValue> GetEnumerator() => ((IEnumerable<TValue>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    private static int Index(TKey key) => Unsafe.BitCast<TKey, int>(key);
}
