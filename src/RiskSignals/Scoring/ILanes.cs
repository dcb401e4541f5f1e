namespace RiskSignals.Scoring;

/// <summary>Vectors of signed bytes, a row each, of one width; the binned kernel is written once and compiled for every width.</summary>
internal unsafe interface ILanes<TBytes>
    where TBytes : struct
{
    /// <summary>Rows in a vector.</summary>
    static abstract int Width { get; }

    static abstract TBytes Load(sbyte* from);

    static abstract void Store(sbyte* to, TBytes bytes);

    /// <summary>Four bytes, over and over: a load, where a single byte would need a shuffle.</summary>
    static abstract TBytes Repeat4(int* from);

    static abstract TBytes Repeat8(long* from);

    static abstract TBytes Create(sbyte value);

    static abstract TBytes Add(TBytes left, TBytes right);

    /// <summary>All bits of the bytes where left is greater.</summary>
    static abstract TBytes Greater(TBytes left, TBytes right);

    static abstract TBytes Equal(TBytes left, TBytes right);

    /// <summary>Where the mask has all bits the one, elsewhere the other.</summary>
    static abstract TBytes Select(TBytes mask, TBytes one, TBytes other);

    /// <summary>The bytes of an 8-byte table, repeated, at places 0 to 7.</summary>
    static abstract TBytes Lookup8(TBytes table, TBytes places);

    /// <summary>The bytes of a table at places below its length of 16, 32 or 64; 64 bytes of it are readable in any case.</summary>
    static abstract TBytes Lookup(sbyte* table, int length, TBytes places);

    /// <summary>
    /// Joins the four bytes of each row's float and adds it to the row's sum. Rows keep the order that joining gives:
    /// <see cref="SumPlace"/> tells a row's place.
    /// </summary>
    static abstract void AddFloats(float* sums, TBytes byte0, TBytes byte1, TBytes byte2, TBytes byte3);

    /// <summary>Where <see cref="AddFloats"/> keeps the sum of a row of the vector.</summary>
    static virtual int SumPlace<TLanes>(int row)
        where TLanes : ILanes<TBytes> =>
        (row % 16 / 4 * (TLanes.Width / 4)) + (row / 16 * 4) + (row % 4);

    /// <summary>How many of 16 ascending thresholds, NaN after the last, are at most the value; none for NaN.</summary>
    static abstract int CountAtMost(float* sixteen, float value);
}
