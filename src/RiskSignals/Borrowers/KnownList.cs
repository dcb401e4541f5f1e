using System.Collections;

namespace RiskSignals.Borrowers;

/// <summary>What was known of one kind as of a day, in the order of its kind.</summary>
/// <remarks>
/// Enumerating it allocates nothing. Its room is kept when it is filled for another day, which happens only within the features of a
/// batch; whoever got it from <see cref="BorrowerFile.AsOf"/> holds it unchanged.
/// </remarks>
public sealed class KnownList<T> : IReadOnlyList<T>
{
    private T[] items = [];

    /// <summary>The days on which it was filled from, one a version; says of what it is a view.</summary>
    private int[]? source;

    private int validFrom;
    private int validToExcl;

    internal KnownList()
    {
    }

    public int Count { get; private set; }

    /// <summary>Changes whenever the list is filled anew.</summary>
    internal int Filled { get; private set; }

    public T this[int index] => index < Count
        ? items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} entries, counted from 0.");

    /// <summary>The entries, until the list is filled anew.</summary>
    public ReadOnlySpan<T> AsSpan() => items.AsSpan(0, Count);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether it already is the view of a source as of a day.</summary>
    internal bool Shows(int[] of, int day) => source == of && validFrom <= day && day < validToExcl;

    /// <summary>Room for so many entries; what was in it is forgotten.</summary>
    internal T[] Refill(int capacity)
    {
        if (items.Length < capacity)
        {
            items = new T[Math.Max(capacity, 2 * items.Length)];
        }

        (Count, source) = (0, null);
        return items;
    }

    /// <summary>Ends a refill.</summary>
    /// <param name="of">What it is a view of.</param>
    /// <param name="from">First day as of which the same entries are known.</param>
    /// <param name="toExcl">First later day as of which others are.</param>
    internal void Close(int count, int[]? of = null, int from = 0, int toExcl = 0)
    {
        (Count, source, validFrom, validToExcl) = (count, of, from, toExcl);
        Filled++;
    }

    /// <summary>Goes through the entries.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly KnownList<T> list;
        private int index = -1;

        internal Enumerator(KnownList<T> list) => this.list = list;

        public readonly T Current => list.items[index];

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext() => ++index < list.Count;

        public void Reset() => index = -1;

        public readonly void Dispose()
        {
        }
    }
}
