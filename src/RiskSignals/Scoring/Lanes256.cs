using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RiskSignals.Scoring;

/// <summary>32 rows, by AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<sbyte>>
{
    public static int Width => Vector256<sbyte>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Load(sbyte* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(sbyte* to, Vector256<sbyte> bytes) => bytes.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Repeat4(int* from) => Avx2.BroadcastScalarToVector256(from).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Repeat8(long* from) => Avx2.BroadcastScalarToVector256(from).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Create(sbyte value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Add(Vector256<sbyte> left, Vector256<sbyte> right) => Avx2.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Greater(Vector256<sbyte> left, Vector256<sbyte> right) => Avx2.CompareGreaterThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Equal(Vector256<sbyte> left, Vector256<sbyte> right) => Avx2.CompareEqual(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Select(Vector256<sbyte> mask, Vector256<sbyte> one, Vector256<sbyte> other) => Avx2.BlendVariable(other, one, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Lookup8(Vector256<sbyte> table, Vector256<sbyte> places) => Avx2.Shuffle(table, places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Lookup(sbyte* table, int length, Vector256<sbyte> places)
    {
        var found = Sixteen(table, places);
        if (length == 16)
        {
            return found;
        }

        // A blend looks at the highest bit of each byte; a shift of wider lanes brings bit 4 or 5 of the place there.
        var isOdd = Avx2.ShiftLeftLogical(places.AsInt16(), 3).AsSByte();
        found = Avx2.BlendVariable(found, Sixteen(unchecked(table + 16), places), isOdd);
        if (length == 32)
        {
            return found;
        }

        var upper = Avx2.BlendVariable(Sixteen(unchecked(table + 32), places), Sixteen(unchecked(table + 48), places), isOdd);
        return Avx2.BlendVariable(found, upper, Avx2.ShiftLeftLogical(places.AsInt16(), 2).AsSByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFloats(float* sums, Vector256<sbyte> byte0, Vector256<sbyte> byte1, Vector256<sbyte> byte2, Vector256<sbyte> byte3)
    {
        var low01 = Avx2.UnpackLow(byte0, byte1).AsInt16();
        var high01 = Avx2.UnpackHigh(byte0, byte1).AsInt16();
        var low23 = Avx2.UnpackLow(byte2, byte3).AsInt16();
        var high23 = Avx2.UnpackHigh(byte2, byte3).AsInt16();
        unchecked
        {
            Avx.Add(Vector256.Load(sums), Avx2.UnpackLow(low01, low23).AsSingle()).Store(sums);
            Avx.Add(Vector256.Load(sums + 8), Avx2.UnpackHigh(low01, low23).AsSingle()).Store(sums + 8);
            Avx.Add(Vector256.Load(sums + 16), Avx2.UnpackLow(high01, high23).AsSingle()).Store(sums + 16);
            Avx.Add(Vector256.Load(sums + 24), Avx2.UnpackHigh(high01, high23).AsSingle()).Store(sums + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountAtMost(float* sixteen, float value)
    {
        var all = Vector256.Create(value);
        var low = Avx.MoveMask(Avx.CompareLessThanOrEqual(Vector256.Load(sixteen), all));
        var high = Avx.MoveMask(Avx.CompareLessThanOrEqual(Vector256.Load(unchecked(sixteen + 8)), all));
        return BitOperations.PopCount(unchecked((uint)(low | (high << 8))));
    }

    /// <summary>A shuffle looks at the lowest four bits of a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Sixteen(sbyte* table, Vector256<sbyte> places) =>
        Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(table), places);
}
