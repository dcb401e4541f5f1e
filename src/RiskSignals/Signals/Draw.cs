using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Signals;

/// <summary>
/// A random draw that can be repeated: it hangs on a salt and a unit alone, so there is no generator whose state could be lost.
/// </summary>
/// <remarks>
/// Danger: recorded assignments and propensities depend on every bit of this scheme. Whole numbers only: on floating-point buckets
/// a few ids in ten thousand change sides with the rounding.
/// </remarks>
public static class Draw
{
    /// <summary>Salts of this form are random 128-bit values, never names that somebody may use twice.</summary>
    public const int SaltHexDigits = 32;

    private const byte Separator = 0x1F;

    /// <summary>The first 8 bytes of SHA-256(utf8(salt), 0x1F, utf8(unit)), read big-endian.</summary>
    public static ulong Hash(string salt, string unit)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(salt) + 1 + Encoding.UTF8.GetByteCount(unit)];
        var written = Encoding.UTF8.GetBytes(salt, bytes);
        bytes[written] = Separator;
        Encoding.UTF8.GetBytes(unit, bytes.AsSpan(written + 1));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>
    /// A bucket from 0 to <paramref name="buckets"/> − 1, every one equally likely: the hash times buckets, shifted right by 64 bits.
    /// </summary>
    public static int Bucket(string salt, string unit, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        return (int)(((UInt128)Hash(salt, unit) * (uint)buckets) >> 64);
    }

    /// <summary>Whether a text is a salt: 32 hexadecimal digits.</summary>
    public static bool IsSalt(string text) => text.Length == SaltHexDigits && text.All(char.IsAsciiHexDigit);
}
