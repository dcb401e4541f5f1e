using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RiskSignals.Scoring;

/// <summary>64 rows, by AVX-512 where there is some; otherwise what has no portable name runs in two halves, so that it can be tested anywhere.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<sbyte>>
{
    public static int Width => Vector512<sbyte>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Load(sbyte* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(sbyte* to, Vector512<sbyte> bytes) => bytes.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Repeat4(int* from) => Vector512.Create(*from).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Repeat8(long* from) => Vector512.Create(*from).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Create(sbyte value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Add(Vector512<sbyte> left, Vector512<sbyte> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Greater(Vector512<sbyte> left, Vector512<sbyte> right) => Vector512.GreaterThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Equal(Vector512<sbyte> left, Vector512<sbyte> right) => Vector512.Equals(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Select(Vector512<sbyte> mask, Vector512<sbyte> one, Vector512<sbyte> other) => Vector512.ConditionalSelect(mask, one, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Lookup8(Vector512<sbyte> table, Vector512<sbyte> places) => Avx512BW.IsSupported
        ? Avx512BW.Shuffle(table, places)
        : Vector512.Create(Lanes256.Lookup8(table.GetLower(), places.GetLower()), Lanes256.Lookup8(table.GetUpper(), places.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Lookup(sbyte* table, int length, Vector512<sbyte> places) => Avx512Vbmi.IsSupported
        ? Avx512Vbmi.PermuteVar64x8(Vector512.Load(table), places)
        : Vector512.Create(Lanes256.Lookup(table, length, places.GetLower()), Lanes256.Lookup(table, length, places.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFloats(float* sums, Vector512<sbyte> byte0, Vector512<sbyte> byte1, Vector512<sbyte> byte2, Vector512<sbyte> byte3)
    {
        var low01 = Low(byte0, byte1);
        var high01 = High(byte0, byte1);
        var low23 = Low(byte2, byte3);
        var high23 = High(byte2, byte3);
        unchecked
        {
            (Vector512.Load(sums) + LowPairs(low01, low23).AsSingle()).Store(sums);
            (Vector512.Load(sums + 16) + HighPairs(low01, low23).AsSingle()).Store(sums + 16);
            (Vector512.Load(sums + 32) + LowPairs(high01, high23).AsSingle()).Store(sums + 32);
            (Vector512.Load(sums + 48) + HighPairs(high01, high23).AsSingle()).Store(sums + 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountAtMost(float* sixteen, float value) =>
        BitOperations.PopCount(Vector512.LessThanOrEqual(Vector512.Load(sixteen), Vector512.Create(value)).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Low(Vector512<sbyte> left, Vector512<sbyte> right) => (Avx512BW.IsSupported
        ? Avx512BW.UnpackLow(left, right)
        : Vector512.Create(Avx2.UnpackLow(left.GetLower(), right.GetLower()), Avx2.UnpackLow(left.GetUpper(), right.GetUpper()))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> High(Vector512<sbyte> left, Vector512<sbyte> right) => (Avx512BW.IsSupported
        ? Avx512BW.UnpackHigh(left, right)
        : Vector512.Create(Avx2.UnpackHigh(left.GetLower(), right.GetLower()), Avx2.UnpackHigh(left.GetUpper(), right.GetUpper()))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> LowPairs(Vector512<short> left, Vector512<short> right) => Avx512BW.IsSupported
        ? Avx512BW.UnpackLow(left, right)
        : Vector512.Create(Avx2.UnpackLow(left.GetLower(), right.GetLower()), Avx2.UnpackLow(left.GetUpper(), right.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> HighPairs(Vector512<short> left, Vector512<short> right) => Avx512BW.IsSupported
        ? Avx512BW.UnpackHigh(left, right)
        : Vector512.Create(Avx2.UnpackHigh(left.GetLower(), right.GetLower()), Avx2.UnpackHigh(left.GetUpper(), right.GetUpper()));
}
